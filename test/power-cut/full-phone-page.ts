import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { type Holdings, openHoldings } from '../../field/offline/holdings.ts'
import type { Ports } from '../../field/offline/ports.ts'
import { filesOfTheApp, openReserve, openWithRoom, reserveInFiles } from '../../field/offline/reserve.ts'
import { type Room, withRoom } from '../../field/offline/room.ts'
import { type CommandRow, firstMeta, type Store } from '../../field/offline/store.ts'

/** What a browser on a disk that fills up runs: the phone's store, with facts written as they are captured. */
export type FullPhonePage = {
  /** With room of its own for facts, or without: the control. */
  open: (hasReserve: boolean) => Promise<void>
  /** Writes so many facts, and says how many were kept. */
  capture: (facts: number) => Promise<number>
  kept: () => Promise<string[]>
}

declare global {
  var fullPhone: FullPhonePage
}

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const at = '2026-11-23T08:00:00.000Z'
let opened: { store: Store; holdings: Holdings } | null = null

function factAt(dseq: number): CommandRow {
  const stream = { streamKind: 'work_order', streamId: id(5), stream: `work_order/${id(5)}` } as const
  const unsent = { outcome: null, first: null, code: null, params: null, number: null, acknowledgedAt: null }
  const bytes = JSON.stringify({ text: `Note ${dseq} `.repeat(150) })
  const frozen = { type: 'note', bytes, sha256: String(dseq), capturedAt: at }
  return { dseq, id: id(1000 + dseq), ...stream, ...frozen, ...unsent, declined: null, settledAt: null }
}

globalThis.fullPhone = {
  async open(hasReserve) {
    const files = await filesOfTheApp()
    if (!files) throw new Error('this browser has no files of the app')
    const organization = { name: 'Larch Heating', zone: 'Europe/Berlin', locale: 'en-GB', firstDayOfWeek: 1 }
    const account = { orgId: id(1), memberId: id(2), technicianId: id(3), name: 'Ines Lind', organization }
    const first = firstMeta(id(4), account)
    const store = await openWithRoom(openReserve(reserveInFiles(files)), () => openDexieStore('full', first, {}, files))
    opened = { store, holdings: await openHoldings(store, () => {}) }
    if (hasReserve && !(await store.reserve.make())) console.info('the reserve has no room')
  },
  async capture(facts) {
    if (!opened) throw new Error('not opened')
    const { store, holdings } = opened
    const now: Pick<Ports, 'now'> = { now: () => Date.parse(at) }
    const room: Room = { store, holdings, ports: now }
    let kept = 0
    for (let n = 0; n < facts; n++) {
      try {
        await withRoom(room, () =>
          holdings.change(async (rows) => {
            const meta = await rows.meta()
            return { commands: [factAt(meta.nextDseq)], meta: { ...meta, nextDseq: meta.nextDseq + 1 } }
          }),
        )
        kept += 1
      } catch (error) {
        console.info(String(error))
      }
    }
    return kept
  },
  async kept() {
    if (!opened) throw new Error('not opened')
    return (await opened.store.load()).commands.map((command) => command.sha256)
  },
}
