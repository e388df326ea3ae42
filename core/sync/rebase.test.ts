import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Id } from '../kit/ids.ts'
import { instantFrom } from '../kit/time.ts'
import type { Command } from '../work-orders/commands.ts'
import { decide } from '../work-orders/decide.ts'
import type { WorkDocument, WorkOrder } from '../work-orders/document.ts'
import type { Envelope } from './envelope.ts'
import { type Author, judgeOnPhone, type OwnCommand, rebase } from './rebase.ts'

const id = (n: number): Id => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const [order, visit, task, technician, mate, member, device] = [1, 2, 3, 4, 5, 6, 7].map(id) as [
  Id,
  Id,
  Id,
  Id,
  Id,
  Id,
  Id,
]
const author: Author = { member, name: 'Ines Carvalho', technician, device }
const start = Date.parse('2026-11-23T08:00:00.000Z')

/** The server as far as a phone can tell: it applies what it is given, in order, and says how far this device is settled. */
class Server {
  work: WorkOrder | null = null
  settled = 0
  readonly snapshots: { work: WorkDocument; settled: number }[] = []
  private n = 1000

  take(command: Command, from: { envelope?: Envelope; dseq?: number } = {}): void {
    const { envelope, dseq } = from
    const decision = decide(this.work, command, {
      judge: 'record',
      id: envelope?.id ?? id(++this.n),
      workOrder: order,
      seen: envelope?.seen ?? this.work?.work.version ?? 0,
      version: (this.work?.work.version ?? 0) + 1,
      at: instantFrom(start),
      heard: instantFrom(start),
      by: envelope
        ? { member, name: author.name, device, source: 'self' }
        : { member: null, name: 'Office', device: null, source: 'office' },
      technician: envelope ? technician : null,
      number: 'WO-1001',
      isStored: () => false,
      policy: { purchaseOrderRequired: false },
    })
    if (!('refusal' in decision)) this.work = decision.order
    if (dseq) this.settled = dseq
    if (this.work) this.snapshots.push({ work: this.work.work, settled: this.settled })
  }
}

const details = {
  customer: null,
  site: null,
  assets: [],
  contact: null,
  kind: 'reactive',
  priority: 'P2',
  title: 'Boiler',
  description: '',
  jobType: null,
  requestedAt: instantFrom(start),
  targetAt: null,
  reference: '',
  accessNotes: '',
} as const

function raised(server: Server): void {
  const requires = { signOff: true, photosBefore: 0, photosAfter: 1 }
  const tasks = [{ id: task, label: 'Check pressure', kind: 'check' as const, required: true }]
  server.take({
    type: 'raise',
    body: {
      details: { ...details, assets: [] },
      reported: null,
      zone: 'Europe/Berlin',
      tasks,
      requires,
      provisional: null,
      origin: 'office',
      at: instantFrom(start),
    },
  })
  server.take({
    type: 'plan_visit',
    body: { visit, start: instantFrom(start), minutes: 60, window: null, crew: [technician], lead: null },
  })
  server.take({ type: 'dispatch_visit', body: { visit } })
}

type Kind = 'note' | 'part' | 'photo' | 'answer' | 'arrive' | 'leave' | 'withdraw' | 'finish'
type Act =
  | { do: 'capture'; kind: Kind }
  | { do: 'office'; kind: 'edit' | 'reschedule' | 'note' | 'recall' }
  | { do: 'hand_in' }
  | { do: 'pull'; skip: number }

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('capture' as const),
        kind: fc.constantFrom<Kind>('note', 'part', 'photo', 'answer', 'arrive', 'leave', 'withdraw', 'finish'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('office' as const),
        kind: fc.constantFrom('edit' as const, 'reschedule' as const, 'note' as const, 'recall' as const),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('hand_in' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pull' as const), skip: fc.nat(3) }) },
  ),
  { maxLength: 40 },
)

