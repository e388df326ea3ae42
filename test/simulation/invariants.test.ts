import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { idOf, orderId, taraMember } from '#core/work-orders/testing.ts'
import { type Evening, goodEvening } from './evening.ts'
import { atRest, type InvariantName, rules, violationsOf, wordsOf } from './invariants.ts'
import {
  acknowledgedIsCommitted,
  bytesStayUntilStored,
  drainedInTime,
  everyOwnFactShowsOnce,
  everyStoryEnds,
  nothingOutOfScope,
  nothingShowsTwice,
  nothingThrows,
  onRecordByAPull,
  settledOnce,
  type SettledOnPhone,
  settledShowsOnce,
  type Shown,
  versionsNeverGoBack,
} from './watched.ts'

/** What a promise says of a world in which it is kept, and of worlds that differ in one thing in which it is not. */
type Example = { kept: () => string[]; broken: Readonly<Record<string, () => string[]>> }

const withFullDisk = new DOMException('The disk is full', 'QuotaExceededError')
const id = idOf(0x71)

/** The work order on its phone, after everything was pulled. */
function screen(change: (shown: Shown, evening: Evening) => Partial<Shown> = () => ({})): Shown {
  const evening = goodEvening()
  const facts = evening.facts.filter((fact) => fact.workOrder === orderId)
  const shown: Shown = {
    phone: 'phone 1',
    facts,
    work: evening.work,
    stateOf: () => 'on_record',
    onPhone: new Set(),
    pulls: 2,
    takenAfter: new Map(facts.map((fact) => [fact.id, 1])),
    restored: 0,
  }
  return { ...shown, ...change(shown, evening) }
}

function first<T>(list: readonly T[]): T {
  const [one] = list
  assert.ok(one !== undefined)
  return one
}

/** A promise about the end, asked of the good evening and of evenings with one thing amiss. */
function ofEvening(name: keyof typeof atRest, amiss: Readonly<Record<string, (evening: Evening) => void>>): Example {
  const asked = (change: (evening: Evening) => void) => {
    const evening = goodEvening()
    change(evening)
    return atRest[name]?.(evening.promised, evening.settled) ?? []
  }
  const broken = Object.entries(amiss).map(([what, change]) => [what, () => asked(change)])
  return { kept: () => asked(() => undefined), broken: Object.fromEntries(broken) }
}

