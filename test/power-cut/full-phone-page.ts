import { openAccounts } from '../../field/offline/accounts.ts'
import { browserPorts } from '../../field/offline/browser-ports.ts'
import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { openDisk } from '../../field/offline/disk.ts'
import { type Holdings, openHoldings } from '../../field/offline/holdings.ts'
import { comeBackFirst } from '../../field/offline/journal/coming-back.ts'
import { logIn, openJournalInFiles, startWorker } from '../../field/offline/journal/in-worker.ts'
import { type Keeping, keepJournal } from '../../field/offline/journal/keeping.ts'
import type { Log } from '../../field/offline/journal/log.ts'
import { logRules } from '../../field/offline/journal/log-contract.ts'
import type { Ports } from '../../field/offline/ports.ts'
import { filesOfTheApp, openReserve, openWithRoom, reserveInFiles } from '../../field/offline/reserve.ts'
import { type Room, withRoom } from '../../field/offline/room.ts'
import { type CommandRow, firstMeta, type Store } from '../../field/offline/store.ts'

/** What a browser on a disk that fills up runs: the phone's store, with facts written as they are captured. */
export type FullPhonePage = {
  /** With room of its own for facts and the journal beside them, or without: the control. */
  open: (has: { reserve: boolean; journal: boolean }) => Promise<void>
  /** Writes so many facts, and says how many were kept. */
  capture: (facts: number) => Promise<number>
  kept: () => Promise<{ facts: string[]; cameBack: number }>
  /** What became of each rule of the journal's log in this browser; null is well. */
  logRules: () => Promise<[name: string, problem: string | null][]>
}

declare global {
  var fullPhone: FullPhonePage
}

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const at = '2026-11-23T08:00:00.000Z'
const database = 'full'
let opened: { store: Store; holdings: Holdings; keeping: Keeping | null } | null = null

async function factAt(dseq: number): Promise<CommandRow> {
  const stream = { streamKind: 'work_order', streamId: id(5), stream: `work_order/${id(5)}` } as const
  const unsent = { outcome: null, first: null, code: null, params: null, number: null, acknowledgedAt: null }
  const bytes = JSON.stringify({ text: `Note ${dseq} `.repeat(150) })
  const frozen = { type: 'note', bytes, sha256: await hashOf(bytes), capturedAt: at }
  return { dseq, id: id(1000 + dseq), ...stream, ...frozen, ...unsent, declined: null, settledAt: null }
}

async function hashOf(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

globalThis.fullPhone = {
  async open(has) {
    const files = await filesOfTheApp()
    if (!files) throw new Error('this browser has no files of the app')
    const here = browserPorts()
    const journal = has.journal
      ? openJournalInFiles({ ...here, report: (error) => console.info(String(error)) })
      : Promise.resolve(null)
    const ports: Ports = { ...here, now: () => Date.parse(at), journal: () => journal }
    const inRoom = <T>(open: () => Promise<T>) => openWithRoom(openReserve(reserveInFiles(files)), open)
    const disk = await openDisk(
      {
        accounts: () => inRoom(() => openAccounts()),
        store: (name, first) => inRoom(() => openDexieStore(name, first, {}, files)),
      },
      ports,
    )
    const organization = { name: 'Larch Heating', zone: 'Europe/Berlin', locale: 'en-GB', firstDayOfWeek: 1 }
    const account = { orgId: id(1), memberId: id(2), technicianId: id(3), name: 'Ines Lind', organization }
    const isNew = (await disk.accounts.byDatabase(database)) === null
    const store = await disk.openStore(database, isNew ? firstMeta(id(4), account) : null)
    if (isNew) {
      const who = { orgId: id(1), memberId: id(2), device: id(4), usedAt: at, signedIn: true }
      await disk.accounts.put({ database, login: 'ines@larch.example/', ...who })
    }
    const holdings = await openHoldings(store, () => {})
    await comeBackFirst(holdings, store, ports)
    const written = await journal
    opened = { store, holdings, keeping: written && keepJournal(written, holdings, store, ports) }
    if (has.reserve && !(await store.reserve.make())) console.info('the reserve has no room')
  },
  async capture(facts) {
    if (!opened) throw new Error('not opened')
    const { store, holdings, keeping } = opened
    const now: Pick<Ports, 'now'> = { now: () => Date.parse(at) }
    const room: Room = { store, holdings, ports: now }
    let kept = 0
    for (let n = 0; n < facts; n++) {
      try {
        const fact = await factAt(holdings.meta().nextDseq)
        await withRoom(room, () =>
          holdings.change(async (rows) => {
            const meta = await rows.meta()
            return { commands: [fact], meta: { ...meta, nextDseq: meta.nextDseq + 1 } }
          }),
        )
        kept += 1
      } catch (error) {
        console.info(String(error))
      }
    }
    await keeping?.settled()
    return kept
  },
  async kept() {
    if (!opened) throw new Error('not opened')
    const { commands, meta } = await opened.store.load()
    return { facts: commands.map((command) => command.sha256), cameBack: meta.cameBack?.commands ?? 0 }
  },
  async logRules() {
    const workers = new Map<Log, Worker>()
    const found: [string, string | null][] = []
    for (const { name, run } of logRules) {
      const folder = await navigator.storage.getDirectory()
      for await (const entry of folder.keys()) await folder.removeEntry(entry, { recursive: true })
      try {
        await run({
          async open() {
            const worker = startWorker()
            const log = logIn(worker)
            workers.set(log, worker)
            await log.opened
            return log
          },
          async kill(log) {
            workers.get(log)?.terminate()
            // Its files are free a moment later.
            await new Promise((resolve) => setTimeout(resolve, 300))
          },
        })
        found.push([name, null])
      } catch (error) {
        found.push([name, String(error)])
      }
      for (const worker of workers.values()) worker.terminate()
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    return found
  },
}
