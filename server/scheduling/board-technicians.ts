import { sql } from 'kysely'
import type { Span, WeekHours } from '#core/kit/hours.ts'
import { isClosedAllWeek } from '#core/kit/hours-words.ts'
import type { Id } from '#core/kit/ids.ts'
import { dayBounds, type LocalDate, type Zone } from '#core/kit/time.ts'
import { emptyOrganization } from '#core/people/api.ts'
import type { BoardTechnician } from '#core/scheduling/board-api.ts'
import { workingTime } from '#core/scheduling/working-time.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { positionOf } from './board-sites.ts'

export type CompanyHours = { zone: Zone; week: WeekHours; holidays: ReadonlySet<LocalDate> }

/** The organization's zone, its hours of the week and its holidays. */
export async function companyHours(tx: Tx): Promise<CompanyHours> {
  const { rows } = await sql<{ zone: Zone; week: WeekHours | null; holidays: { date: LocalDate }[] | null }>`
    select zone, settings -> 'working_hours' as week, settings -> 'holidays' as holidays
    from app.organization where org_id = ${tx.orgId}`.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('there is no organization')
  const week = row.week ?? emptyOrganization.workingHours
  return { zone: row.zone, week, holidays: new Set((row.holidays ?? []).map(({ date }) => date)) }
}

type FlatTechnician = Pick<BoardTechnician, 'id' | 'code' | 'name' | 'kind' | 'colour' | 'archived' | 'territories'> & {
  zone: Zone | null
  week: WeekHours | null
  startLat: number | null
  startLon: number | null
  homeLat: number | null
  homeLon: number | null
  skills: { id: Id; until: LocalDate | null }[] | null
}
type RosterRow = Span & { technician: Id; kind: 'absent' | 'extra' | 'on_call'; reason: string; note: string }

/** Technicians by name with their time in a stretch of days; archived ones only where `also` names them. */
export async function boardTechnicians(
  tx: Tx,
  company: CompanyHours,
  range: Span,
  also: readonly Id[] = [],
): Promise<BoardTechnician[]> {
  const { rows } = await sql<FlatTechnician>`
    select technician.id, code, name, kind, colour, archived_at is not null as archived, zone,
      territory_ids as territories, working_hours as week, start_latitude as "startLat", start_longitude as "startLon",
      home_latitude as "homeLat", home_longitude as "homeLon", (
        select json_agg(json_build_object('id', link.skill_id, 'until', link.valid_until) order by link.skill_id)
        from app.technician_skill link
        where link.org_id = technician.org_id and link.technician_id = technician.id) as skills
    from app.technician technician
    where technician.org_id = ${tx.orgId} and (archived_at is null or technician.id = any (${also}::uuid[]))
    order by lower(name), technician.id`.execute(tx.db)
  const roster = await rosterIn(tx, range)
  // Most work as the company does: counted out once, not for each, which was a tenth of the whole board.
  const usual = new Map<Zone, Span[]>()
  const asCompany = (zone: Zone) => {
    const known = usual.get(zone) ?? workingTime(company.week, zone, company.holidays, asEver, range)
    usual.set(zone, known)
    return known
  }
  return rows.map((row) => presentTechnician(row, company, roster.get(row.id) ?? [], range, asCompany))
}

const asEver = { extra: [], absent: [] }

async function rosterIn(tx: Tx, range: Span): Promise<Map<Id, RosterRow[]>> {
  const { rows } = await sql<RosterRow>`
    select technician_id as technician, kind, reason, note, from_at as "from", to_at as "to"
    from app.roster_entry
    where org_id = ${tx.orgId} and archived_at is null
      and from_at < ${range.to}::timestamptz and to_at > ${range.from}::timestamptz
    order by from_at, id`.execute(tx.db)
  return Map.groupBy(rows, (row) => row.technician)
}

function presentTechnician(
  { zone: own, week: ownWeek, startLat, startLon, homeLat, homeLon, skills, ...row }: FlatTechnician,
  company: CompanyHours,
  roster: readonly RosterRow[],
  range: Span,
  asCompany: (zone: Zone) => Span[],
): BoardTechnician {
  const zone = own ?? company.zone
  const week = ownWeek ?? company.week
  const spans = (kind: RosterRow['kind']) => roster.filter((entry) => entry.kind === kind)
  const exceptions = { extra: spans('extra'), absent: spans('absent') }
  const nobodySaid = isClosedAllWeek(week) && exceptions.extra.length === 0
  const differs = ownWeek !== null || exceptions.extra.length > 0 || exceptions.absent.length > 0
  const home = positionOf(homeLat, homeLon)
  return {
    ...row,
    zone,
    skills: (skills ?? []).map(({ id, until }) => ({ id, until: until && dayBounds(until, zone).to })),
    start: positionOf(startLat, startLon) ?? home,
    home,
    open: nobodySaid ? null : differs ? workingTime(week, zone, company.holidays, exceptions, range) : asCompany(zone),
    away: exceptions.absent.map(({ from, to, reason, note }) => ({ from, to, reason, note })),
    onCall: spans('on_call').map(({ from, to }) => ({ from, to })),
  }
}
