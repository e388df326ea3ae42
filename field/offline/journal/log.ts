import { framesOf, headOf, headSize, type Read, readFrames, type Writing, writingOf } from './frames.ts'

/**
 * Records, one after the other, durable when `append` resolves. Each tab writes files of its own, so that none waits for
 * another that was frozen in the middle of a write; what a closed tab left is taken over by another that opens, or is open.
 */
export type Log = {
  read: () => Promise<Records>
  /** What others held until now and left, and nothing else: it belongs to this tab from here on. */
  takeOver: () => Promise<Records>
  append: (records: readonly string[]) => Promise<void>
  /** These records and no others: in place of all that was read or taken over, whole or not at all. */
  rewrite: (records: readonly string[]) => Promise<void>
  close: () => Promise<void>
}

export type Records = {
  /** Those of each tab that is not open any more, in their order. */
  tabs: string[][]
  /** How many of them are not what was written. */
  damaged: number
  /** Whether another tab has files open, or is gone and its worker is not yet. */
  areHeld: boolean
}

/** A file one tab at a time has open, as a browser's `FileSystemSyncAccessHandle`. */
export type LogFile = {
  getSize: () => number
  read: (into: Uint8Array<ArrayBuffer>, from: { at: number }) => number
  /** How many bytes were written: fewer than asked when there is no room. */
  write: (bytes: Uint8Array<ArrayBuffer>, to: { at: number }) => number
  flush: () => void
  close: () => void
}

/** Where files lie. */
export type LogFolder = {
  names: () => Promise<string[]>
  /** Made when it is not there; null while another tab has it open. */
  open: (name: string) => Promise<LogFile | null>
  /** Left where it is when another tab has opened it meanwhile. */
  remove: (name: string) => Promise<void>
}

/**
 * So much is written ahead in each half, so that facts need no new room on a disk others have filled: three hundred of
 * them, or a dozen photos with their thumbnails.
 */
const ahead = 512 * 1024
/** More tabs than anybody has open; one beyond them goes without. */
const mostTabs = 8

/** The files of one tab. It writes one half at a time: what is written anew is written to the other, which then counts. */
type Slot = { name: string; halves: [Half, Half] }
type Half = { file: LogFile; writing: Writing }

export async function openLog(folder: LogFolder): Promise<Log> {
  const { free: slots, areHeld: wereHeld } = await openFreeSlots(folder, [])
  let areHeld = wereHeld
  const [own, ...left] = slots
  if (!own) throw new Error('no tab has left a place in the journal')
  let current = newer(own)
  let { end } = readHalf(current)

  /** Into the half that does not count, then its head, which makes it count. */
  function write({ halves: [a, b] }: Slot, records: readonly string[]): void {
    const other = current === a ? b : a
    const [mark = 0] = crypto.getRandomValues(new Uint32Array(1))
    const writing = { generation: current.writing.generation + 1, mark }
    const frames = framesOf(records, mark)
    put(other.file, frames, headSize)
    other.file.flush()
    put(other.file, headOf(writing), 0)
    other.file.flush()
    other.writing = writing
    current = other
    end = headSize + frames.byteLength
  }

  function recordsOf(some: readonly Slot[]): Records {
    const read = some.map((slot) => readHalf(slot === own ? current : newer(slot)))
    return {
      tabs: read.map(({ records }) => records),
      damaged: read.reduce((sum, { damaged }) => sum + damaged, 0),
      areHeld,
    }
  }

  function closeAll(): void {
    for (const slot of slots.splice(0)) closeSlot(slot)
  }

  try {
    for (const { file } of own.halves) writeAhead(file)
    if (current.writing.generation === 0) write(own, [])
  } catch (error) {
    closeAll()
    throw error
  }
  return {
    read: async () => recordsOf(slots),
    async takeOver() {
      const found = await openFreeSlots(folder, slots)
      areHeld = found.areHeld
      slots.push(...found.free)
      left.push(...found.free)
      return recordsOf(found.free)
    },
    async append(records) {
      const frames = framesOf(records, current.writing.mark)
      put(current.file, frames, end)
      current.file.flush()
      end += frames.byteLength
    },
    async rewrite(records) {
      write(own, records)
      for (const slot of left.splice(0)) {
        slots.splice(slots.indexOf(slot), 1)
        closeSlot(slot)
        for (const half of halfNames(slot.name)) await folder.remove(half)
      }
    },
    close: async () => closeAll(),
  }
}

/** Those nobody has open, besides the ones that are open here. */
async function openFreeSlots(folder: LogFolder, here: readonly Slot[]): Promise<{ free: Slot[]; areHeld: boolean }> {
  const names = new Set((await folder.names()).map((name) => name.split('.')[0] ?? ''))
  const free: Slot[] = []
  let areHeld = false
  for (let n = 0; n < mostTabs; n++) {
    const name = String(n)
    if (here.some((slot) => slot.name === name)) continue
    // Those that are there, and one of one's own.
    if (!names.has(name) && here.length + free.length > 0) continue
    const slot = await openSlot(folder, name)
    if (slot) free.push(slot)
    else areHeld = true
  }
  return { free, areHeld }
}

const halfNames = (slot: string): [string, string] => [`${slot}.a`, `${slot}.b`]

async function openSlot(folder: LogFolder, name: string): Promise<Slot | null> {
  const [first, second] = halfNames(name)
  const a = await folder.open(first)
  if (!a) return null
  const b = await folder.open(second)
  if (b) return { name, halves: [halfOf(a), halfOf(b)] }
  a.close()
  return null
}

function halfOf(file: LogFile): Half {
  return { file, writing: writingOf(bytesOf(file, headSize)) }
}

function newer({ halves: [a, b] }: Slot): Half {
  return b.writing.generation > a.writing.generation ? b : a
}

function readHalf({ file, writing }: Half): Read {
  if (writing.generation === 0) return { records: [], end: headSize, damaged: 0 }
  return readFrames(bytesOf(file, file.getSize()), writing.mark)
}

function bytesOf(file: LogFile, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.min(size, file.getSize()))
  return bytes.subarray(0, file.read(bytes, { at: 0 }))
}

function closeSlot({ halves }: Slot): void {
  for (const { file } of halves) file.close()
}

function put(file: LogFile, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (file.write(bytes, { at }) !== bytes.byteLength)
    throw new DOMException('the journal has no room', 'QuotaExceededError')
}

/** Bytes no disk makes smaller. Where there is no room for that, records take what there is. */
function writeAhead(file: LogFile): void {
  const piece = 65_536
  try {
    for (let at = file.getSize(); at < ahead; at = file.getSize())
      put(file, crypto.getRandomValues(new Uint8Array(Math.min(piece, ahead - at))), at)
    file.flush()
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error
  }
}
