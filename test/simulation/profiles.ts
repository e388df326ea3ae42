import type { DiskKind } from './disk.ts'
import type { FactKind } from './facts.ts'
import type { WeatherName } from './line.ts'
import { type OfficeAct, officeActs } from './office.ts'
import { openRandom, type Random, seedOf } from './random.ts'
import type { Step, StepName } from './steps.ts'

/** A kind of day: who carries which phone, and how often what happens. */
export type Profile = {
  says: string
  /** The technician, 0 or 1, of each phone. */
  phones: readonly (0 | 1)[]
  disk: DiskKind
  steps: number
  weights: Readonly<Partial<Record<StepName, number>>>
  weathers: Readonly<Partial<Record<WeatherName, number>>>
  /** What is pressed, where it is not a bit of everything. */
  presses?: Readonly<Partial<Record<FactKind, number>>>
  /** Two servers, and hundreds of facts between contacts; told to its end, so that what is lost is counted. */
  heavy?: true
}

/** What every day has; a profile says what it has more of. */
const usual = { press: 16, pass: 8, weather: 2, office: 1.5, tap: 0.5, kill: 0.7, 'look away': 0.3, look: 0.5 } as const
const badAir = { clear: 3, gone: 3, flaky: 3, crawling: 0.5 } as const
const day = { phones: [0, 1], disk: 'memory', steps: 40, weights: usual, weathers: badAir } as const

export const profiles = {
  basement: {
    ...day,
    says: 'hours without a signal, pages killed meanwhile',
    weathers: { gone: 4, flaky: 2, clear: 1 },
    weights: { ...usual, kill: 1.5 },
  },
  tunnel: {
    ...day,
    says: 'requests, answers and halves of answers are lost',
    weathers: { flaky: 5, clear: 1, crawling: 1 },
  },
  indexeddb: {
    ...day,
    says: 'the tunnel on the store that phones have',
    disk: 'indexeddb',
    weathers: { flaky: 4, gone: 1, clear: 2 },
    weights: { ...usual, kill: 1.5 },
  },
  captive: {
    ...day,
    says: 'hotels and proxies answer in the server’s place',
    weathers: { portal: 4, refusing: 4, clear: 1.5 },
  },
  'busy-office': { ...day, says: 'the office moves, edits and cancels all day', weights: { ...usual, office: 8 } },
  'slow-line': {
    ...day,
    says: 'an answer takes half a minute, and nobody waits for it: not who captures, not the office',
    weights: { ...usual, office: 8, weather: 1 },
    weathers: { crawling: 5, clear: 1 },
  },
  'two-phones': { ...day, says: 'one technician with two phones, and a mate', phones: [0, 0, 1] },
  'two-hands': {
    ...day,
    says: 'one technician steps through the same visits on two phones that seldom hear of each other',
    phones: [0, 0],
    weights: { press: 20, pass: 6, weather: 4, tap: 1 },
    weathers: { gone: 2, clear: 2 },
    presses: { step: 8, finish: 1, note: 1 },
  },
  restored: { ...day, says: 'the server comes back from a backup', weights: { ...usual, 'back up': 1, restore: 1 } },
  clocks: { ...day, says: 'phones whose clocks are wrong, and set', weights: { ...usual, 'set the clock': 2 } },
  'full-disk': { ...day, says: 'phones without room', weights: { ...usual, 'fill the disk': 1.5, 'free the disk': 2 } },
  'shared-phone': { ...day, says: 'one phone, two technicians', phones: [0], weights: { ...usual, 'hand over': 1 } },
  tabs: {
    ...day,
    says: 'several tabs, frozen and killed',
    disk: 'indexeddb',
    weights: { ...usual, 'open a tab': 1.5, freeze: 1, thaw: 1.5 },
  },
  asleep: {
    ...day,
    says: 'a tab sleeps in the middle of a slow answer, and wakes when another has gone on',
    phones: [0],
    disk: 'indexeddb',
    weights: { ...usual, press: 4, pass: 12, office: 10, kill: 0.2, 'open a tab': 2, freeze: 4, thaw: 3 },
    weathers: { crawling: 4, clear: 1 },
  },
  'failing-server': {
    ...day,
    says: 'the database goes away in the middle of transactions',
    weights: { ...usual, 'break a statement': 4 },
  },
  poisoned: { ...day, says: 'some of what is captured is beyond the server', weights: { ...usual, 'press poison': 2 } },
  settled: {
    ...day,
    says: 'the office settles what was held, and its author takes some of it back',
    steps: 60,
    weathers: { clear: 5, flaky: 4, gone: 1 },
    weights: { ...usual, press: 10, pass: 12, 'press poison': 5, settle: 6, 'take back': 8 },
  },
  'for-weeks': {
    ...day,
    says: 'photos and signatures are taken back before and after their bytes are up, and phones lie switched off for weeks with some under way',
    steps: 50,
    weights: { ...usual, pass: 12, weather: 4, 'weeks pass': 1.5 },
    weathers: { clear: 3, flaky: 3, gone: 2, crawling: 3 },
    presses: { photo: 5, sign: 3, file: 1, withdraw: 6, note: 2, step: 1 },
  },
  forged: { ...day, says: 'other bytes come under ids that are taken', weights: { ...usual, forge: 3 } },
  'signed-out': { ...day, says: 'sessions end in the field', weights: { ...usual, 'end the session': 1 } },
  'restored-clocks': {
    ...day,
    says: 'the server comes back from a backup, to phones whose clocks are set',
    weights: { ...usual, 'back up': 1, restore: 1, 'set the clock': 2 },
  },
  heavy: {
    ...day,
    says: 'hundreds of facts of all kinds between contacts, over a bad line to two servers',
    heavy: true,
    steps: 30,
    weights: {
      work: 10,
      pass: 8,
      weather: 2,
      office: 2,
      tap: 1,
      kill: 2,
      'break a statement': 0.7,
      'back up': 0.5,
      restore: 0.4,
      'end the session': 0.2,
    },
    weathers: { flaky: 6, clear: 3, gone: 1, crawling: 0.5, refusing: 0.5 },
  },
} as const satisfies Record<string, Profile>
export type ProfileName = keyof typeof profiles
export const profileNames = Object.keys(profiles) as ProfileName[]
/** Days on which no more happens than one can read. */
export const usualDays = profileNames.filter((name) => name !== 'heavy')