function captured(kind: Kind, latest: Id | undefined, at: string): Command {
  const fact = { visit, technician, at }
  switch (kind) {
    case 'note':
      return { type: 'note', body: { ...fact, text: 'Found it', audience: 'crew' } }
    case 'part':
      return {
        type: 'part',
        body: { ...fact, item: null, sku: '', name: 'Valve', quantity: 1000, unit: 'each', serial: '', note: '' },
      }
    case 'photo':
      return {
        type: 'photo',
        body: {
          ...fact,
          sha256: 'a'.repeat(64),
          size: 10,
          type: 'image/jpeg',
          phase: 'after',
          caption: '',
          audience: 'customer',
          width: 4,
          height: 3,
          position: null,
        },
      }
    case 'answer':
      return { type: 'answer_task', body: { ...fact, task, answer: { kind: 'check', value: 'yes' } } }
    case 'arrive':
    case 'leave':
      return { type: kind, body: fact }
    case 'withdraw':
      return { type: 'withdraw', body: { fact: latest ?? id(999), at, reason: '' } }
    case 'finish':
      return {
        type: 'finish',
        body: { ...fact, outcome: 'done', returnReason: null, note: '', missing: [], evidence: [] },
      }
  }
}

function factsOf(work: WorkDocument): Id[] {
  const facts = [
    ...work.notes,
    ...work.parts,
    ...work.photos,
    ...work.visits.flatMap((on) => on.steps),
    ...work.tasks.flatMap((one) => one.answers),
  ]
  return facts.map((fact) => fact.id)
}

type Run = { shown: WorkOrder | null; expected: Set<Id>; withdrawn: Set<Id>; own: OwnCommand[]; server: Server }

/** Plays a phone and a server; calls back with what the phone shows after every act. */
function play(script: readonly Act[], look: (run: Run) => void): void {
  const server = new Server()
  raised(server)
  const own: OwnCommand[] = []
  const [expected, withdrawn] = [new Set<Id>(), new Set<Id>()]
  let pulled = server.snapshots.length - 1
  let handedIn = 0
  let latest: Id | undefined
  const shownNow = () => rebase(server.snapshots[pulled] ?? null, own, author)
  for (const [n, act] of script.entries()) {
    const at = instantFrom(start + n * 60_000)
    if (act.do === 'capture') {
      const shown = shownNow()
      const command = captured(act.kind, latest, at)
      const envelope: Envelope = {
        v: 1,
        id: id(5000 + n),
        stream: { kind: 'work_order', id: order },
        type: command.type,
        body: command.body,
        seen: shown?.work.version ?? 0,
        at: { wall: at, mono: n, life: 'a', offset: null },
      }
      const decision = judgeOnPhone(shown, command, envelope, author, 'author')
      if (!('refusal' in decision) && !decision.superseded) {
        own.push({ dseq: own.length + 1, envelope, held: false })
        if (command.type === 'withdraw') {
          expected.delete(command.body.fact)
          withdrawn.add(command.body.fact)
        } else {
          expected.add(envelope.id)
          latest = envelope.id
        }
      }
    } else if (act.do === 'hand_in') {
      const next = own[handedIn]
      if (next) {
        handedIn += 1
        server.take({ type: next.envelope.type, body: next.envelope.body } as Command, next)
      }
    } else if (act.do === 'office') {
      const plan = { start: at, minutes: 90, window: null }
      const does: Record<typeof act.kind, Command> = {
        edit: { type: 'edit_details', body: { changes: { title: `Boiler ${n}` } } },
        reschedule: { type: 'reschedule_visit', body: { visit, ...plan } },
        note: { type: 'note', body: { visit: null, technician: null, at, text: 'From the office', audience: 'crew' } },
        recall: { type: 'recall_visit', body: { visit, reason: 'Parts' } },
      }
      server.take(does[act.kind])
    } else {
      pulled = Math.min(server.snapshots.length - 1, pulled + act.skip)
    }
    look({ shown: shownNow(), expected, withdrawn, own, server })
  }
}

test('whatever is pulled while it is on its way, every own fact shows exactly once and none that was taken back', () => {
  fc.assert(
    fc.property(acts, (script) => {
      play(script, ({ shown, expected, withdrawn }) => {
        assert.ok(shown)
        const facts = factsOf(shown.work)
        for (const fact of expected) assert.equal(facts.filter((one) => one === fact).length, 1)
        for (const fact of withdrawn) assert.ok(!facts.includes(fact))
      })
    }),
    { numRuns: 400, seed: 20261123 },
  )
})

