import { IconClipboardText, IconUserCircle } from '@tabler/icons-react'
import { startTransition, useEffect, useState } from 'react'
import { formatLocalDate, type LocalDate, localDate } from '#core/kit/time.ts'
import { EmptyState, SkeletonLines } from '#ui/States.tsx'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { useAgenda, useLocale, useMe, usePhone, useStatus, useTime } from '../hooks.ts'
import { afterDrawn } from '../offline/after-drawn.ts'
import type { Agenda, VisitCard } from '../offline/views/types.ts'
import { AskNotices } from '../notices/AskNotices.tsx'
import { OthersWork } from '../outbox/OthersWork.tsx'
import { pathTo } from '../routes/paths.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import { SyncLine } from '../shell/SyncLine.tsx'
import { dayWord, leftOpen } from '../words.ts'
import { DayClock } from './DayClock.tsx'
import { NextVisit } from './NextVisit.tsx'
import { Notices } from './Notices.tsx'
import { OrderRow, VisitRow } from './VisitRow.tsx'
import styles from './Today.module.css'

export function Today() {
  const agenda = useAgenda()
  const { organization } = useMe()
  const locale = useLocale()
  const today = localDate(usePhone().now(), organization.zone)
  const { running } = useTime()
  const hasOpened = useHasOpened()
  const runningVisit = agenda.now.find((card) => card.visit === running?.workOrder?.visit)
  const next = runningVisit ?? agenda.now[0] ?? agenda.today[0] ?? agenda.earlier[0] ?? agenda.left[0] ?? null
  const others = (list: readonly VisitCard[]) => list.filter((card) => card.visit !== next?.visit)
  return (
    <Screen
      title="Today"
      overline={formatLocalDate(today, locale, { weekday: 'long', day: 'numeric', month: 'long' })}
      action={
        <>
          <SyncLine />
          <a className={styles.person} href={pathTo({ page: 'settings' })} aria-label="You and this phone">
            <IconUserCircle aria-hidden stroke={1.5} />
          </a>
        </>
      }
    >
      <Notices />
      <AskNotices />
      <OthersWork />
      <DayClock />
      <VisitList title={leftOpen} visits={others(agenda.left)} withDay />
      {next ? <NextVisit card={next} /> : <NothingNext agenda={agenda} />}
      <VisitList title="Also running" visits={others(agenda.now)} />
      <VisitList title="Later today" visits={others(agenda.today)} />
      {hasOpened ? <Rest agenda={agenda} earlier={others(agenda.earlier)} today={today} /> : null}
    </Screen>
  )
}

/** What nobody opens the app in a hurry for. */
function Rest({ agenda, earlier, today }: { agenda: Agenda; earlier: readonly VisitCard[]; today: LocalDate }) {
  const locale = useLocale()
  return (
    <>
      <VisitList title="Left over" visits={earlier} withDay />
      {agenda.later.map(({ date, visits }) => (
        <VisitList key={date} title={dayWord(date, today, locale)} visits={visits} />
      ))}
      <VisitList title="Without a date" visits={agenda.undated} />
      <VisitList title="Finished" visits={agenda.finished} withDay />
      {agenda.others.length > 0 ? (
        <Section title="Also on this phone">
          <Card flush>
            <Rows>
              {agenda.others.map((card) => (
                <OrderRow key={card.workOrder} card={card} />
              ))}
            </Rows>
          </Card>
        </Section>
      ) : null}
    </>
  )
}

let wasOpened = false

/** False for the first picture after the app was opened, which is of today alone: a month of visits takes half a second. */
function useHasOpened(): boolean {
  const [hasOpened, setHasOpened] = useState(wasOpened)
  useEffect(() => {
    if (hasOpened) return undefined
    return afterDrawn(() => {
      wasOpened = true
      startTransition(() => setHasOpened(true))
    })
  }, [hasOpened])
  return hasOpened
}

function VisitList({ title, visits, withDay }: { title: string; visits: readonly VisitCard[]; withDay?: boolean }) {
  if (visits.length === 0) return null
  return (
    <Section title={title} count={visits.length}>
      <Card flush>
        <Rows>
          {visits.map((card) => (
            <VisitRow key={card.visit} card={card} withDay={withDay} />
          ))}
        </Rows>
      </Card>
    </Section>
  )
}

function NothingNext({ agenda }: { agenda: Agenda }) {
  const { pulledAt, connection, doing } = useStatus()
  if (pulledAt === null && (doing === 'pulling' || connection.at === 'unasked' || connection.at === 'online')) {
    return (
      <Card>
        <SkeletonLines count={5} height="1.5rem" label="Fetching your visits" />
      </Card>
    )
  }
  const title = agenda.finished.length > 0 ? 'Nothing left for today' : 'No visits today'
  return (
    <EmptyState icon={<IconClipboardText stroke={1.5} />} title={pulledAt === null ? 'No visits here yet' : title}>
      {pulledAt === null
        ? 'They come to this phone as soon as it is online.'
        : 'New ones show here as soon as the office dispatches them. You can also begin one yourself with New.'}
    </EmptyState>
  )
}
