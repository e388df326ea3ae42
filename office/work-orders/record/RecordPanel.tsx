import { Button, Select, Textarea } from '@mantine/core'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { formatDate, localDate } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import { audiences, type Audience } from '#core/work-orders/words.ts'
import { Panel } from '#ui/office/Page.tsx'
import { Timeline } from '#ui/office/Timeline.tsx'
import { keyOf } from '../../kit/ask.ts'
import { call } from '../../kit/client.ts'
import { now } from '../../kit/clock.ts'
import { Loaded } from '../../kit/Loaded.tsx'
import { Action } from '../Action.tsx'
import { useOrder } from '../order-context.ts'
import styles from '../WorkOrderPage.module.css'
import { EntryLine } from './EntryLine.tsx'

function askEntries(id: string) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(workOrderApi.listEntries), { params: { id } }],
    queryFn: ({ pageParam }) =>
      call(workOrderApi.listEntries, { params: { id }, query: { before: pageParam, limit: 100 } }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

/** Everything that happened, the latest first: who did it, who says so, from where, and when we heard. */
export function RecordPanel() {
  const { page, zone, locale } = useOrder()
  const entries = useInfiniteQuery(askEntries(page.work.id))
  const all = entries.data?.pages.flatMap((one) => one.items) ?? []
  const arrivals = new Map(
    all.flatMap((event) => (event.type === 'bytes_stored' ? [[event.data.sha256, event.at] as const] : [])),
  )
  return (
    <Panel title="The record" id="record">
      <NoteBox />
      <Loaded query={entries} failed="The record could not be shown">
        {() => (
          <>
            {byDay(all, zone).map(({ day, events }) => (
              <section key={`${day}/${events[0]?.id}/${events[0]?.n}`} className={styles.dayGroup}>
                <h3 className={styles.day}>{events[0] ? formatDate(events[0].at, zone, locale) : ''}</h3>
                <Timeline label={day}>
                  {events.map((event) => (
                    <EntryLine
                      key={`${event.id}/${event.n}`}
                      event={event}
                      entries={all}
                      arrivedAt={'sha256' in event.data ? arrivals.get(event.data.sha256) : undefined}
                    />
                  ))}
                </Timeline>
              </section>
            ))}
            {entries.hasNextPage ? (
              <Button
                variant="default"
                fullWidth
                loading={entries.isFetchingNextPage}
                onClick={() => void entries.fetchNextPage()}
              >
                Earlier
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
    </Panel>
  )
}

type Day = { day: string; events: WorkOrderEvent[] }

/** In the order they were heard; a new heading where the day changes. That bytes came is said on the line of their photo or file. */
function byDay(events: readonly WorkOrderEvent[], zone: string): Day[] {
  const days: Day[] = []
  for (const event of events) {
    if (event.type === 'bytes_stored') continue
    const day = localDate(event.at, zone)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return days
}

const audienceWords: Record<Audience, string> = {
  office: 'Office only',
  crew: 'For the crew',
  customer: 'For the customer',
}

function NoteBox() {
  const { page, why, send } = useOrder()
  const [text, setText] = useState('')
  const [audience, setAudience] = useState<Audience>('office')
  const body = { visit: null, technician: null, at: page.work.raisedAt, text: '-', audience }
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    const said = text.trim()
    if (said === '') return
    const sent = await send({ type: 'note', body: { ...body, at: now(), text: said } }, { done: 'Note added' })
    if (sent.ok) setText('')
  }
  return (
    <form className={styles.noteBox} onSubmit={(event) => void submit(event)}>
      <Textarea
        aria-label="Note"
        placeholder="Write a note"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
        }}
      />
      {text.trim() !== '' ? (
        <div className={styles.noteFoot}>
          <Select
            size="xs"
            w={150}
            aria-label="Who sees the note"
            data={audiences.map((value) => ({ value, label: audienceWords[value] }))}
            value={audience}
            onChange={(value) => value && setAudience(value)}
            allowDeselect={false}
          />
          <Action variant="filled" reason={why({ type: 'note', body })} onPress={() => void submit()}>
            Add the note
          </Action>
        </div>
      ) : null}
    </form>
  )
}
