import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import type { Command } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { OpenPhone } from '../../field/offline/open-phone.ts'
import type { Captured } from '../../field/offline/phone.ts'
import { sent } from './button.ts'
import { photograph } from './evidence.ts'
import { type HeavyKind, onHeavyDay, tasksOf } from './heavy-facts.ts'
import type { Random } from './random.ts'
import { shownOn } from './screen.ts'

/** A fact nobody has seen the tick of yet. */
export type Draft = Omit<Fact, 'id' | 'heardAt'>

/** What somebody pressed, and the phone showed its tick for: from here on it may not be lost, and not be there twice. */
export type Fact = {
  id: Id
  kind: FactKind
  /** Its own word, nowhere else in the world: a note's text, a caption, a part's name. */
  token: string
  author: { device: Id; member: Id; technician: Id }
  /** Null for the technician's own day. */
  workOrder: Id | null
  /** What the sums are made of: parts in thousandths, and minutes. */
  quantity: number
  minutes: number
  /** Of a photo, a file or a signature: its bytes follow. */
  photo: { sha256: string; size: number } | null
  /** The fact it takes back, amends or corrects. */
  about: Id | null
  /** From then on every tab of its phone has heard of it. */
  heardAt: number
  /** It was held, and somebody in the office took it in, on the work order it now has, or put it aside. */
  settled?: 'applied' | 'put_aside'
  /** Captured on a copy of the phone: this one hears of it from the server alone. */
  isCopied?: true
}
export type FactKind =
  | 'note'
  | 'part'
  | 'minutes'
  | 'photo'
  | 'step'
  | 'finish'
  | 'amend'
  | 'withdraw'
  | 'day'
  | 'raise'
  | HeavyKind

/** What is pressed where a day says nothing of it. */
const weights: Readonly<Partial<Record<FactKind, number>>> = {
  note: 6,
  part: 3,
  minutes: 3,
  photo: 3,
  step: 6,
  finish: 0.7,
  amend: 1,
  withdraw: 1,
  day: 1.5,
  raise: 0.7,
}

export type Asked = {
  phone: OpenPhone
  random: Random
  /** Work orders there are, and what is known of their facts. */
  orders: readonly Id[]
  own: readonly Fact[]
  /** A word of its own for this fact. */
  token: string
  /** Nothing but this kind, if it is offered. */
  only?: FactKind | undefined
  /** A picture every decoder takes; bytes behind its end make each one different. */
  picture: Uint8Array
  /** How many of them there are, from one piece to ten as a camera makes them where a day says nothing of it. */
  pictureBytes?: readonly number[] | undefined
  /** Whether work orders made on the spot ask for readings. */
  tasks?: boolean | undefined
}

/** One press of a button: what it means, and the tick or the refusal the phone answers with. */
export type Pressed = { fact: Draft; answer: Promise<Captured> }

/** Presses something this phone offers; null when it offers nothing of what is tried. */
export function press(asked: Asked): Pressed | null {
  for (let tries = 0; tries < 4; tries++) {
    const pressed = tryPress(asked, asked.only ?? asked.random.weighted(weights))
    if (pressed) return pressed
  }
  return null
}

function tryPress(asked: Asked, kind: FactKind): Pressed | null {
  const { phone, random, token } = asked
  const { device, member, technician } = phone.me.get()
  const plain = plainFact(kind, token, { device, member, technician })
  if (kind === 'day') {
    const from = phone.now()
    const body = { activity: 'depot' as const, from, to: addMinutes(from, 10), note: token }
    return sent(phone, plain, { day: true, command: { type: 'record_day_time', body } })
  }
  if (kind === 'raise') return raise(asked, plain)
  const here = asked.orders.filter((order) => shownOn(phone, order)?.order.work.visits.length)
  if (here.length === 0) return null
  const workOrder = random.pick(here)
  const work = shownOn(phone, workOrder)?.order.work
  if (!work) return null
  return onWorkOrder(asked, { ...plain, workOrder }, work)
}

