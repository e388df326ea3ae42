import { IconHandOff, IconMessageQuestion, IconPackageExport } from '@tabler/icons-react'
import type { Id } from '#core/kit/ids.ts'
import { formatMinutes, localDate } from '#core/kit/time.ts'
import { findingsOf } from '#core/work-orders/findings.ts'
import { askingAtFinish } from '#core/work-orders/forms.ts'
import { answeredOf, type Missing, missing } from '#core/work-orders/missing.ts'
import { shownFinish } from '#core/work-orders/visits.ts'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import { Button } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { StickyBar } from '#ui/blocks/StickyBar.tsx'
import { useLocale, usePhone, useTime, useWorkOrder } from '../hooks.ts'
import type { VisitCard } from '../offline/views/types.ts'
import { useFollowing } from '../position/use-whereabouts.ts'
import { goBack } from '../routes/router.ts'
import { Banner } from '../shell/Banner.tsx'
import { Navigation } from '../shell/Navigation.tsx'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { countOf, dayWord, dayOf, sinceText, whenText } from '../words.ts'
import { HandedIn, WaitsForOffice } from './HandedIn.tsx'
import { CancelledNotice } from './CancelledNotice.tsx'
import { jumpTo } from './jump.ts'
import { MissingList } from './Missing.tsx'
import { NotHere } from './NotHere.tsx'
import { Photos } from './photos/Photos.tsx'
import { PlaceActions, PlaceNotes } from './Place.tsx'
import { Contacts } from './sections/Contacts.tsx'
import { CrewSection } from './sections/Crew.tsx'
import { FactLine } from './sections/FactLine.tsx'
import { Equipment } from './sections/Equipment.tsx'
import { Files } from './sections/Files.tsx'
import { Findings } from './sections/Findings.tsx'
import { NeededParts } from './sections/NeededParts.tsx'
import { Risk } from './sections/Risk.tsx'
import { Job } from './sections/Job.tsx'
import { History } from './sections/History.tsx'
import { Notes } from './sections/Notes.tsx'
import { Parts } from './sections/Parts.tsx'
import { SignOffSection } from './sections/SignOff.tsx'
import { Tasks } from './sections/Tasks.tsx'
import { VisitTime } from './sections/VisitTime.tsx'
import { NextStep } from './steps/NextStep.tsx'
import { VisitMark } from './VisitMark.tsx'
import { cardOfVisit, type OnVisit } from './card.ts'
import styles from './VisitPage.module.css'

export function VisitPage({ workOrder, visitId }: { workOrder: Id; visitId: Id }) {
  const view = useWorkOrder(workOrder)
  const visit = view?.order.work.visits.find((one) => one.id === visitId)
  if (!view || !visit) return <NotHere />
  const card = view.visits.find((one) => one.visit === visitId) ?? cardOfVisit(view, visit)
  return <Visiting view={view} visit={visit} card={card} />
}

function Visiting({ view, visit, card }: OnVisit) {
  useFollowing()
  const { work } = view.order
  const left = card.status === 'finished' ? [] : missing(work, visit, 'done')
  const on = { view, visit, card }
  const begunHere = visit.origin === 'field' && card.status === 'dispatched'
  const begun = card.mine !== 'none' && card.mine !== 'accepted'
  return (
    <Screen
      onBack={() => goBack({ page: 'today' })}
      overline={[view.reference, work.visits.length > 1 ? `visit ${visit.number}` : null].filter(Boolean).join(' · ')}
      title={work.details.title}
      below={<Jumps {...on} />}
      bar={<Bar {...on} left={left.length} />}
    >
      <Standing {...on} />
      <WaitsForOffice visit={visit.id} />
      <div className={styles.place}>
        <div className={styles.marks}>
          <VisitMark card={card} word={begunHere ? 'Begun here' : undefined} />
          <PriorityBadge priority={card.priority} withWord />
        </div>
        <When card={card} />
        <PlaceActions card={card} />
        <PlaceNotes card={card} />
      </div>
      <WhatWasDone {...on} />
      {begun ? <StillMissing {...on} left={left} /> : null}
      <Job {...on} />
      <Equipment view={view} visit={visit} />
      <Contacts view={view} visit={visit} />
      {begun ? null : <StillMissing {...on} left={left} />}
      <Risk {...on} />
      <Tasks {...on} />
      <Photos {...on} />
      <Notes {...on} />
      <Findings {...on} />
      <Parts {...on} />
      <NeededParts {...on} />
      <VisitTime {...on} />
      <CrewSection {...on} />
      <SignOffSection {...on} />
      <History view={view} visit={visit} />
      <Files view={view} visit={visit} />
      <HandedIn visit={visit.id} />
    </Screen>
  )
}

