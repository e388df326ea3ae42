import { type SavedCommand, savedCommand, savedHead, savedMissing, savedPicture } from '#core/sync/api.ts'
import type { z } from 'zod'

/** Where something lies in the file, in bytes; the last one excluded. */
export type Range = readonly [from: number, to: number]
type Member = { key: Range; value: Range; isClosed: boolean; elements: Range[] }

/** A file a phone saved (S26), read once in slices: what it says of itself, its commands, and where its pictures lie. */
export type SavedFile = {
  head: z.infer<typeof savedHead>
  commands: SavedCommand[]
  pictures: Range[]
  /** Photos it names without their bytes. */
  missing: NonNullable<z.infer<typeof savedMissing>>
  /** False where the file ends too early, as one whose download or copy was cut does. */
  isWhole: boolean
}

/** A week of photos is hundreds of megabytes: no more than this of them is in memory, besides one picture. */
const sliceBytes = 4 * 1024 * 1024

/** The file as a phone saved it; null when it is none. */
export async function openSavedFile(file: Blob): Promise<SavedFile | null> {
  const { members, isWhole } = await outline(file)
  const said: Record<string, unknown> = {}
  const lists = new Map<unknown, Range[]>()
  for (const { key, value, isClosed, elements } of members) {
    const name = parsed(await textOf(file, key))
    if (name === 'commands' || name === 'files') lists.set(name, elements)
    else if (typeof name === 'string' && isClosed && value[1] - value[0] < sliceBytes)
      said[name] = parsed(await textOf(file, value))
  }
  const head = savedHead.safeParse(said)
  const commands = head.success ? await commandsIn(file, lists.get('commands')) : null
  const missing = savedMissing.safeParse(said['missing'])
  if (!head.success || commands === null || !missing.success || (isWhole && !lists.has('files'))) return null
  return { head: head.data, commands, pictures: lists.get('files') ?? [], missing: missing.data ?? [], isWhole }
}

export type SavedPicture = { sha256: string; bytes: Uint8Array<ArrayBuffer> }

/** One picture of the file; null when it is not one any more. */
export async function pictureAt(file: Blob, range: Range): Promise<SavedPicture | null> {
  const read = savedPicture.safeParse(parsed(await textOf(file, range)))
  if (!read.success) return null
  try {
    return { sha256: read.data.sha256, bytes: bytesOf(read.data.base64) }
  } catch {
    // Base64 that is none.
    return null
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

async function commandsIn(file: Blob, ranges: readonly Range[] | undefined): Promise<SavedCommand[] | null> {
  if (!ranges) return null
  const found: SavedCommand[] = []
  for (let at = 0; at < ranges.length; ) {
    const from = ranges[at]?.[0] ?? 0
    let to = from
    for (let one = ranges[at]; one && (to === from || one[1] - from <= sliceBytes); one = ranges[++at]) to = one[1]
    const read = savedCommand.array().safeParse(parsed(`[${await textOf(file, [from, to])}]`))
    if (!read.success) return null
    found.push(...read.data)
  }
  return found
}

const textOf = (file: Blob, [from, to]: Range) => file.slice(from, to).text()

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said with everything else that is no such file.
    return undefined
  }
}

/** The outer members of the JSON object in the file, and the elements of those that are lists. */
async function outline(file: Blob): Promise<{ members: Member[]; isWhole: boolean }> {
  const reader = new Outline()
  for (let at = 0; at < file.size && !reader.isWhole; at += sliceBytes) {
    reader.take(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()), at)
  }
  return reader
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]
const space = 0x20

/** Only what stands outside of strings has a meaning for it, and it is ASCII: bytes need not be decoded. */
class Outline {
  readonly members: Member[] = []
  isWhole = false
  #depth = 0
  #isInString = false
  /** The slice before ended in an odd row of backslashes. */
  #isEscaped = false
  #string: [from: number, to: number] = [0, 0]
  #member: Member | null = null
  #isList = false
  /** Where the element begins that is being read, and whether there is anything of it. */
  #from = 0
  #isFilled = false

  take(bytes: Uint8Array, offset: number): void {
    let at = 0
    while (at < bytes.length && !this.isWhole) {
      if (this.#isInString) {
        const end = this.#endOfString(bytes, at)
        if (end === null) return
        this.#string[1] = offset + end + 1
        this.#isInString = false
        at = end + 1
      } else {
        this.#see(bytes[at] ?? space, offset + at)
        at++
      }
    }
  }

  #endOfString(bytes: Uint8Array, from: number): number | null {
    for (let at = from; ; ) {
      const end = bytes.indexOf(quote, at)
      const until = end === -1 ? bytes.length : end
      let escapes = 0
      while (until - escapes > from && bytes[until - escapes - 1] === backslash) escapes++
      const carried = until - escapes === from && this.#isEscaped ? 1 : 0
      const isEscaped = (escapes + carried) % 2 === 1
      if (end === -1) {
        this.#isEscaped = isEscaped
        return null
      }
      if (!isEscaped) {
        this.#isEscaped = false
        return end
      }
      at = end + 1
    }
  }

  #see(byte: number, at: number): void {
    switch (byte) {
      case quote:
        this.#isInString = true
        this.#isEscaped = false
        this.#string = [at, at]
        this.#isFilled = true
        return
      case openBrace:
      case openBracket:
        return this.#open(byte, at)
      case closeBrace:
      case closeBracket:
        return this.#close(at)
      case comma:
        return this.#end(at)
      case colon:
        if (this.#depth !== 1) return
        this.#member = { key: [...this.#string], value: [at + 1, at + 1], isClosed: false, elements: [] }
        this.members.push(this.#member)
        return
      default:
        if (byte > space) this.#isFilled = true
    }
  }

  #open(byte: number, at: number): void {
    this.#depth++
    this.#isFilled = true
    if (this.#depth !== 2) return
    this.#isList = byte === openBracket
    this.#from = at + 1
    this.#isFilled = false
  }

  #close(at: number): void {
    this.#end(at)
    this.#depth--
    this.#isFilled = true
    if (this.#depth === 0) this.isWhole = true
  }

  /** An element ends, or an outer value. */
  #end(at: number): void {
    if (!this.#member) return
    if (this.#depth === 1) {
      this.#member.value = [this.#member.value[0], at]
      this.#member.isClosed = true
      this.#member = null
    } else if (this.#depth === 2 && this.#isList) {
      if (this.#isFilled) this.#member.elements.push([this.#from, at])
      this.#from = at + 1
      this.#isFilled = false
    }
  }
}
