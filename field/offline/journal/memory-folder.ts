import type { LogFile, LogFolder } from './log.ts'

/** Files without a disk: for tests and for nothing else. Who opens them says for which page, which may die with them open. */
export type MemoryFiles = {
  folderOf: (page: symbol) => LogFolder
  /** The page is gone: its files are free. */
  die: (page: symbol) => void
  /** Bytes there is room for in all files together. */
  room: number
  /** What a power cut leaves of one: what was flushed. */
  cutPower: () => void
  /** Looks into a file, or changes it behind everybody's back. */
  bytes: (name: string) => Uint8Array<ArrayBuffer>
}

type File = { bytes: Uint8Array<ArrayBuffer>; flushed: Uint8Array<ArrayBuffer>; openedBy: symbol | null }

export function openMemoryFiles(): MemoryFiles {
  const files = new Map<string, File>()
  const taken = () => [...files.values()].reduce((sum, file) => sum + file.bytes.byteLength, 0)

  function handle(name: string, page: symbol): LogFile {
    const file = () => {
      const found = files.get(name)
      if (found?.openedBy !== page) throw new DOMException('the file is not open', 'InvalidStateError')
      return found
    }
    return {
      getSize: () => file().bytes.byteLength,
      read(into, { at }) {
        const part = file().bytes.subarray(at, at + into.byteLength)
        into.set(part)
        return part.byteLength
      },
      write(bytes, { at }) {
        const own = file()
        const grows = Math.max(0, at + bytes.byteLength - own.bytes.byteLength)
        const fits = bytes.byteLength - Math.max(0, grows - Math.max(0, memory.room - taken()))
        if (fits <= 0) return 0
        const longer = new Uint8Array(Math.max(own.bytes.byteLength, at + fits))
        longer.set(own.bytes)
        longer.set(bytes.subarray(0, fits), at)
        own.bytes = longer
        return fits
      },
      flush() {
        const own = file()
        own.flushed = own.bytes.slice()
      },
      close: () => void (file().openedBy = null),
    }
  }

  const memory: MemoryFiles = {
    room: Number.POSITIVE_INFINITY,
    folderOf: (page) => ({
      names: async () => [...files.keys()],
      async open(name) {
        const file = files.get(name) ?? { bytes: new Uint8Array(0), flushed: new Uint8Array(0), openedBy: null }
        if (file.openedBy !== null) return null
        file.openedBy = page
        files.set(name, file)
        return handle(name, page)
      },
      async remove(name) {
        if (files.get(name)?.openedBy === null) files.delete(name)
      },
    }),
    die(page) {
      for (const file of files.values()) if (file.openedBy === page) file.openedBy = null
    },
    cutPower() {
      for (const file of files.values()) {
        file.openedBy = null
        file.bytes = file.flushed.slice()
      }
    },
    bytes(name) {
      const file = files.get(name)
      if (!file) throw new Error(`there is no ${name}`)
      return file.bytes
    },
  }
  return memory
}
