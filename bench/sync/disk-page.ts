import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { type Holdings, openHoldings } from '../../field/offline/holdings.ts'
import { filesOfTheApp, openReserve, openWithRoom, reserveInFiles } from '../../field/offline/reserve.ts'
import { firstMeta } from '../../field/offline/store.ts'
import { append, type Draft } from '../../field/offline/writes.ts'

/** What the browser of the bench runs: the phone's store as the field app opens it, and a fact captured again and again. */
export type DiskPage = {
  /** Milliseconds each of so many facts took until its tick. */
  capture: (facts: number) => Promise<number[]>
}

declare global {
  var diskPage: DiskPage
}

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const at = '2026-11-23T08:00:00.000Z'
/** With what is around it about 2 kB, as a note of some length is. */
const text = 'Found the valve behind the panel, as noted last time. '.repeat(32)

async function openPhone(): Promise<Holdings> {
  const organization = { name: 'Larch Heating', zone: 'Europe/Berlin', locale: 'en-GB', firstDayOfWeek: 1 }
  const account = { orgId: id(1), memberId: id(2), technicianId: id(3), name: 'Ines Lind', organization }
  const first = firstMeta(id(4), account)
  const files = await filesOfTheApp()
  const open = () => openDexieStore('bench', first, {}, files)
  return openHoldings(await (files ? openWithRoom(openReserve(reserveInFiles(files)), open) : open()), () => undefined)
}

function factAt(n: number): Draft {
  const stream = { streamKind: 'work_order', streamId: id(5), stream: `work_order/${id(5)}` } as const
  const unsent = { outcome: null, first: null, code: null, params: null, number: null, acknowledgedAt: null }
  const bytes = JSON.stringify({ v: 1, id: id(1000 + n), stream: { kind: 'work_order', id: id(5) }, text })
  const frozen = { type: 'note', bytes, sha256: String(n).padStart(64, '0'), capturedAt: at }
  return { id: id(1000 + n), ...stream, ...frozen, ...unsent, declined: null, settledAt: null }
}

globalThis.diskPage = {
  async capture(facts) {
    const holdings = await openPhone()
    const times: number[] = []
    for (let n = 0; n < facts; n++) {
      const begun = performance.now()
      await holdings.change(append([factAt(n)], []))
      times.push(performance.now() - begun)
    }
    return times
  },
}
