import type { Id } from '#core/kit/ids.ts'
import { type Instant, millisecondsOf } from '#core/kit/time.ts'
import type { Board, BoardTechnician, BoardVisit } from '#core/scheduling/board-api.ts'
import { shownTime } from '#core/scheduling/from-board.ts'
import { lanesOf, type Placed } from './lanes.ts'

/** The row of visits that have a time and nobody to go. */
export const nobody = 'nobody'

export type Row = {
  id: Id | typeof nobody
  technician: BoardTechnician | null
  placed: readonly Placed<BoardVisit>[]
  /** Lanes drawn; what lies in further ones is only counted until the row is opened. */
  lanes: number
  hidden: number
}
/** A row where it stands, or the head of a group of rows. */
export type Line = { y: number; height: number } & ({ kind: 'row'; row: Row } | { kind: 'group'; name: string })

export type RowWish = {
  text: string
  skill: Id | null
  group: 'none' | 'territory' | 'kind'
  order: 'name' | 'load'
  opened: ReadonlySet<string>
}

export const everyRow: RowWish = { text: '', skill: null, group: 'none', order: 'name', opened: new Set() }

/** Lanes of a row before it says how many more there are. */
const lanesShown = 4

const kindWords = { employee: 'Employees', apprentice: 'Apprentices', subcontractor: 'Subcontractors' } as const

/** The rows of the board in the order and groups wished for, with every visit in its lane. */
export function rowsOf(board: Board, wish: RowWish, now: Instant): { name: string; rows: Row[] }[] {
  const shown = board.technicians.filter((technician) => isWished(technician, wish))
  const byTechnician = new Map<string, { item: BoardVisit; from: number; to: number }[]>()
  for (const visit of board.visits) {
    const time = shownTime(visit, now)
    const placed = { item: visit, from: time.from * 60_000, to: time.to * 60_000 }
    for (const id of visit.crew.length > 0 ? visit.crew : [nobody]) {
      const row = byTechnician.get(id)
      if (row) row.push(placed)
      else byTechnician.set(id, [placed])
    }
  }
  const rowOf = (id: Row['id'], technician: BoardTechnician | null) =>
    laidOut(id, technician, byTechnician.get(id) ?? [], wish.opened.has(id))
  const ordered =
    wish.order === 'load' ? shown.toSorted((a, b) => load(byTechnician, a) - load(byTechnician, b)) : shown
  const groups = groupsOf(board, ordered, wish.group).map(({ name, technicians }) => ({
    name,
    rows: technicians.map((technician) => rowOf(technician.id, technician)),
  }))
  return byTechnician.has(nobody) ? [{ name: '', rows: [rowOf(nobody, null)] }, ...groups] : groups
}

function isWished({ name, code, skills }: BoardTechnician, { text, skill }: RowWish): boolean {
  const typed = text.trim().toLocaleLowerCase()
  const fits = typed === '' || `${name} ${code}`.toLocaleLowerCase().includes(typed)
  return fits && (skill === null || skills.some(({ id }) => id === skill))
}

function laidOut(
  id: Row['id'],
  technician: BoardTechnician | null,
  items: readonly { item: BoardVisit; from: number; to: number }[],
  opened: boolean,
): Row {
  const { placed, lanes } = lanesOf(items)
  const drawn = opened ? lanes : Math.min(lanes, lanesShown)
  const seen = placed.filter(({ lane }) => lane < drawn)
  return { id, technician, placed: seen, lanes: Math.max(1, drawn), hidden: placed.length - seen.length }
}

function load(
  visits: ReadonlyMap<string, readonly { from: number; to: number }[]>,
  { id, open }: BoardTechnician,
): number {
  const busy = (visits.get(id) ?? []).reduce((sum, { from, to }) => sum + to - from, 0)
  const hours = (open ?? []).reduce((sum, { from, to }) => sum + millisecondsOf(to) - millisecondsOf(from), 0)
  return hours === 0 ? Number.POSITIVE_INFINITY : busy / hours
}

function groupsOf(
  board: Board,
  technicians: readonly BoardTechnician[],
  group: RowWish['group'],
): { name: string; technicians: readonly BoardTechnician[] }[] {
  switch (group) {
    case 'none':
      return [{ name: '', technicians }]
    case 'kind':
      return Object.entries(kindWords)
        .map(([kind, name]) => ({ name, technicians: technicians.filter((one) => one.kind === kind) }))
        .filter((one) => one.technicians.length > 0)
    case 'territory': {
      const named = board.territories.map(({ id, name }) => ({
        name,
        technicians: technicians.filter(({ territories }) => territories[0] === id),
      }))
      const anywhere = technicians.filter(({ territories }) => territories.length === 0)
      return [...named, { name: 'Anywhere', technicians: anywhere }].filter((one) => one.technicians.length > 0)
    }
  }
}

/** @param look how tall a lane, the air around lanes and the head of a group are, in pixels */
export function linesOf(
  groups: readonly { name: string; rows: readonly Row[] }[],
  look: { lane: number; air: number; group: number },
): { lines: Line[]; height: number } {
  const lines: Line[] = []
  let y = 0
  const put = (height: number, what: { kind: 'row'; row: Row } | { kind: 'group'; name: string }) => {
    lines.push({ y, height, ...what })
    y += height
  }
  for (const { name, rows } of groups) {
    if (name !== '') put(look.group, { kind: 'group', name })
    for (const row of rows) put(row.lanes * look.lane + look.air, { kind: 'row', row })
  }
  return { lines, height: y }
}

/** The lines that any of a stretch of pixels touches. */
export function linesBetween(lines: readonly Line[], top: number, bottom: number): readonly Line[] {
  const first = lines.findIndex((line) => line.y + line.height > top)
  if (first === -1) return []
  const end = lines.findIndex((line) => line.y >= bottom)
  return lines.slice(first, end === -1 ? lines.length : end)
}

export function lineAt(lines: readonly Line[], y: number): Line | undefined {
  return lines.find((line) => y < line.y + line.height)
}
