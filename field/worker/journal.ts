import { openLog, type LogFolder, type Records } from '../offline/journal/log.ts'
import type { Asked, Told } from '../offline/journal/in-worker.ts'

/** The journal's files, in a worker of the page: only there a browser writes a file in place and says when it is on the disk. */
declare const self: DedicatedWorkerGlobalScope

const folderName = 'journal'

async function folderOfTheApp(): Promise<LogFolder> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true })
  return {
    async names() {
      const found: string[] = []
      for await (const name of folder.keys()) found.push(name)
      return found
    },
    async open(name) {
      const file = await folder.getFileHandle(name, { create: true })
      try {
        return await file.createSyncAccessHandle()
      } catch (error) {
        // Another tab has it open.
        if (isOf(error, 'NoModificationAllowedError')) return null
        throw error
      }
    },
    async remove(name) {
      try {
        await folder.removeEntry(name)
      } catch (error) {
        // Another tab opened it before it was gone, or removed it.
        if (!isOf(error, 'NoModificationAllowedError', 'NotFoundError')) throw error
      }
    },
  }
}

function isOf(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof DOMException && names.includes(error.name)
}

const log = folderOfTheApp().then(openLog)

async function answer(asked: Asked): Promise<Records | null> {
  const open = await log
  switch (asked.ask) {
    case 'open':
      return null
    case 'read':
      return open.read()
    case 'takeOver':
      return open.takeOver()
    case 'append':
      await open.append(asked.records)
      return null
    case 'rewrite':
      await open.rewrite(asked.records)
      return null
    case 'close':
      await open.close()
      return null
  }
}

/** One after the other: what is written anew is not overtaken by what came after it. */
let last: Promise<void> = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  last = last.then(async () => {
    const { n } = data
    try {
      tell({ n, reply: await answer(data) })
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      tell({ n, error: { name, message } })
    }
  })
}

function tell(told: Told): void {
  self.postMessage(told)
}
