import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatMinutes, type LocalDate, localDate } from '#core/kit/time.ts'
import type { SuggestedPlace } from '#core/scheduling/board-api.ts'
import { newId } from '../../kit/ask.ts'
import { Loaded } from '../../kit/Loaded.tsx'
import { Person } from '../../kit/Person.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { isOnBoard, type Judge } from '../menu/judged.ts'
import { Problems } from '../menu/Problems.tsx'
import { isProposed, type Placeable, placeStep } from '../menu/steps.ts'
import type { Step } from '../changes.ts'
import styles from './Inspector.module.css'
import { usePlaces } from './places.ts'

type Props = {
  work: Placeable
  judge: Judge
  /** Plans it; the visit that is meant is named, so that it can be shown. */
  onPlan: (step: Step) => void
  onDay: (date: LocalDate) => void
  /** The grid shows the places of what is looked for. */
  onSeek: (work: Placeable | null) => void
}

/** Where a piece of work would stand best and why, and for everybody else why not. */
export function Suggestions(props: Props) {
  const { work, onSeek } = props
  const places = usePlaces(work)
  useEffect(() => {
    onSeek(work)
    return () => onSeek(null)
  }, [work, onSeek])
  return (
    <Loaded query={places} failed="No places could be suggested">
      {({ best, others, first, minutes }) => (
        <>
          {work.priority === 'P1' ? <FirstThere {...props} first={first} minutes={minutes} /> : null}
          <section className={styles.part} aria-labelledby="best-places">
            <h3 id="best-places">Best places</h3>
            {best.length === 0 ? (
              <p className="faint">
                Nobody has a place for it in the {isProposed(work) ? 'days it is due' : 'next 14 days'}. Drag it to
                where it goes anyway.
              </p>
            ) : (
              <ol className={styles.places}>
                {best.map((place, at) => (
                  <BestPlace key={`${place.technician} ${place.start}`} {...props} place={place} number={at + 1} />
                ))}
              </ol>
            )}
          </section>
          {others.length > 0 ? <Others others={others} judge={props.judge} /> : null}
        </>
      )}
    </Loaded>
  )
}

function BestPlace({ work, judge, onPlan, onDay, place, number }: Props & { place: SuggestedPlace; number: number }) {
  const { board, names } = judge
  const person = board.technicians.find(({ id }) => id === place.technician)
  const name = names.technician(place.technician)
  const there = isOnBoard(board, place.start)
  return (
    <li className={styles.bestPlace}>
      <span className={styles.number} aria-hidden>
        {number}
      </span>
      <div className={styles.placeWords}>
        <span className={styles.placeHead}>
          <Person name={name} {...(person ? { colour: person.colour } : {})} small />
          <ShortTime at={place.start} zone={work.zone} />
        </span>
        <span className={styles.why}>{place.reasons.join(', ')}</span>
      </div>
      <div className={styles.placeActs}>
        <Button
          size="compact-xs"
          variant={number === 1 ? 'filled' : 'default'}
          onClick={() => onPlan(placeStep(judge, work, place, place.minutes, newId))}
        >
          Plan<span className="sr-only"> for {name}</span>
        </Button>
        {there ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => onDay(localDate(place.start, board.zone))}
            aria-label={`Show the day of ${name}`}
          >
            Show
          </Button>
        )}
      </div>
    </li>
  )
}

/** How many of those who could come are named. */
const firstShown = 5

type FirstProps = Props & {
  first: { technician: string; arrives: string; travel: number; displaces: string[] }[]
  minutes: number
}

/** For an emergency: who could be there soonest when they leave what they are at. */
function FirstThere({ work, judge, onPlan, first, minutes }: FirstProps) {
  const { board, names } = judge
  return (
    <section className={styles.part} aria-labelledby="first-there">
      <h3 id="first-there">Who can be there first</h3>
      {first.length === 0 ? <p className="faint">Nobody who could do it works now.</p> : null}
      <ol className={styles.places}>
        {first.slice(0, firstShown).map(({ technician, arrives, travel, displaces }) => {
          const name = names.technician(technician)
          const colour = board.technicians.find(({ id }) => id === technician)?.colour
          const step = () => placeStep(judge, work, { technician, mates: [], start: arrives }, minutes, newId)
          return (
            <li key={technician} className={styles.bestPlace}>
              <div className={styles.placeWords}>
                <span className={styles.placeHead}>
                  <Person name={name} {...(colour ? { colour } : {})} small />
                  <ShortTime at={arrives} zone={work.zone} />
                </span>
                <span className={styles.why}>
                  {travel === 0 ? 'Way unknown' : `${formatMinutes(travel)} on the way`}
                </span>
                <Problems words={displacedWords(displaces, names.visit)} />
              </div>
              <div className={styles.placeActs}>
                <Button size="compact-xs" color="red" onClick={() => onPlan(step())}>
                  Plan now<span className="sr-only"> for {name}</span>
                </Button>
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function displacedWords(visits: readonly string[], name: (id: string) => string): string[] {
  return visits.length === 0 ? [] : [`Has to wait: ${[...new Set(visits.map(name))].join(', ')}`]
}

type OthersProps = { others: { technician: string; why: string[] }[]; judge: Judge }

function Others({ others, judge }: OthersProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className={styles.others} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Why not the other {others.length === 1 ? 'one' : others.length}</summary>
      <dl>
        {others.map(({ technician, why }) => (
          <div key={technician}>
            <dt>{judge.names.technician(technician)}</dt>
            <dd>{why.join('. ')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
