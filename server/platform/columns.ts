import { type RawBuilder, sql } from 'kysely'

/** What a column of many rows can be. */
export type ColumnType = 'uuid' | 'text' | 'int' | 'jsonb'
type Value = string | number | object | null

/** Their numbers in every PostgreSQL. */
const oids: Readonly<Record<ColumnType, number>> = { uuid: 2950, text: 25, int: 23, jsonb: 3802 }

/**
 * Rows as the source of an insert: a parameter a column, in the database's own binary form. As one JSON text the same
 * rows were written, escaped, read and looked up by name once more each, which was a third of the insert.
 */
export function unnested<Column extends string>(
  rows: readonly Readonly<Record<Column, Value>>[],
  columns: Readonly<Record<Column, ColumnType>>,
): RawBuilder<unknown> {
  const names = Object.keys(columns) as Column[]
  const arrays = names.map((name) => {
    const type = columns[name]
    const values = rows.map((row) => row[name])
    return sql`${arrayOf(type, values)}::${sql.raw(type)}[]`
  })
  return sql`unnest(${sql.join(arrays)}) as row (${sql.raw(names.join(', '))})`
}

/** What is being written; kept, since a new one for each column was most of the work. */
let scratch = Buffer.allocUnsafe(64 * 1024)
/** A column of large documents does not stay in memory for good. */
const mostKept = 1024 * 1024

/** One dimension, its values each with their length; -1 where there is none. */
export function arrayOf(type: ColumnType, values: readonly Value[]): Buffer {
  const head = 20
  let at = head
  let hasNull = 0
  for (const value of values) {
    if (value === null) {
      hasNull = 1
      at = putLength(at, -1)
    } else {
      const end = put(at + 4, type, value)
      putLength(at, end - at - 4)
      at = end
    }
  }
  scratch.writeInt32BE(1, 0)
  scratch.writeInt32BE(hasNull, 4)
  scratch.writeInt32BE(oids[type], 8)
  scratch.writeInt32BE(values.length, 12)
  scratch.writeInt32BE(1, 16)
  const made = Buffer.from(scratch.subarray(0, at))
  if (scratch.length > mostKept) scratch = Buffer.allocUnsafe(mostKept)
  return made
}

function putLength(at: number, length: number): number {
  makeRoom(at + 4)
  return scratch.writeInt32BE(length, at)
}

function makeRoom(size: number): void {
  if (size <= scratch.length) return
  const larger = Buffer.allocUnsafe(size * 2)
  scratch.copy(larger)
  scratch = larger
}

/** Where it ends. */
function put(at: number, type: ColumnType, value: Value): number {
  switch (type) {
    case 'uuid':
      return putId(at, String(value))
    case 'int':
      return putWhole(at, Number(value))
    case 'text':
      return putText(at, String(value))
    case 'jsonb':
      makeRoom(at + 1)
      return putText(scratch.writeUInt8(1, at), JSON.stringify(value))
  }
}

function putWhole(at: number, value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`no whole number: ${value}`)
  return putLength(at, value)
}

function putText(at: number, text: string): number {
  makeRoom(at + text.length * 3)
  return at + scratch.write(text, at)
}

function putId(start: number, id: string): number {
  if (id.length !== 36) throw new Error(`no id: ${id}`)
  makeRoom(start + 16)
  let at = start
  for (let i = 0; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) i++
    const pair = (digitOf(id.charCodeAt(i)) << 4) | digitOf(id.charCodeAt(i + 1))
    if (pair < 0) throw new Error(`no id: ${id}`)
    scratch[at++] = pair
  }
  return at
}

/** Of a hexadecimal digit; -1 for anything else. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const small = code | 32
  return small >= 97 && small <= 102 ? small - 87 : -1
}
