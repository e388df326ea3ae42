import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconLayoutBoard } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Reply } from '#core/kit/contract.ts'
import { addDays, formatLocalDate, localDate } from '#core/kit/time.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { dayWord, useNow } from '../kit/clock.ts'
import { Loaded } from '../kit/Loaded.tsx'
import { useMe } from '../kit/me.ts'
import { useTitle } from '../kit/title.ts'
import { BulkBar } from './BulkBar.tsx'
import { ScheduleDialogs, type Asked } from './ScheduleDialogs.tsx'
import styles from './SchedulePage.module.css'
import { UnplannedPanel } from './UnplannedPanel.tsx'
import { VisitLists } from './VisitLists.tsx'

const route = getRouteApi('/shell/schedule')

export type Schedule = Reply<typeof schedulingApi.readSchedule>

/** A day: who goes where and when, what waits for a visit; planned, assigned, dispatched and recalled from here. */
export function SchedulePage() {
  useTitle('Schedule')
  const { zone, locale } = useMe().organization
  const present = useNow()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const today = localDate(present, zone)
  const date = /^\d{4}-\d\d-\d\d$/.test(search.date ?? '') ? (search.date ?? today) : today
  const by = search.by === 'time' ? 'time' : 'technician'
  const schedule = useQuery({
    ...ask(schedulingApi.readSchedule, { query: { from: date, days: 1 } }),
    placeholderData: keepPreviousData,
  })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<Asked | null>(null)

  const go = (next: string) => {
    setChosen(new Set())
    void navigate({ search: (before) => ({ ...before, date: next === today ? undefined : next }) })
  }
  useDayKeys((days) => go(addDays(date, days)), asked !== null)

  return (
    <>
      <PageHead
        title="Schedule"
        detail={[
          dayWord(date, present, zone),
          formatLocalDate(date, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
        ]
          .filter(Boolean)
          .join(', ')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconLayoutBoard size={15} stroke={1.75} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/board" search={{ from: date }} />}
            >
              Board
            </Button>
            <SegmentedControl
              size="xs"
              aria-label="Order of the list"
              data={[
                { value: 'technician', label: 'By technician' },
                { value: 'time', label: 'By time' },
              ]}
              value={by}
              onChange={(value) =>
                void navigate({
                  search: (before) => ({ ...before, by: value === 'time' ? 'time' : undefined }),
                  replace: true,
                })
              }
            />
            <ActionIcon
              variant="default"
              size={30}
              aria-label="The day before"
              aria-keyshortcuts="ArrowLeft"
              onClick={() => go(addDays(date, -1))}
            >
              <IconChevronLeft size={16} stroke={1.75} />
            </ActionIcon>
            <Button variant="default" onClick={() => go(today)} disabled={date === today}>
              Today
            </Button>
            <ActionIcon
              variant="default"
              size={30}
              aria-label="The next day"
              aria-keyshortcuts="ArrowRight"
              onClick={() => go(addDays(date, 1))}
            >
              <IconChevronRight size={16} stroke={1.75} />
            </ActionIcon>
            <TextInput
              type="date"
              size="xs"
              aria-label="Go to a day"
              value={date}
              onChange={(event) => event.currentTarget.value && go(event.currentTarget.value)}
            />
          </>
        }
      />
      <Loaded query={schedule} failed="The schedule could not be shown">
        {(day) => (
          <div className={styles.columns}>
            <div className={styles.column} aria-busy={schedule.isPlaceholderData}>
              <BulkBar visits={day.visits} chosen={chosen} onChosen={setChosen} />
              <VisitLists day={day} by={by} chosen={chosen} onChosen={setChosen} onAsk={setAsked} />
            </div>
            <UnplannedPanel unplanned={day.unplanned} onPlan={(workOrder) => setAsked({ kind: 'plan', workOrder })} />
          </div>
        )}
      </Loaded>
      {asked ? <ScheduleDialogs asked={asked} date={date} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

/** Left and right go from day to day. */
function useDayKeys(move: (days: number) => void, busy: boolean): void {
  useEffect(() => {
    if (busy) return
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (
        target instanceof Element &&
        target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="radiogroup"]')
      )
        return
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if (event.key === 'ArrowLeft') move(-1)
      if (event.key === 'ArrowRight') move(1)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
