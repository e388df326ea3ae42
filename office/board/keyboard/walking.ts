import type { Id } from '#core/kit/ids.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import type { Placed } from '../lanes.ts'
import type { Line, Row } from '../rows.ts'

/** A card: a visit in one of the rows it stands in. */
export type Spot = { visit: Id; row: Row['id'] }
/** Along the row by time, to what is nearest in time in another row, or to an end. */
export type Way = 'before' | 'after' | 'above' | 'below' | 'first_of_row' | 'last_of_row' | 'first' | 'last'

export function nameOfSpot({ visit, row }: Spot): string {
  return `${visit} ${row}`
}

/** Rows with something on them, from the top. */
function filled(lines: readonly Line[]): Row[] {
  return lines.flatMap((line) => (line.kind === 'row' && line.row.placed.length > 0 ? [line.row] : []))
}

function spotOf(row: Row, one: Placed<BoardVisit> | undefined): Spot | null {
  return one ? { visit: one.item.id, row: row.id } : null
}

/** The one card the Tab key comes to: where the keyboard was, else the visit's other row, else the first there is. */
export function stopOf(lines: readonly Line[], focus: string | null): Spot | null {
  const rows = filled(lines)
  const [visit, row] = focus?.split(' ') ?? []
  const has = (one: Row) => one.placed.some(({ item }) => item.id === visit)
  const found = rows.find((one) => one.id === row && has(one)) ?? rows.find(has)
  if (found && visit) return { visit, row: found.id }
  const [first] = rows
  return first ? spotOf(first, first.placed[0]) : null
}

/** Where an arrow leads from a card; null: there is nothing that way. */
export function spotNextTo(lines: readonly Line[], from: Spot, way: Way): Spot | null {
  const rows = filled(lines)
  const at = rows.findIndex(({ id }) => id === from.row)
  const row = rows[at]
  const place = row?.placed.findIndex(({ item }) => item.id === from.visit) ?? -1
  const here = row?.placed[place]
  if (!row || !here) return null
  switch (way) {
    case 'before':
      return spotOf(row, row.placed[place - 1])
    case 'after':
      return spotOf(row, row.placed[place + 1])
    case 'above':
      return nearest(rows[at - 1], here)
    case 'below':
      return nearest(rows[at + 1], here)
    case 'first_of_row':
      return spotOf(row, row.placed[0])
    case 'last_of_row':
      return spotOf(row, row.placed.at(-1))
    case 'first': {
      const [first] = rows
      return first ? spotOf(first, first.placed[0]) : null
    }
    case 'last': {
      const last = rows.at(-1)
      return last ? spotOf(last, last.placed.at(-1)) : null
    }
  }
}

/** What is on at the same time comes first, then what is the least time away; of those the one that begins nearest. */
function nearest(row: Row | undefined, { from, to }: Placed<BoardVisit>): Spot | null {
  if (!row) return null
  const gap = (one: Placed<BoardVisit>) => Math.max(0, one.from - to, from - one.to)
  const begins = (one: Placed<BoardVisit>) => Math.abs(one.from - from)
  const [found] = row.placed.toSorted((a, b) => gap(a) - gap(b) || begins(a) - begins(b))
  return spotOf(row, found)
}

/** Where the keyboard goes when what it is on leaves the board. */
export function spotAfter(lines: readonly Line[], from: Spot): Spot | null {
  for (const way of ['after', 'before', 'below', 'above'] as const) {
    const found = spotNextTo(lines, from, way)
    if (found) return found
  }
  return null
}