/** What the customer reads first in the report, as it was written when the visit was finished. */
function WhatWasDone({ view, visit }: OnVisit) {
  const finish = shownFinish(visit)
  if (!finish || finish.note === '') return null
  return (
    <Section id="done" title="What was done">
      <Card>
        <p className={forms.prose}>{finish.note}</p>
        <FactLine view={view} fact={finish.id} at={finish.at} who={view.nameOf(finish.technician)} />
      </Card>
    </Section>
  )
}

/** Before one is there, the job comes first; on site, what is left to do. */
function StillMissing({ view, visit, left }: OnVisit & { left: readonly Missing[] }) {
  if (left.length === 0) return null
  return (
    <Section id="missing" title="Still missing" count={left.length}>
      <MissingList missing={left} work={view.order.work} visit={visit.id} />
    </Section>
  )
}

function When({ card }: { card: VisitCard }) {
  const locale = useLocale()
  const today = localDate(usePhone().now(), card.zone)
  const day = dayOf(card)
  return (
    <p className={styles.when}>
      {whenText(card, locale)}
      {day ? <span>{dayWord(day, today, locale)}</span> : null}
    </p>
  )
}

/** What the office wants, or did meanwhile; what was done here stays whatever it is. */
function Standing({ view, visit, card }: OnVisit) {
  const { work } = view.order
  const question = card.question
  const recalled = visit.origin === 'office' && visit.plan.state === 'scheduled'
  return (
    <>
      {question ? (
        <Banner
          tone="waiting"
          icon={<IconMessageQuestion stroke={1.75} />}
          title="The office asks"
          action={
            <Button size="small" onClick={() => jumpTo('notes')}>
              Answer
            </Button>
          }
        >
          {question}
        </Banner>
      ) : null}
      <CancelledNotice work={work} visit={visit} />
      {recalled && !work.cancelled ? (
        <Banner icon={<IconHandOff stroke={1.75} />} title="Not dispatched to you now">
          What you do here is kept all the same. The office will see it.
        </Banner>
      ) : null}
      {view.parked === null ? null : (
        <Banner icon={<IconPackageExport stroke={1.75} />} title="No longer on your list">
          {`${countOf(view.parked, 'item')} still being handed in.`}
        </Banner>
      )}
    </>
  )
}

function Jumps({ view, visit }: OnVisit) {
  const { work } = view.order
  const { answered, asked } = answeredOf(askingAtFinish(work, visit))
  const count = (list: readonly { visit: Id | null }[]) => list.filter((one) => one.visit === visit.id).length
  const places = [
    ['job', 'Job', ''],
    ['equipment', 'Equipment', view.assets.length || ''],
    ['tasks', 'Tasks', asked > 0 ? `${answered}/${asked}` : ''],
    ['photos', 'Photos', count(work.photos) || ''],
    ['notes', 'Notes', count(work.notes) || ''],
    ['findings', 'Findings', count(findingsOf(work)) || ''],
    ['parts', 'Parts', count(work.parts) || ''],
    ['time', 'Time', ''],
    ['crew', 'Crew', ''],
    ['sign-off', 'Sign-off', ''],
  ] as const
  return (
    <nav className={styles.jumps} aria-label="Parts of this visit">
      {places.map(([id, word, some]) => (
        <button key={id} type="button" onClick={() => jumpTo(id)}>
          {word}
          {some === '' ? null : <span> {some}</span>}
        </button>
      ))}
    </nav>
  )
}

function Bar({ view, visit, card, left }: OnVisit & { left: number }) {
  const locale = useLocale()
  const { running } = useTime()
  const clock = running?.workOrder?.visit === visit.id ? running : null
  if (card.status === 'finished') return <Navigation />
  return (
    <StickyBar
      above={
        <p className={styles.now}>
          <span>
            {clock
              ? `${sinceText(clock.activity, clock.from, clock.zone, locale)} · ${formatMinutes(clock.minutes)}`
              : whenText(card, locale)}
          </span>
          {left > 0 ? (
            <button type="button" onClick={() => jumpTo('missing')}>
              {left} missing
            </button>
          ) : null}
        </p>
      }
    >
      <NextStep view={view} card={card} />
    </StickyBar>
  )
}
