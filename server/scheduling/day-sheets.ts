import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { Board, BoardSite, BoardTechnician, BoardVisit } from '#core/scheduling/board-api.ts'
import type { DaySheet, daySheetApi, SheetVisit } from '#core/scheduling/day-sheet-api.ts'
import { pieceOf, planOfBoard } from '#core/scheduling/from-board.ts'
import { neighboursOf } from '#core/scheduling/place.ts'
import type { Plan } from '#core/scheduling/plan.ts'
import { momentOf } from '#core/scheduling/working-time.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { openReturnNeeds } from '#core/work-orders/status.ts'
import { shownFinish } from '#core/work-orders/visits.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { readDocuments } from '#server/work-orders/page-queries.ts'
import { readBoard } from './board-queries.ts'
import { type AtPlace, assetNames, phonesOf, placesToVisit } from './day-sheet-queries.ts'

type Sheets = Reply<typeof daySheetApi.readDaySheets>

/** What a sheet is written from, read once for all of them. */
type Known = {
  board: Board
  plan: Plan
  sites: ReadonlyMap<Id, BoardSite>
  places: ReadonlyMap<Id, AtPlace>
  works: ReadonlyMap<Id, { work: WorkDocument }>
  assets: ReadonlyMap<Id, string>
  people: ReadonlyMap<Id, { name: string; phone: string }>
  skills: ReadonlyMap<Id, string>
}

/** A sheet for everybody who has visits on a day; one who is named gets one without any too. */
export async function readDaySheets(
  tx: Tx,
  { from, technician }: { from: LocalDate; technician?: Id | undefined },
): Promise<Sheets> {
  const board = await readBoard(tx, { from, days: 1 })
  const going = board.visits.filter(
    ({ crew, status }) => status !== 'cancelled' && (technician ? crew.includes(technician) : crew.length > 0),
  )
  const works = await readDocuments(tx, [...new Set(going.map(({ workOrder }) => workOrder))])
  const known: Known = {
    board,
    works,
    plan: planOfBoard(board, tx.now),
    sites: new Map(board.sites.map((site) => [site.id, site])),
    skills: new Map(board.skills.map(({ id, name }) => [id, name])),
    places: await placesToVisit(tx, [...new Set(going.flatMap(({ site }) => site ?? []))]),
    assets: await assetNames(
      tx,
      [...works.values()].flatMap(({ work }) => work.details.assets),
    ),
    people: await phonesOf(
      tx,
      board.technicians.map(({ id }) => id),
    ),
  }
  const shown = board.technicians.filter(({ id }) =>
    technician ? id === technician : going.some(({ crew }) => crew.includes(id)),
  )
  return {
    zone: board.zone,
    date: from,
    at: board.at,
    sheets: shown.map((one) =>
      sheetOf(
        one,
        going.filter(({ crew }) => crew.includes(one.id)),
        known,
      ),
    ),
  }
}

function sheetOf(technician: BoardTechnician, visits: readonly BoardVisit[], known: Known): DaySheet {
  const { id, name, code, zone, open, away, onCall } = technician
  return {
    technician: { id, name, code, phone: known.people.get(id)?.phone ?? '' },
    zone,
    hours: open,
    away,
    onCall,
    visits: visits.map((visit) => sheetVisit(visit, id, known)),
  }
}

function sheetVisit(visit: BoardVisit, technician: Id, known: Known): SheetVisit {
  const { id, workOrder, reference, number, status, priority, title, start, minutes, window, zone, crew, lead } = visit
  const work = known.works.get(workOrder)?.work
  const site = visit.site ? known.sites.get(visit.site) : undefined
  const place = visit.site ? known.places.get(visit.site) : undefined
  const mates = crew.filter((mate) => mate !== technician)
  return {
    id,
    workOrder,
    reference,
    number,
    status,
    priority,
    title,
    description: work?.details.description ?? '',
    start,
    minutes,
    window,
    zone,
    customer: site?.customer ?? work?.reported?.customer ?? '',
    site: site?.name ?? visit.reported,
    address: site?.address ?? work?.reported?.site ?? '',
    accessNotes: [work?.details.accessNotes, place?.accessNotes].filter(Boolean).join('\n'),
    hazards: place?.hazards ?? '',
    contact: contactOf(work, place),
    assets: (work?.details.assets ?? []).flatMap((asset) => known.assets.get(asset) ?? []),
    skills: visit.skills.flatMap((skill) => known.skills.get(skill) ?? []),
    left: work ? leftBy(work) : null,
    mates: mates.flatMap((mate) => known.people.get(mate) ?? []),
    leads: lead === technician,
    way: wayTo(visit, site, technician, known),
  }
}

function contactOf(work: WorkDocument | undefined, place: AtPlace | undefined): SheetVisit['contact'] {
  const { contact } = work?.details ?? {}
  if (contact && (contact.name !== '' || contact.phone !== '')) return { name: contact.name, phone: contact.phone }
  const { reported } = work ?? {}
  if (reported && (reported.contact !== '' || reported.phone !== ''))
    return { name: reported.contact, phone: reported.phone }
  return place && (place.contact !== '' || place.phone !== '') ? { name: place.contact, phone: place.phone } : null
}

/** Of the visits that ended without an end of the work, what the last one said is still needed. */
function leftBy(work: WorkDocument): SheetVisit['left'] {
  const finish = openReturnNeeds(work)
    .map(shownFinish)
    .findLast((one) => one !== null)
  return finish ? { reason: finish.returnReason, note: finish.note } : null
}

function wayTo(visit: BoardVisit, site: BoardSite | undefined, technician: Id, known: Known): SheetVisit['way'] {
  const row = known.plan.rowOf.get(technician)
  if (row === undefined || !site?.position) return null
  const piece = pieceOf({ ...visit, visit: visit.id }, site, null)
  const { before } = neighboursOf(known.plan, row, piece, momentOf(visit.start))
  if (!before) return null
  if (!before.visit) return known.plan.rows[row]?.start ? { minutes: before.travel, from: '' } : null
  const last = known.board.visits.find(({ id }) => id === before.visit)
  const from = last?.site ? known.sites.get(last.site) : undefined
  return last && from?.position ? { minutes: before.travel, from: last.reference || from.name } : null
}
