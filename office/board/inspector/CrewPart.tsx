import { ActionIcon, Tooltip } from '@mantine/core'
import { IconDeviceMobileCheck, IconStar, IconStarFilled, IconUserPlus, IconX } from '@tabler/icons-react'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { DisabledReason } from '#ui/office/DisabledReason.tsx'
import { Person } from '../../kit/Person.tsx'
import { Action } from '../../work-orders/Action.tsx'
import type { Desk } from '../desk.ts'
import type { Judge } from '../menu/judged.ts'
import { whyNotChange } from '../menu/reasons.ts'
import { leadStep, removeStep } from '../menu/steps.ts'
import styles from './Inspector.module.css'
import { wayWords } from './ways.ts'

type Props = { visit: BoardVisit; judge: Judge; desk: Desk; onAdd: () => void }

/** Who goes, who of them leads, how each gets there, and whose phone has it. */
export function CrewPart({ visit, judge, desk, onAdd }: Props) {
  const fixed = whyNotChange(visit)
  return (
    <section className={styles.part} aria-labelledby="crew">
      <h3 id="crew">
        Crew
        {visit.crewSize > 1 ? <span className="faint"> wants {visit.crewSize}</span> : null}
      </h3>
      {visit.crew.length === 0 ? <p className="faint">Nobody yet.</p> : null}
      <ul className={styles.crew}>
        {visit.crew.map((technician) => (
          <Member key={technician} {...{ visit, judge, desk, technician, fixed }} />
        ))}
      </ul>
      <Action
        reason={fixed}
        size="compact-sm"
        leftSection={<IconUserPlus size={14} stroke={1.75} aria-hidden />}
        onPress={onAdd}
      >
        Add a technician
      </Action>
    </section>
  )
}

type MemberProps = Omit<Props, 'onAdd'> & { technician: string; fixed: string | null }

function Member({ visit, judge, desk, technician, fixed }: MemberProps) {
  const { board, names } = judge
  const name = names.technician(technician)
  const colour = board.technicians.find(({ id }) => id === technician)?.colour
  const leads = visit.lead === technician
  const way = wayWords(visit, technician, judge)
  return (
    <li className={styles.member}>
      <div className={styles.grow}>
        <Person name={name} {...(colour ? { colour } : {})} />
        {way ? <span className={styles.way}>{way}</span> : null}
      </div>
      {visit.seenBy.includes(technician) ? (
        <Tooltip label={`On the phone of ${name}`}>
          <span className={styles.seen}>
            <IconDeviceMobileCheck size={15} stroke={1.75} aria-hidden />
            <span className="sr-only">On the phone</span>
          </span>
        </Tooltip>
      ) : null}
      {leads ? (
        <span className={styles.leads}>
          <IconStarFilled size={12} aria-hidden />
          Lead
        </span>
      ) : (
        <DisabledReason reason={fixed} onClick={() => void desk.doStep(leadStep(judge, visit, technician))}>
          {(control) => (
            <ActionIcon size={26} variant="subtle" color="gray" aria-label={`Make ${name} lead`} {...control}>
              <IconStar size={15} stroke={1.75} />
            </ActionIcon>
          )}
        </DisabledReason>
      )}
      <DisabledReason reason={fixed} onClick={() => void desk.doStep(removeStep(judge, visit, technician))}>
        {(control) => (
          <ActionIcon size={26} variant="subtle" color="gray" aria-label={`Take ${name} off`} {...control}>
            <IconX size={15} stroke={1.75} />
          </ActionIcon>
        )}
      </DisabledReason>
    </li>
  )
}