const examples: Readonly<Record<InvariantName, Example>> = {
  everyOwnFactShowsOnce: {
    kept: () => everyOwnFactShowsOnce(screen()),
    broken: {
      'a note that was ticked is not in its work order': () =>
        everyOwnFactShowsOnce(screen(({ work }) => ({ work: work && { ...work, notes: [] } }))),
      'a work order with unsent work is not shown': () =>
        everyOwnFactShowsOnce(screen(({ facts }) => ({ work: null, onPhone: new Set(facts.map((fact) => fact.id)) }))),
    },
  },
  nothingShowsTwice: {
    kept: () => nothingShowsTwice(screen()),
    broken: {
      'a note is laid over itself': () =>
        nothingShowsTwice(screen(({ work }) => ({ work: work && { ...work, notes: [...work.notes, ...work.notes] } }))),
    },
  },
  onRecordByAPull: {
    kept: () => onRecordByAPull(screen()),
    broken: { 'a reply alone made it so': () => onRecordByAPull(screen(() => ({ pulls: 1 }))) },
  },
  acknowledgedIsCommitted: {
    kept: () => acknowledgedIsCommitted([{ id, token: 'word1' }], new Set([id])),
    broken: {
      'the server has it neither on record nor held': () =>
        acknowledgedIsCommitted([{ id, token: 'word1' }], new Set()),
    },
  },
  bytesStayUntilStored: {
    kept: () =>
      bytesStayUntilStored([
        { phone: 'phone 1', token: 'word1', state: 'received', isKept: true, isSafe: false },
        { phone: 'phone 1', token: 'word2', state: 'stored', isKept: false, isSafe: true },
        { phone: 'phone 1', token: 'word3', state: 'over', isKept: false, isSafe: true },
      ]),
    broken: {
      'the bytes went with the answer': () =>
        bytesStayUntilStored([{ phone: 'phone 1', token: 'word1', state: 'received', isKept: false, isSafe: true }]),
      'they went, and were neither taken back nor stored': () =>
        bytesStayUntilStored([{ phone: 'phone 1', token: 'word1', state: 'over', isKept: false, isSafe: false }]),
    },
  },
  versionsNeverGoBack: {
    kept: () => [
      ...versionsNeverGoBack([record({ version: 3, epoch: 'a' }, { version: 3, epoch: 'a' })]),
      ...versionsNeverGoBack([record({ version: 3, epoch: 'a' }, { version: 2, epoch: 'restored' })]),
      ...versionsNeverGoBack([record(undefined, { version: 1, epoch: 'a' })]),
    ],
    broken: {
      'an old page was laid over a new one': () =>
        versionsNeverGoBack([record({ version: 3, epoch: 'a' }, { version: 2, epoch: 'a' })]),
    },
  },
  nothingOutOfScope: {
    kept: () => nothingOutOfScope({ phone: 'phone 1', path: '/api/sync/pull', text: 'what is theirs' }, 'SECRET'),
    broken: {
      'a reply holds a word of others': () =>
        nothingOutOfScope({ phone: 'phone 1', path: '/api/sync/pull', text: '"text":"SECRET 1"' }, 'SECRET'),
    },
  },
  nothingThrows: {
    kept: () => nothingThrows('phone 1', [withFullDisk]),
    broken: { 'a write failed for another reason': () => nothingThrows('phone 1', [new Error('no such store')]) },
  },
  settledOnce: {
    kept: () => settledOnce({ token: 'word1', choice: 'apply', outcome: 'applied', again: 'held_settled_already' }),
    broken: {
      'what was taken in is held again': () =>
        settledOnce({ token: 'word1', choice: 'apply', outcome: 'held', again: 'held_settled_already' }),
      'a second person settles it too': () =>
        settledOnce({ token: 'word1', choice: 'put_aside', outcome: 'superseded', again: 'settled again' }),
    },
  },
  settledShowsOnce: {
    kept: () => settledShowsOnce([onPhone({}), onPhone({ settled: 'put_aside', stands: false, times: 0 })]),
    broken: {
      'what was taken in shows nowhere': () => settledShowsOnce([onPhone({ times: 0 })]),
      'what was taken in elsewhere still shows where it was captured': () => settledShowsOnce([onPhone({ times: 2 })]),
      'what was put aside still shows': () => settledShowsOnce([onPhone({ settled: 'put_aside', stands: false })]),
    },
  },
  everyStoryEnds: {
    kept: () => [],
    broken: { 'nobody could sign in': () => everyStoryEnds(new Error('could not sign in')) },
  },
  drainedInTime: {
    kept: () => drainedInTime([]),
    broken: {
      'a note waits for a tap': () => drainedInTime([{ phone: 'phone 1', waiting: ['note'], engine: 'idle' }]),
    },
  },
  everyFactIsTakenOnce: ofEvening('everyFactIsTakenOnce', {
    'a note is in no ledger': ({ settled }) => void settled.ledger.shift(),
    'a note is in the ledger twice': ({ settled }) => void settled.ledger.push(first(settled.ledger)),
    'a note was refused': ({ settled }) => void (first(settled.ledger).outcome = 'refused'),
    'a note was taken and not written': ({ settled }) => void settled.entries.shift(),
    'a note was written twice': ({ settled }) => void settled.entries.push(first(settled.entries)),
    'what is beyond the server was applied': ({ promised, facts }) => void promised.poisoned.add(first(facts).token),
  }),
  everyFactIsInItsDocument: ofEvening('everyFactIsInItsDocument', {
    'a note is not in its document': ({ work }) => void work.notes.splice(0),
    'a note is in its document twice': ({ work }) => void work.notes.push(first(work.notes)),
    'a note reads otherwise': ({ work }) => void (first(work.notes).text = 'somebody else’s'),
    'a day has lost its entry': ({ settled }) => settled.days.clear(),
  }),
  nothingIsInvented: ofEvening('nothingIsInvented', {
    'the ledger has a line nobody pressed': ({ settled }) => void settled.ledger.push({ ...first(settled.ledger), id }),
  }),
  factsKeepTheirAuthor: ofEvening('factsKeepTheirAuthor', {
    'a note is on record under another’s name': ({ settled }) => void (first(settled.ledger).member = taraMember),
    'a note is on record as of another phone': ({ settled }) => void (first(settled.ledger).device = id),
  }),
  foldEqualsDocument: ofEvening('foldEqualsDocument', {
    'a row says something else than the record': ({ settled }) => void settled.differing.push('work_order: 1 row'),
  }),
  orderOfEachDevice: ofEvening('orderOfEachDevice', {
    'what came later was taken first': ({ settled }) => void settled.entries.reverse(),
  }),
  numbersWithoutGaps: ofEvening('numbersWithoutGaps', {
    'a number is left out': ({ settled }) => void (first(settled.ledger).dseq = 6),
  }),
  feedWithoutGaps: ofEvening('feedWithoutGaps', {
    'a row of the feed is missing': ({ settled }) => void (settled.feed.rows = 8),
  }),
  sumsAreEqual: ofEvening('sumsAreEqual', {
    'half an hour is on record twice': ({ work }) => void work.times.push(first(work.times)),
    'another quantity is on record': ({ work }) => void (first(work.parts).quantity = 1000),
    'a price was lost': ({ settled }) => void settled.works.get(orderId)?.money.addedLines.splice(0),
  }),
  bytesAreStored: ofEvening('bytesAreStored', {
    'a stored file is not there': ({ settled }) => void (first(settled.files).onDisk = null),
    'a stored file has other bytes': ({ settled }) => void (first(settled.files).onDisk = 'b'.repeat(64)),
    'a photo never came': ({ settled }) => void settled.files.splice(0),
    'the record does not know that it came': ({ work }) => void (first(work.photos).state = 'awaited'),
    'its phone does not know that it came': ({ phone }) => void (first(phone.rows.blobs).state = 'received'),
  }),
  phonesHoldTheirScope: ofEvening('phonesHoldTheirScope', {
    'a phone lacks a work order': ({ phone }) => void phone.rows.documents.splice(0),
    'a phone holds other words': ({ phone }) => void phone.bodies.set(`work_order/${orderId}`, 'other words'),
    'a phone holds what is not its technician’s': ({ phone }) => void phone.wanted.splice(0),
  }),
  nothingIsLeftToHandIn: ofEvening('nothingIsLeftToHandIn', {
    'a note is still in the queue': ({ phone }) => void (first(phone.rows.commands).outcome = null),
    'a photo is still in the queue': ({ phone }) => void (first(phone.rows.blobs).state = 'on_phone'),
  }),
  digestIsOfTheRows: ofEvening('digestIsOfTheRows', {
    'phone and server count different versions': ({ phone }) => void (first(phone.rows.documents).version -= 1),
  }),
}