/** A fact of its kind and author with nothing in it yet. */
export function plainFact(kind: FactKind, token: string, author: Fact['author']): Draft {
  return { kind, token, author, workOrder: null, quantity: 0, minutes: 0, photo: null, about: null }
}

function onWorkOrder(asked: Asked, plain: Draft, work: WorkDocument): Pressed | null {
  const { phone, random, token } = asked
  const base = phone.fact(random.pick(work.visits).id)
  const press = (command: Command, more: Partial<Fact> = {}) =>
    sent(phone, { ...plain, ...more }, { workOrder: work.id, command })
  const changed = new Set(asked.own.map((fact) => fact.about))
  const own = asked.own.filter((fact) => fact.workOrder === work.id && !changed.has(fact.id))
  switch (plain.kind) {
    case 'note':
      return press({ type: 'note', body: { ...base, text: token, audience: 'crew' } })
    case 'part': {
      const quantity = random.whole(1, 20) * 500
      const body = { ...base, item: null, sku: '', name: token, quantity, unit: 'each', serial: '', note: '' }
      return press({ type: 'part', body }, { quantity })
    }
    case 'minutes': {
      const minutes = random.whole(1, 90)
      const body = { ...base, activity: 'work' as const, from: base.at, to: addMinutes(base.at, minutes), note: token }
      return press({ type: 'record_time', body }, { minutes })
    }
    case 'photo':
      return photograph(asked, plain, base.visit)
    case 'step': {
      const type = random.pick(['pause', ...wordless] as const)
      if (type === 'pause') return press({ type, body: { ...base, activity: 'waiting', note: token } })
      return press({ type, body: base })
    }
    case 'finish': {
      const photos = work.photos.filter((photo) => photo.visit === base.visit)
      const evidence = photos.map(({ id, sha256 }) => ({ fact: id, sha256 }))
      const body = { ...base, outcome: 'done' as const, returnReason: null, note: token, missing: [], evidence }
      return press({ type: 'finish', body })
    }
    case 'amend': {
      const parts = own.filter((fact) => fact.kind === 'part')
      if (parts.length === 0) return null
      const part = random.pick(parts)
      const quantity = random.whole(1, 20) * 500
      const body = { fact: part.id, at: base.at, changes: { quantity }, reason: token }
      return press({ type: 'amend', body }, { about: part.id, quantity: quantity - part.quantity })
    }
    case 'withdraw': {
      const likely = own.filter((fact) => fact.kind === 'note' || fact.photo !== null)
      if (likely.length === 0) return null
      const { id } = random.pick(likely)
      return press({ type: 'withdraw', body: { fact: id, at: base.at, reason: token } }, { about: id })
    }
    default:
      return onHeavyDay(asked, plain, work, base.visit)
  }
}

const wordless = ['travel', 'arrive', 'resume', 'leave'] as const
/** Steps in whose command nobody writes anything. */
export const isWordless = (type: string): boolean => wordless.some((step) => step === type)

function raise({ phone, token, tasks }: Asked, plain: Draft): Pressed {
  const workOrder = phone.newId()
  const at = phone.now()
  const body = {
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: null,
      kind: 'reactive' as const,
      priority: 'P3' as const,
      title: token,
      description: '',
      jobType: null,
      requestedAt: at,
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: { customer: 'Somebody', site: 'Somewhere', contact: '', phone: '', zone: 'Europe/Berlin' },
    zone: 'Europe/Berlin',
    tasks: tasks ? tasksOf(phone.newId) : [],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    provisional: `${token.toUpperCase()}`,
    origin: 'field' as const,
    at,
  }
  // The order and a visit on it at once: what is captured next can be about it.
  const visit = { workOrder, command: { type: 'open_visit' as const, body: phone.fact(phone.newId()) } }
  return {
    fact: { ...plain, workOrder },
    answer: phone.captureAll([{ workOrder, command: { type: 'raise', body } }, visit]),
  }
}
