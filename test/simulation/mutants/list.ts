import type { ProfileName } from '../profiles.ts'

/** A breakage on purpose: one thing somebody might have written instead. It exists in no process but the one that hunts it. */
export type Mutant = {
  name: string
  /** The rule of docs/sync.md it breaks. */
  rule: string
  patches: readonly Patch[]
  /** The kind of day it shows on. */
  profile: ProfileName
}
/** Text that stands once in a module, and what stands there instead. */
export type Patch = { file: string; find: string; replace: string }

const handingIn = 'field/offline/steps/handing-in.ts'
const uploading = 'field/offline/steps/uploading.ts'
const writes = 'field/offline/writes.ts'
const settling = 'field/offline/settling.ts'
const rebase = 'core/sync/rebase.ts'
const push = 'server/sync/push.ts'
const desk = 'server/work-orders/desk.ts'

const allApplied = `batch.map(({ id }) => ({ id, outcome: 'applied', first: null, code: null, params: null, number: null }))`

export const mutants: readonly Mutant[] = [
  {
    name: 'dequeue before send',
    rule: 'S4',
    profile: 'basement',
    patches: [
      {
        file: handingIn,
        find: `    const asked = ports.now()\n`,
        replace: `    const asked = ports.now()
    const { epoch, offset } = holdings.meta()
    await write(received(${allApplied}, { epoch: epoch ?? '', offset: offset ?? 0, at: new Date(asked).toISOString(), now: new Date(asked).toISOString() }))\n`,
      },
    ],
  },
  {
    name: 'bytes are deleted at the first 2xx',
    rule: 'S22',
    profile: 'tunnel',
    patches: [
      {
        file: uploading,
        find: `    await reached('upload_kept')\n`,
        replace: `    await write(async () => ({ blobs: [{ ...blob, state, code, kept: false }] }))
    await store.dropBytes([blob.sha256])
    await reached('upload_kept')\n`,
      },
    ],
  },
  {
    name: 'what was taken back before its bytes were up is waited for',
    rule: 'S22',
    profile: 'for-weeks',
    patches: [
      {
        file: settling,
        find: `if (isTakenBack || blob.state === 'received')`,
        replace: `if (isTakenBack && blob.state === 'refused')`,
      },
    ],
  },
  {
    name: 'bytes no document here names are over before they are up',
    rule: 'S22',
    profile: 'for-weeks',
    patches: [
      {
        file: settling,
        find: `if (isTakenBack || blob.state === 'received')`,
        replace: `if (blob.state !== 'refused')`,
      },
      { file: settling, find: `bytesStates(work).has(blob.sha256)`, replace: `work.id === ''` },
    ],
  },
  {
    name: 'tried again only with the next write',
    rule: 'S9',
    profile: 'captive',
    patches: [
      {
        file: 'field/offline/engine.ts',
        find: `stop })\n    wakeIn(pause)`,
        replace: `stop })`,
      },
    ],
  },
  {
    name: 'dropped on 403',
    rule: 'S9',
    profile: 'captive',
    patches: [
      {
        file: handingIn,
        find: `    if ('stop' in answer) return declined(batch, answer.stop)`,
        replace: `    if ('stop' in answer && answer.stop.why === 'no_session')
      await write(async () => ({ forgetCommands: batch.map((row) => row.dseq) }))
    if ('stop' in answer) return declined(batch, answer.stop)`,
      },
    ],
  },
  {
    name: 'known by the device’s number alone',
    rule: 'S6',
    profile: 'forged',
    patches: [
      {
        file: push,
        find: `  const outcomes = await applyCommands(tx, author, compared.commands)\n`,
        replace: `  const isNew = (command) => command.dseq > locked.lastDseq
  const applied = await applyCommands(tx, author, compared.commands.filter(isNew))
  const known = compared.commands.filter((command) => !isNew(command))
  const outcomes = [...applied, ...known.map(({ id }) => ({ id, outcome: 'duplicate', first: 'applied', refusal: null, number: null, version: 0 }))]\n`,
      },
    ],
  },
  {
    name: 'answered before the commit',
    rule: 'S8',
    profile: 'failing-server',
    patches: [
      {
        file: push,
        find: `    return await inTenant(services.tenants, actor, (tx) => handIn(tx, commands, by, knows))`,
        replace: `    return await new Promise((answer, fail) => {
      inTenant(services.tenants, actor, async (tx) => {
        const handed = await handIn(tx, commands, by, knows)
        answer(handed)
        return handed
      }).catch(fail)
    })`,
      },
    ],
  },
  {
    name: 'the last writer wins on minutes',
    rule: 'S2',
    profile: 'two-phones',
    patches: [
      {
        file: 'core/work-orders/evolve.ts',
        find: `times: [...work.times, {`,
        replace: `times: [...work.times.filter((time) => time.visit !== visit), {`,
      },
    ],
  },
  {
    name: 'evicted with work still to hand in',
    rule: 'S15',
    profile: 'slow-line',
    patches: [
      {
        file: writes,
        find: `if (stream && (await isPending(rows, stream, commands))) change.documents.push({ ...before, parked: true })`,
        replace: `if (stream === '') change.documents.push({ ...before, parked: true })`,
      },
    ],
  },
  {
    name: 'own work is laid over twice',
    rule: 'S16',
    profile: 'tunnel',
    patches: [
      { file: rebase, find: `command.held || command.dseq > settled`, replace: `command.held || settled >= 0` },
      { file: rebase, find: `if (order && isOnRecord(order.work, envelope.id)) return order`, replace: `` },
    ],
  },
  {
    name: 'a version goes back when a frozen tab wakes',
    rule: 'S15, S27',
    profile: 'asleep',
    patches: [
      { file: writes, find: `if (before && isOlder(put, before) && !epochChanged) continue`, replace: `` },
      { file: 'field/offline/turns.ts', find: `if ((await rows.turn()).n !== n) throw new Robbed()`, replace: `` },
    ],
  },
  {
    name: 'what another tab captured waits until it tells',
    rule: 'S7',
    profile: 'asleep',
    patches: [
      { file: 'field/offline/holdings.ts', find: `      if (isBehind) await reload()`, replace: `` },
      {
        file: 'field/offline/engine.ts',
        find: `if (turn.nextDseq !== holdings.meta().nextDseq) await holdings.reload()`,
        replace: ``,
      },
    ],
  },
  {
    name: 'a work order another tab let go of is captured on and not kept',
    rule: 'S15',
    profile: 'asleep',
    patches: [
      {
        file: writes,
        find: `documents: seen.filter((_, index) => there[index] === undefined).map((row) => ({ ...row, parked: true })),`,
        replace: ``,
      },
    ],
  },
  {
    name: 'the nonce is not checked',
    rule: 'S9',
    profile: 'captive',
    patches: [
      { file: handingIn, find: `if (answer.reply.nonce !== nonce) return { why: 'offline' }`, replace: `` },
      {
        file: 'field/offline/steps/fetching.ts',
        find: `if (reply.nonce !== nonce) return { why: 'offline' }`,
        replace: ``,
      },
    ],
  },
  {
    name: 'a captive portal’s 200 is a yes',
    rule: 'S9',
    profile: 'captive',
    patches: [
      {
        file: 'field/offline/wire.ts',
        find: `  if (!isEmpty && type !== 'application/json') return { stop: { why: 'offline' } }`,
        replace: `  if (!isEmpty && type !== 'application/json') return { reply: {} }`,
      },
      {
        file: handingIn,
        find: `    if (answer.reply.nonce !== nonce) return { why: 'offline' }`,
        replace: `    if (!answer.reply.nonce) {
      await write(received(${allApplied}, { epoch: holdings.meta().epoch ?? '', offset: 0, at: new Date(asked).toISOString(), now: new Date(asked).toISOString() }))
      return 'pushing'
    }`,
      },
    ],
  },
  {
    name: 'other bytes under a known id overwrite it',
    rule: 'S6',
    profile: 'forged',
    patches: [
      {
        file: desk,
        find: `if (known) return known.hash === command.hash ? replay(desk, command, known) : quarantine(desk, command)`,
        replace: `if (known?.hash === command.hash) return replay(desk, command, known)
  if (known) return overwrite(desk, command)`,
      },
      {
        file: desk,
        find: `/** Same id, other bytes: kept aside, never over what is there. */`,
        replace: `async function overwrite(desk: Desk, command: Incoming): Promise<Taken> {
  const stream = desk.streams.get(streamName(command.stream))
  const work = stream.order.work
  stream.order = { ...stream.order, work: { ...work, notes: work.notes.map((note) => (note.id === command.id ? { ...note, text: command.body.text } : note)) } }
  stream.changed = true
  stream.version += 1
  return replay(desk, command, desk.ledger.get(command.id))
}
`,
      },
    ],
  },
  {
    name: 'a poison command blocks the queue',
    rule: 'S7, S8',
    profile: 'poisoned',
    patches: [
      {
        file: push,
        find: `  return !(error instanceof HttpProblem) && !isDatabaseDown(error) && !isConflict(error)`,
        replace: `  return false`,
      },
    ],
  },
  {
    name: 'a poison command takes its batch with it',
    rule: 'S8',
    profile: 'poisoned',
    patches: [
      {
        file: push,
        find: `    return await inTenant(services.tenants, actor, (tx) => handIn(tx, [command], by))`,
        replace: `    throw new Error('held with the rest of its batch')`,
      },
    ],
  },
  {
    name: 'on record by a reply alone',
    rule: 'S26',
    profile: 'basement',
    patches: [
      {
        file: 'field/offline/states.ts',
        find: `      return row.settledAt === null ? 'received' : 'on_record'`,
        replace: `      return 'on_record'`,
      },
    ],
  },
  {
    name: 'a digest is believed without comparing',
    rule: 'S17',
    profile: 'busy-office',
    patches: [
      {
        file: 'server/sync/pull.ts',
        find: `const same = digest === current`,
        replace: `const same = current !== ''`,
      },
    ],
  },
  {
    name: 'the epoch is ignored',
    rule: 'S19',
    profile: 'restored',
    patches: [
      {
        file: writes,
        find: `const epochChanged = before.epoch !== null && before.epoch !== heard.epoch`,
        replace: `const epochChanged = before.epoch === 'another'`,
      },
    ],
  },
  {
    name: 'the wall clock decides the order',
    rule: 'S12',
    profile: 'clocks',
    patches: [
      {
        file: push,
        find: `.sort((a, b) => (a.dseq ?? 0) - (b.dseq ?? 0))`,
        replace: `.sort((a, b) => String(a.at).localeCompare(String(b.at)))`,
      },
    ],
  },
  {
    name: 'one queue for everybody on a phone',
    rule: 'S28',
    profile: 'shared-phone',
    patches: [
      {
        file: 'field/offline/accounts.ts',
        find: `['roundtrip', orgId, memberId, ...`,
        replace: `['roundtrip', orgId, ...`,
      },
    ],
  },
  {
    name: 'others’ work goes up by whoever’s session there is',
    rule: 'S28',
    profile: 'shared-phone',
    patches: [
      {
        file: 'field/offline/wire.ts',
        find: `credentials: key ? 'omit' : 'same-origin'`,
        replace: `credentials: 'same-origin'`,
      },
      {
        file: 'field/offline/wire.ts',
        find: "? { 'X-App': 'field', Authorization: `Device ${key.device}.${key.key}` }",
        replace: "? { 'X-App': 'field' }",
      },
    ],
  },
  {
    name: 'a thumbnail counts as the bytes',
    rule: 'S21',
    profile: 'tunnel',
    patches: [
      {
        file: 'field/offline/steps/thumbnails.ts',
        find: `      await write(thumbnailKept(blob.sha256))`,
        replace: `      await write(async () => ({ blobs: [{ ...blob, thumbnailSent: true, state: 'received' }] }))`,
      },
    ],
  },
  {
    name: 'stored is said before the last piece',
    rule: 'S21',
    profile: 'tunnel',
    patches: [
      {
        file: 'server/platform/files/chunks.ts',
        find: `if (meanwhile === null) return context.json({ sha256, state: 'receiving', size, have: arrived.have })`,
        replace: `if (meanwhile === null) return context.json({ sha256, state: 'stored', size, have: arrived.have })`,
      },
    ],
  },
  {
    name: 'the tick shows before the disk has it',
    rule: 'S25',
    profile: 'full-disk',
    patches: [
      {
        file: 'field/offline/capture.ts',
        find: `        await holdings.change(append(drafts, blobs, documentsOf(holdings, drafts)))`,
        replace: `        void holdings.change(append(drafts, blobs, documentsOf(holdings, drafts))).catch(() => undefined)`,
      },
    ],
  },
  {
    name: 'transactions of the phone are relaxed',
    rule: 'S25',
    profile: 'indexeddb',
    patches: [
      {
        file: 'field/offline/dexie-store.ts',
        find: `chromeTransactionDurability: 'strict'`,
        replace: `chromeTransactionDurability: 'relaxed'`,
      },
    ],
  },
  {
    name: 'everything of a phone counts as settled',
    rule: 'S16',
    profile: 'tunnel',
    patches: [
      {
        file: desk,
        find: `  if (command.dseq !== null && desk.author.device !== null) stream.settled = Math.max(stream.settled, command.dseq)`,
        replace: `  if (command.dseq !== null && desk.author.device !== null) stream.settled = 1_000_000`,
      },
    ],
  },
  {
    name: 'the server judges facts as if it had been there',
    rule: 'S2',
    profile: 'two-hands',
    patches: [
      {
        file: desk,
        find: `    judge: 'record',\n    id: incoming.id,\n    workOrder`,
        replace: `    judge: 'author',\n    id: incoming.id,\n    workOrder`,
      },
    ],
  },
  {
    name: 'a crew reads what is for the office alone',
    rule: 'S14',
    profile: 'busy-office',
    patches: [
      {
        file: 'server/sync/body-queries.ts',
        find: `  if (!/"(audience":"office"|position":|noPosition":)/.test(text)) return text`,
        replace: `  if (text !== '') return text`,
      },
    ],
  },
]

/** The module as the mutant would have it; a patch that finds nothing any more is an error, never a mutant nobody met. */
export function patched(mutant: Mutant, file: string, source: string): string {
  return mutant.patches
    .filter((patch) => patch.file === file)
    .reduce((text, { find, replace }) => {
      const [before, after, more] = text.split(find)
      if (before === undefined || after === undefined || more !== undefined)
        throw new Error(`the mutant “${mutant.name}” finds its place in ${file} ${text.split(find).length - 1} times`)
      return `${before}${replace}${after}`
    }, source)
}