function onPhone(change: Partial<SettledOnPhone>): SettledOnPhone {
  return { phone: 'phone 1', token: 'word1', settled: 'applied', stands: true, times: 1, ...change }
}

function record(before: { version: number; epoch: string } | undefined, now: { version: number; epoch: string }) {
  return { phone: 'phone 1', kind: 'work_order' as const, id: orderId, before, now }
}

for (const [name, { kept, broken }] of Object.entries(examples)) {
  test(`${name} is kept on a good day`, () => assert.deepEqual(kept(), []))
  for (const [what, say] of Object.entries(broken))
    test(`${name} notices when ${what}`, () => assert.notDeepEqual(say(), []))
}

test('a good evening breaks no promise', () => {
  const { promised, settled } = goodEvening()
  assert.deepEqual(violationsOf(atRest, promised, settled), [])
})

test('what is said of a broken promise names it and its rule', () => {
  const { promised, settled } = goodEvening()
  settled.feed.rows = 8
  assert.deepEqual(violationsOf(atRest, promised, settled).map(wordsOf), [
    'feedWithoutGaps (S18): the feed has 8 rows and counted to 9',
  ])
})

test('every promise stands for rules that docs/sync.md has', async () => {
  const known = await readFile(join(import.meta.dirname, '../../docs/sync.md'), 'utf8')
  for (const [name, of] of Object.entries(rules)) {
    const numbers = of.match(/S\d+/g) ?? []
    assert.ok(numbers.length > 0, name)
    for (const number of numbers) assert.ok(known.includes(`- **${number}** `), `${name} names ${number}`)
  }
})
