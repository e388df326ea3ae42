import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import type { Answer, Command } from '#core/work-orders/commands.ts'
import type { TaskDefinition } from '#core/work-orders/form-schema.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { sent } from './button.ts'
import { attach, sign } from './evidence.ts'
import type { Asked, Draft, Fact, Pressed } from './facts.ts'
import type { Random } from './random.ts'

/** What is reported besides on a heavy day: readings, signatures, papers, corrected times, and what was met there. */
export type HeavyKind = 'reading' | 'sign' | 'file' | 'correct' | 'asset' | 'contact'

/** Presses one of them; null where there is nothing to press it on. */
export function onHeavyDay(asked: Asked, plain: Draft, work: WorkDocument, visit: Id): Pressed | null {
  const { phone, random, token } = asked
  const base = phone.fact(visit)
  const press = (command: Command, more: Partial<Fact> = {}) =>
    sent(phone, { ...plain, ...more }, { workOrder: work.id, command })
  switch (plain.kind) {
    case 'reading': {
      if (work.tasks.length === 0) return null
      const task = random.pick(work.tasks)
      return press({
        type: 'answer_task',
        body: { ...base, task: task.id, answer: answerTo(task, random), note: token },
      })
    }
    case 'sign':
      return sign(asked, plain, visit)
    case 'file':
      return attach(asked, plain, visit)
    case 'correct': {
      const times = asked.own.filter((fact) => fact.kind === 'minutes' && fact.workOrder === work.id)
      const chosen = times.length > 0 ? random.pick(times).id : null
      const time = work.times.find((one) => one.id === chosen)
      if (!time) return null
      const to = addMinutes(time.from, random.whole(1, 90))
      const body = { ...base, visit: time.visit, entry: time.id, from: time.from, to, reason: token }
      return press({ type: 'correct_time', body }, { about: time.id })
    }
    case 'asset': {
      const what = { kind: 'Boiler', make: '', model: '', serial: '', location: '', notes: '' }
      return press({ type: 'add_asset', body: { ...base, ...what, asset: phone.newId(), about: false, name: token } })
    }
    case 'contact': {
      const body = { ...base, contact: phone.newId(), name: token, role: '', phone: '+49 40 3003 100', email: '' }
      return press({ type: 'add_contact', body })
    }
    default:
      return null
  }
}

/** What a work order of a heavy day asks to be read and checked. */
export function tasksOf(newId: () => Id): TaskDefinition[] {
  const asked = [
    { label: 'Pressure', kind: 'number', unit: 'bar' },
    { label: 'No leak', kind: 'check' },
    { label: 'What was seen', kind: 'text' },
  ] as const
  return asked.map((task) => ({ ...task, id: newId(), required: false }))
}

function answerTo({ kind }: TaskDefinition, random: Random): Answer {
  if (kind === 'check') return { kind, value: random.pick(['yes', 'no', 'not_applicable'] as const) }
  if (kind === 'number') return { kind, value: String(random.whole(1, 400) / 10) }
  return { kind: 'text', value: 'as it should be' }
}