test('once everything is handed in and pulled, the screen shows the server’s document to the letter (S1)', () => {
  fc.assert(
    fc.property(acts, (script) => {
      const pulls = Array.from({ length: script.length + 2 }, (): Act => ({ do: 'pull', skip: 3 }))
      const runs: Run[] = []
      play([...script, ...script.map((): Act => ({ do: 'hand_in' })), ...pulls], (run) => {
        runs.push(run)
      })
      const { shown, server } = runs.at(-1) ?? assert.fail('nothing was played')
      assert.deepEqual(shown?.work, server.work?.work)
    }),
    { numRuns: 200, seed: 7 },
  )
})

test('a held command stays on the screen of its author although later ones are settled', () => {
  const server = new Server()
  raised(server)
  const at = instantFrom(start)
  const note = (n: number): OwnCommand => ({
    dseq: n,
    held: false,
    envelope: {
      v: 1,
      id: id(7000 + n),
      stream: { kind: 'work_order', id: order },
      type: 'note',
      body: captured('note', undefined, at).body,
      seen: 3,
      at: { wall: at, mono: 0, life: 'a', offset: null },
    },
  })
  const pulled = { work: server.snapshots.at(-1)?.work as WorkDocument, settled: 2 }
  const shown = rebase(pulled, [{ ...note(1), held: true }, note(2)], author)
  assert.deepEqual(
    shown?.work.notes.map((one) => one.id),
    [id(7001)],
  )
})

test('S4: a held command that a person put on the record under its own id shows once, and is taken back by that id', () => {
  const server = new Server()
  raised(server)
  const at = instantFrom(start)
  const held = (n: number, command: Command): OwnCommand & { dseq: number } => ({
    dseq: n,
    held: true,
    envelope: {
      v: 1,
      id: id(7000 + n),
      stream: { kind: 'work_order', id: order },
      type: command.type,
      body: command.body,
      seen: 3,
      at: { wall: at, mono: 0, life: 'a', offset: null },
    },
  })
  const commands = (['note', 'part', 'arrive'] as const).map((kind) => captured(kind, undefined, at))
  const own = commands.map((command, n) => held(n + 1, command))
  for (const [n, command] of commands.entries()) {
    const envelope = own[n]?.envelope
    if (envelope) server.take(command, { envelope })
  }
  const work = server.snapshots.at(-1)?.work ?? assert.fail()
  const onRecord = factsOf(work)
  assert.equal(onRecord.length, 3)
  // The phone has the document before it hears that these are settled.
  assert.deepEqual(factsOf(rebase({ work, settled: 3 }, own, author)?.work ?? assert.fail()), onRecord)
  const withdraw = held(4, captured('withdraw', id(7001), at))
  const shown = rebase({ work, settled: 3 }, [...own, { ...withdraw, held: false }], author)
  assert.deepEqual(shown?.work.notes, [])
})

test('what a mate did is recorded by the author, not as the author’s own', () => {
  const server = new Server()
  raised(server)
  const at = instantFrom(start)
  const envelope: Envelope = {
    v: 1,
    id: id(8000),
    stream: { kind: 'work_order', id: order },
    type: 'arrive',
    body: { visit, technician: mate, at },
    seen: 3,
    at: { wall: at, mono: 0, life: 'a', offset: null },
  }
  const shown = rebase(server.snapshots.at(-1) ?? null, [{ dseq: 1, held: false, envelope }], author)
  assert.equal(shown?.work.visits[0]?.steps[0]?.by.source, 'crew')
})

test('a technician who corrects a title twice before the phone has pulled clashes with nobody, a colleague does', () => {
  const server = new Server()
  raised(server)
  const seen = server.work?.work.version ?? 0
  const edit = (n: number, title: string): Envelope => ({
    v: 1,
    id: id(9000 + n),
    stream: { kind: 'work_order', id: order },
    type: 'edit_details',
    body: { changes: { title } },
    seen,
    at: { wall: instantFrom(start), mono: 0, life: 'a', offset: null },
  })
  const take = (envelope: Envelope, dseq: number) =>
    server.take({ type: 'edit_details', body: envelope.body } as Command, { envelope, dseq })
  take(edit(1, 'Boiler leaks'), 1)
  take(edit(2, 'Boiler leaks at the valve'), 2)
  assert.equal(server.work?.work.flags.length, 0)
  server.take({ type: 'edit_details', body: { changes: { title: 'Boiler, kitchen' } } })
  take(edit(3, 'Boiler drips'), 3)
  assert.deepEqual(
    server.work?.work.flags.map((flag) => flag.code),
    ['field_changed_by_both'],
  )
})
