import { mayBeOutOfSpace } from './out-of-space.ts'

/**
 * Room of its own for facts on a full phone: real bytes, written ahead, and let go of when a write finds no room (S31).
 * What a browser says of its room is no help: Chromium names ten gigabytes whatever it gives.
 */
export type Reserve = {
  /** Writes what is missing of it; false when there is no room for that: then photos wait, and facts live off the rest. */
  make: () => Promise<boolean>
  /** Lets one part go as long as more than `least` are left; false when none went. */
  release: (least?: number) => Promise<boolean>
}

/** A fact takes one to three kilobytes of it: room for a thousand after the last photo. */
export const reserveParts = 4
const partSize = 1024 * 1024

/**
 * Where parts lie. On the disks of phones a part must be one large value: those of 32 KiB grew the database by as much as
 * they were to free when they were deleted, since it writes that down first and tidies later.
 */
export type ReserveMedium = {
  /** Numbers of the parts that are there to the last byte. */
  parts: () => Promise<number[]>
  write: (part: number, size: number) => Promise<void>
  remove: (part: number) => Promise<void>
}

/** Where it lies need not be known yet: nobody waits for that who only opens the app. */
export function openReserve(place: ReserveMedium | Promise<ReserveMedium>): Reserve {
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: two that find the same part would think they let two go. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = last.then(run)
    // The next follows also when this one failed, which its caller hears.
    last = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async function make(): Promise<boolean> {
    const medium = await place
    const there = new Set(await medium.parts())
    try {
      for (let part = 0; part < reserveParts; part++) if (!there.has(part)) await medium.write(part, partSize)
      return true
    } catch (error) {
      if (!mayBeOutOfSpace(error)) throw error
      return false
    }
  }

  async function release(least: number): Promise<boolean> {
    const medium = await place
    const there = await medium.parts()
    const [part] = there
    if (part === undefined || there.length <= least) return false
    await medium.remove(part)
    return true
  }

  return { make: () => inTurn(make), release: (least = 0) => inTurn(() => release(least)) }
}

/** A disk without a byte left does not even let what is there be opened. */
export async function openWithRoom<T>(reserve: Reserve, open: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (!mayBeOutOfSpace(error) || !(await reserve.release())) throw error
    }
  }
}

/** Bytes no disk makes smaller. */
export function noise(size: number): ArrayBuffer {
  const most = 65_536
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += most) crypto.getRandomValues(bytes.subarray(at, at + most))
  return bytes.buffer
}

const folderName = 'reserve'

/**
 * Files beside the database, one reserve for everybody on the phone. A disk without one byte left closes Chromium's
 * database, which opens again only once something outside it went.
 */
export function reserveInFiles(root: FileSystemDirectoryHandle): ReserveMedium {
  const folder = () => root.getDirectoryHandle(folderName, { create: true })
  return {
    async parts() {
      const found: number[] = []
      for await (const [name, handle] of (await folder()).entries()) {
        if (handle instanceof FileSystemFileHandle && (await handle.getFile()).size === partSize)
          found.push(Number(name))
      }
      return found
    },
    async write(part, size) {
      const file = await (await folder()).getFileHandle(String(part), { create: true })
      const writing = await file.createWritable()
      await writing.write(noise(size))
      await writing.close()
    },
    async remove(part) {
      try {
        await (await folder()).removeEntry(String(part))
      } catch (error) {
        // Another tab let it go.
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error
      }
    },
  }
}

/** Where nothing could be written ahead. */
export const noReserve: ReserveMedium = {
  parts: async () => [],
  async write() {
    throw new Error('there is no place for a reserve')
  },
  async remove() {},
}

/** Null where a browser has no files of the app's own that a page can write: the reserve then lies in the database. */
export async function filesOfTheApp(): Promise<FileSystemDirectoryHandle | null> {
  if (!('FileSystemFileHandle' in globalThis) || !('createWritable' in FileSystemFileHandle.prototype)) return null
  try {
    return await navigator.storage.getDirectory()
  } catch (error) {
    // Some browsers have none in a private window, or where storage is blocked.
    if (error instanceof DOMException) return null
    throw error
  }
}
