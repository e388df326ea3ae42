import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { everybodyOn, workState } from '#core/work-orders/visits.ts'
import { AddIcon, PersonIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { sayRefusal, useAct, useMe, usePeople, usePhone } from '../../hooks.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { stateWord } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { AddTime } from './VisitTime.tsx'

/** Who is on this visit. For a mate without a phone one records: what they did is theirs, who said so is kept. */
export function CrewSection(on: OnVisit) {
  const { view, visit } = on
  const { technician } = useMe()
  const [adding, setAdding] = useState(false)
  const [mate, setMate] = useState<Id | null>(null)
  const everybody = everybodyOn(view.order.work, visit)
  return (
    <Section
      id="crew"
      title="Crew"
      count={everybody.length || undefined}
      action={
        <Button kind="quiet" size="small" icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {everybody.length > 0 ? (
        <Card flush>
          <Rows>
            {everybody.map((one) => (
              <ListRow
                key={one}
                icon={<PersonIcon stroke={1.75} />}
                title={`${view.nameOf(one) || 'Somebody'}${one === technician ? ' (you)' : ''}`}
                detail={[
                  stateWord(workState(visit, one)),
                  visit.plan.lead === one ? 'lead' : '',
                  visit.plan.crew.includes(one) || visit.origin === 'field' ? '' : 'not planned',
                ]
                  .filter(Boolean)
                  .join(' · ')}
                onPress={one === technician ? undefined : () => setMate(one)}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>Nobody yet. You are on it with your first step.</p>
      )}
      {adding ? (
        <PickMate
          taken={everybody}
          onPick={(one) => {
            setAdding(false)
            setMate(one)
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {mate ? <MateSheet {...on} mate={mate} onClose={() => setMate(null)} /> : null}
    </Section>
  )
}

function PickMate({
  taken,
  onPick,
  onClose,
}: {
  taken: readonly Id[]
  onPick: (one: Id) => void
  onClose: () => void
}) {
  const people = usePeople()
  const { technician } = useMe()
  const [text, setText] = useState('')
  const found = people.filter(
    (person) =>
      person.id !== technician &&
      !taken.includes(person.id) &&
      person.name.toLowerCase().includes(text.trim().toLowerCase()),
  )
  return (
    <Sheet open onClose={onClose} title="Who is with you?">
      <div className={forms.stack}>
        <TextField label="Name" type="search" value={text} onChange={(event) => setText(event.target.value)} />
        <Card flush>
          <Rows>
            {found.map((person) => (
              <ListRow key={person.id} title={person.name} detail={person.code} onPress={() => onPick(person.id)} />
            ))}
          </Rows>
        </Card>
      </div>
    </Sheet>
  )
}

const mateMoves = ['arrive', 'leave'] as const
const mateWords = { arrive: 'Arrives now', leave: 'Leaves now' } as const

function MateSheet({ mate, onClose, ...on }: OnVisit & { mate: Id; onClose: () => void }) {
  const { view, visit } = on
  const phone = usePhone()
  const workOrder = view.order.work.id
  const act = useAct(workOrder)
  const [addingTime, setAddingTime] = useState(false)
  const name = view.nameOf(mate) || 'Somebody'
  if (addingTime) return <AddTime {...on} technician={mate} onClose={onClose} />
  return (
    <Sheet open onClose={onClose} title={name} description={`Record for ${name}. It says that you recorded it.`}>
      <div className={forms.stack}>
        <p>{stateWord(workState(visit, mate))}</p>
        {mateMoves.map((type) => {
          const capture = { workOrder, command: { type, body: { ...phone.fact(visit.id), technician: mate } } } as const
          const refusal = phone.whyNot(capture)
          return (
            <Button
              key={type}
              size="large"
              wide
              reason={refusal ? sayRefusal(refusal) : null}
              onClick={() => {
                // The time is that of the press, not of the moment the sheet was drawn.
                const body = { ...phone.fact(visit.id), technician: mate }
                void act([{ workOrder, command: { type, body } }], {
                  done: `${name}: ${mateWords[type].toLowerCase()}.`,
                  undo: true,
                })
              }}
            >
              {mateWords[type]}
            </Button>
          )
        })}
        <Button size="large" wide onClick={() => setAddingTime(true)}>
          Write down time
        </Button>
      </div>
    </Sheet>
  )
}