export function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name)
}

/** Facts captured without a signal on a heavy day. */
const inAStretch = [100, 400] as const

/** The story of a seed. It begins with work on the phones, since losing it is what all else is about. */
export function storyOf(seed: number, name: ProfileName, length = 1): Step[] {
  const profile: Profile = profiles[name]
  const random = openRandom(seedOf(seed, name))
  return Array.from({ length: Math.ceil(profile.steps * length) }, () => stepOf(profile, random))
}

function stepOf(profile: Profile, random: Random): Step {
  const what = random.weighted(profile.weights)
  const phone = random.whole(0, profile.phones.length - 1)
  const seed = random.whole(1, 2 ** 31)
  switch (what) {
    case 'press':
      return { do: what, phone, seed, ...(profile.presses ? { only: random.weighted(profile.presses) } : {}) }
    case 'work':
      return { do: what, phone, seed, facts: random.whole(...inAStretch), into: random.weighted(profile.weathers) }
    case 'settle':
      return { do: what, seed }
    case 'press poison':
    case 'take back':
    case 'forge':
      return { do: what, phone, seed }
    case 'office':
      return { do: what, act: random.weighted(officeWeights), seed }
    case 'pass':
      return { do: what, seconds: random.pick([0, 1, 3, 10, 30, 120, 600]) }
    case 'weeks pass':
      return { do: what, days: random.pick([8, 16, 20]) }
    case 'weather':
      return { do: what, phone, weather: random.weighted(profile.weathers) }
    case 'kill':
      return { do: what, phone, after: random.whole(0, 30) }
    case 'freeze': {
      const at = random.pick(['moment', 'answer'] as const)
      return { do: what, phone, after: random.whole(0, at === 'moment' ? 30 : 4), at }
    }
    case 'set the clock':
      return { do: what, phone, by: random.pick([-3600_000, 3600_000, -30 * day1, 30 * day1, 400 * day1, -400 * day1]) }
    case 'hand over':
      return { do: what, phone, to: random.pick([0, 1]) }
    case 'break a statement':
      return { do: what, after: random.whole(1, 25), when: random.pick(['before', 'after']) }
    case 'back up':
    case 'restore':
      return { do: what }
    default:
      return { do: what, phone }
  }
}

const day1 = 24 * 3600_000
const officeWeights: Readonly<Record<OfficeAct, number>> = {
  ...(Object.fromEntries(officeActs.map((act) => [act, 1])) as Record<OfficeAct, number>),
  cancel: 0.3,
  reassign: 2,
  edit: 2,
  price: 2,
}
