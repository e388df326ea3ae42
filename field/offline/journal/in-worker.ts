import type { Ports } from '../ports.ts'
import { openJournal, type Journal } from './journal.ts'
import type { Log, Records } from './log.ts'

/** What a page asks its worker, and is told. */
export type Asked = { n: number } & (
  | { ask: 'open' | 'read' | 'takeOver' | 'close' }
  | { ask: 'append' | 'rewrite'; records: readonly string[] }
)
type Reply = Records | null
export type Told = { n: number } & ({ reply: Reply } | { error: { name: string; message: string } })
type Question = Asked extends infer One ? (One extends Asked ? Omit<One, 'n'> : never) : never

/**
 * Against a browser in which the worker or its files never come: then the phone goes without, as where there are none. A
 * slow phone that is at something else takes seconds.
 */
const patience = 30_000

/** The journal in the files of the app; null where a browser has none that a worker can write. */
export async function openJournalInFiles(ports: Pick<Ports, 'later' | 'report'>): Promise<Journal | null> {
  if (!('Worker' in globalThis) || !('storage' in navigator) || !('getDirectory' in navigator.storage)) return null
  await idle()
  const worker = startWorker()
  try {
    const log = logIn(worker)
    await Promise.race([log.opened, tooLate()])
    return await openJournal(log, ports)
  } catch (error) {
    worker.terminate()
    // Some browsers have no such files in a private window, or where storage is blocked.
    ports.report(error)
    return null
  }
}

export function startWorker(): Worker {
  return new Worker(new URL('../../worker/journal.ts', import.meta.url), { type: 'module' })
}

/** After what the technician waits for. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1_000 })
    else setTimeout(resolve, 200)
  })
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the files of the journal did not open')), patience)
  })
}

export function logIn(worker: Worker): Log & { opened: Promise<void> } {
  const asked = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>()
  let n = 0
  const fail = (error: Error) => {
    for (const { reject } of asked.values()) reject(error)
    asked.clear()
  }
  worker.onerror = ({ message }) => fail(new Error(message || 'the worker of the journal did not start'))
  worker.onmessage = ({ data }: MessageEvent<Told>) => {
    const waiting = asked.get(data.n)
    asked.delete(data.n)
    if ('error' in data) waiting?.reject(new DOMException(data.error.message, data.error.name))
    else waiting?.resolve(data.reply)
  }

  function ask(question: Question): Promise<Reply> {
    return new Promise((resolve, reject) => {
      n += 1
      asked.set(n, { resolve, reject })
      worker.postMessage({ ...question, n } satisfies Asked)
    })
  }

  async function askForRecords(what: 'read' | 'takeOver'): Promise<Records> {
    const records = await ask({ ask: what })
    if (!records) throw new Error('the journal read nothing')
    return records
  }

  return {
    opened: ask({ ask: 'open' }).then(() => undefined),
    read: () => askForRecords('read'),
    takeOver: () => askForRecords('takeOver'),
    append: async (records) => void (await ask({ ask: 'append', records })),
    rewrite: async (records) => void (await ask({ ask: 'rewrite', records })),
    async close() {
      await ask({ ask: 'close' })
      worker.terminate()
    },
  }
}
