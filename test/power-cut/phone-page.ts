import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { type CommandRow, firstMeta, type Store } from '../../field/offline/store.ts'

/** What a browser of the power cuts runs: the phone's store, with a photo and its fact captured again and again. */
export type Kept = { facts: string[]; photos: string[] }
export type PhonePage = {
  capture: (until: (shown: string) => Promise<void>) => Promise<void>
  kept: () => Promise<Kept>
}

declare global {
  var phonePage: PhonePage
}

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const at = '2026-11-23T08:00:00.000Z'

async function open(): Promise<Store> {
  const organization = { name: 'Larch Heating', zone: 'Europe/Berlin', locale: 'en-GB', firstDayOfWeek: 1 }
  const account = { orgId: id(1), memberId: id(2), technicianId: id(3), name: 'Ines Lind', organization }
  return openDexieStore('power-cut', firstMeta(id(4), account))
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function factAt(dseq: number, sha256: string): CommandRow {
  const stream = { streamKind: 'work_order', streamId: id(5), stream: `work_order/${id(5)}` } as const
  const unsent = { outcome: null, first: null, code: null, params: null, number: null, acknowledgedAt: null }
  const frozen = { type: 'photo', bytes: JSON.stringify({ sha256 }), sha256, capturedAt: at }
  return { dseq, id: id(1000 + dseq), ...stream, ...frozen, ...unsent, declined: null, settledAt: null }
}

globalThis.phonePage = {
  /** As `capture.ts` does: bytes, read back, then the fact, and only then the tick. The next when whoever sees that lets it. */
  async capture(until) {
    const store = await open()
    for (;;) {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000)).buffer
      const sha256 = await hashOf(bytes)
      await store.putBytes(sha256, bytes, null)
      const back = await store.readBytes(sha256)
      if (back === null || (await hashOf(back)) !== sha256) throw new Error('the bytes did not read back')
      await store.change(async (rows) => {
        const meta = await rows.meta()
        return { commands: [factAt(meta.nextDseq, sha256)], meta: { ...meta, nextDseq: meta.nextDseq + 1 } }
      })
      await until(sha256)
    }
  },
  async kept() {
    const store = await open()
    const { commands } = await store.load()
    const photos: string[] = []
    for (const { sha256 } of commands) {
      const bytes = await store.readBytes(sha256)
      if (bytes !== null && (await hashOf(bytes)) === sha256) photos.push(sha256)
    }
    return { facts: commands.map((command) => command.sha256), photos }
  },
}
