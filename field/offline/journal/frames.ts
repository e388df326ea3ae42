/**
 * How records lie in a file: each in a frame of its own, with its length and a checksum. A file is written over again and
 * again, so a frame carries the mark of the writing it belongs to: what an earlier one left behind it is not taken for a
 * record.
 */
const frameHead = 16
/** "RTjr" */
const frameMark = 0x726a_5452
/** "RTjh" */
const headMark = 0x686a_5452
/** Where records begin. */
export const headSize = 16

const mostInRecord = 16_000_000

/** Which writing of a file counts, of two, and the mark its frames carry. */
export type Writing = { generation: number; mark: number }
export const noWriting: Writing = { generation: 0, mark: 0 }

/** What says that everything after it is of this writing. */
export function headOf({ generation, mark }: Writing): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(headSize))
  head.setUint32(0, headMark, true)
  head.setUint32(4, generation, true)
  head.setUint32(8, mark, true)
  head.setUint32(12, checksum(new Uint8Array(head.buffer, 0, 12)), true)
  return new Uint8Array(head.buffer)
}

/** None when the file was never written whole. */
export function writingOf(file: Uint8Array): Writing {
  if (file.byteLength < headSize) return noWriting
  const head = new DataView(file.buffer, file.byteOffset, headSize)
  if (head.getUint32(0, true) !== headMark || head.getUint32(12, true) !== checksum(file.subarray(0, 12)))
    return noWriting
  return { generation: head.getUint32(4, true), mark: head.getUint32(8, true) }
}

export function framesOf(records: readonly string[], mark: number): Uint8Array<ArrayBuffer> {
  const texts = records.map((record) => new TextEncoder().encode(record))
  const bytes = new Uint8Array(texts.reduce((size, text) => size + frameHead + text.byteLength, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const text of texts) {
    view.setUint32(at, frameMark, true)
    view.setUint32(at + 4, mark, true)
    view.setUint32(at + 8, text.byteLength, true)
    bytes.set(text, at + frameHead)
    view.setUint32(at + 12, sumOf(bytes, at, text.byteLength), true)
    at += frameHead + text.byteLength
  }
  return bytes
}

export type Read = {
  records: string[]
  /** Where the last whole record ends: what comes next is written there. */
  end: number
  /** Records in the middle that are not what was written. A torn one at the end was never said to be kept. */
  damaged: number
}

export function readFrames(file: Uint8Array, mark: number): Read {
  const read: Read = { records: [], end: headSize, damaged: 0 }
  for (let at = headSize; at < file.byteLength; ) {
    const next = frameAt(file, at, mark) ? at : nextFrame(file, at + 1, mark)
    if (next === null) break
    if (next !== at) read.damaged += 1
    const length = lengthAt(file, next)
    read.records.push(new TextDecoder().decode(file.subarray(next + frameHead, next + frameHead + length)))
    at = next + frameHead + length
    read.end = at
  }
  return read
}

function frameAt(file: Uint8Array, at: number, mark: number): boolean {
  if (at + frameHead > file.byteLength) return false
  const view = new DataView(file.buffer, file.byteOffset + at, frameHead)
  if (view.getUint32(0, true) !== frameMark || view.getUint32(4, true) !== mark) return false
  const length = view.getUint32(8, true)
  if (length > mostInRecord || at + frameHead + length > file.byteLength) return false
  return view.getUint32(12, true) === sumOf(file, at, length)
}

function nextFrame(file: Uint8Array, from: number, mark: number): number | null {
  const first = frameMark & 0xff
  for (let at = file.indexOf(first, from); at !== -1; at = file.indexOf(first, at + 1))
    if (frameAt(file, at, mark)) return at
  return null
}

function lengthAt(file: Uint8Array, at: number): number {
  return new DataView(file.buffer, file.byteOffset + at + 8, 4).getUint32(0, true)
}

/** Over mark, length and text. */
function sumOf(file: Uint8Array, at: number, length: number): number {
  return checksum(file.subarray(at + frameHead, at + frameHead + length), checksum(file.subarray(at + 4, at + 12)))
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let sum = n
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb8_8320 : sum >>> 1
  return sum
})

/** CRC-32, going on from another. */
function checksum(bytes: Uint8Array, before = 0): number {
  let sum = ~before >>> 0
  for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0)
  return ~sum >>> 0
}
