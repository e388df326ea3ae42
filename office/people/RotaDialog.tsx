import { MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addDays, formatLocalDate, type LocalDate, localDate, type Zone } from '#core/kit/time.ts'
import type { Technician } from '#core/people/api.ts'
import { countRotaTurns, type Rota, type RotaTurns, rotaTurns } from '#core/people/roster.ts'
import { mostRotaTurns, rosterApi } from '#core/people/roster-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { WhichOne } from '../kit/MomentInput.tsx'
import { sentenceOf } from '../kit/problem.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { rosterWhen } from './roster-words.ts'

const most = { technicians: 50, days: 92 }
/** Shown of a long rota before the rest is only counted. */
const turnsShown = 5

type Props = { technicians: readonly Technician[]; onClose: () => void }

/** Technicians on call in turn; what comes of it is shown before it is made. */
export function RotaDialog({ technicians, onClose }: Props) {
  const queries = useQueryClient()
  const { zone, locale } = useMe().organization
  const today = localDate(useNow(), zone)
  const [rota, setRota] = useState<Rota>({
    technicianIds: [],
    from: today,
    until: addDays(today, 28),
    days: 7,
    time: '07:00',
    choice: null,
  })
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [ids] = useState(() => new Map<number, string>())
  const change = (changes: Partial<Rota>) => setRota((before) => ({ ...before, choice: null, ...changes }))
  const reason = reasonAgainst(rota)
  const { turns, question } = reason ? { turns: [], question: null } : rotaTurns(rota, zone)
  const submit = async () => {
    try {
      const { items } = await call(rosterApi.makeRota, {
        body: { ...rota, technicianIds: [...rota.technicianIds], note, ids: turns.map((_, turn) => idOf(ids, turn)) },
      })
      refresh(queries, [{ kind: 'roster_entry', id: '', version: 0 }])
      toast(items.length === 1 ? 'A turn on call entered' : `${items.length} turns on call entered`)
      return true
    } catch (error) {
      setProblem(sentenceOf(error))
      return false
    }
  }
  return (
    <Dialog
      title="On call in turn"
      action={turns.length > 1 ? `Enter ${turns.length} turns` : 'Enter'}
      size={560}
      reason={reason ?? (turns.length === 0 ? 'Say which time is meant.' : null)}
      onClose={onClose}
      onSubmit={submit}
    >
      {problem ? (
        <p className={`${layout.notice} ${layout.problem}`} role="alert">
          {problem}
        </p>
      ) : null}
      <MultiSelect
        label="Technicians, in the order of their turns"
        required
        searchable
        data-autofocus
        maxValues={most.technicians}
        data={technicians.filter((one) => one.archivedAt === null).map((one) => ({ value: one.id, label: one.name }))}
        value={[...rota.technicianIds]}
        onChange={(technicianIds) => change({ technicianIds })}
      />
      <div className={layout.two}>
        <TextInput
          type="date"
          label="First day"
          required
          value={rota.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="Until"
          required
          value={rota.until}
          onChange={(event) => change({ until: event.currentTarget.value })}
        />
      </div>
      <div className={layout.two}>
        <DecimalInput
          label="Days each"
          required
          digits={0}
          value={rota.days || null}
          onChange={(days) => change({ days: days ?? 0 })}
        />
        <TextInput
          type="time"
          label="Handing over at"
          required
          value={rota.time}
          onChange={(event) => change({ time: event.currentTarget.value })}
        />
      </div>
      {question ? (
        <WhichOne
          question={question}
          time={rota.time}
          day={`on ${formatLocalDate(question.date, locale)}`}
          zone={zone}
          choice={rota.choice}
          onChoice={(choice) => change({ choice })}
        />
      ) : null}
      <Textarea
        label="Note"
        autosize
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Turns turns={turns} technicians={technicians} zone={zone} locale={locale} today={today} />
    </Dialog>
  )
}

function reasonAgainst({ technicianIds, from, until, days, time }: Rota): string | null {
  if (technicianIds.length === 0) return 'Choose who takes turns.'
  if (from === '' || until === '' || time === '') return 'Give the days and the time of handing over.'
  if (days < 1 || days > most.days) return `A turn has 1 to ${most.days} days.`
  if (until <= from) return 'The last day comes after the first.'
  return countRotaTurns({ from, until, days }) > mostRotaTurns ? `At most ${mostRotaTurns} turns at a time.` : null
}

/** Ids stay the same when what was asked for is sent again. */
function idOf(ids: Map<number, string>, turn: number): string {
  const id = ids.get(turn) ?? newId()
  ids.set(turn, id)
  return id
}

type TurnsProps = Pick<RotaTurns, 'turns'> & {
  technicians: readonly Technician[]
  zone: Zone
  locale: string
  today: LocalDate
}

function Turns({ turns, technicians, zone, locale, today }: TurnsProps) {
  if (turns.length === 0) return null
  const more = turns.length - turnsShown
  return (
    <section aria-label="What comes of it">
      <ol className={layout.plain}>
        {turns.slice(0, turnsShown).map((turn) => (
          <li key={turn.from}>
            <b>{technicians.find(({ id }) => id === turn.technicianId)?.name}</b>{' '}
            <span className={layout.detail}>{rosterWhen(turn, zone, locale, today)}</span>
          </li>
        ))}
        {more > 0 ? <li className={layout.detail}>and {more} more</li> : null}
      </ol>
    </section>
  )
}
