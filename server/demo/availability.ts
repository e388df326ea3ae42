import { addDays, dayOfWeek, type LocalDate } from '#core/kit/time.ts'
import type { Holiday } from '#core/people/api.ts'
import { countRotaTurns, spanOfDays } from '#core/people/roster.ts'
import { editSite } from '#server/customers/commands.ts'
import { territory } from '#server/people/plain.ts'
import { makeRosterEntry, makeRota } from '#server/people/roster.ts'
import { makePlain } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type CastTechnician, idOf, sites, technicianNamed } from './cast.ts'
import { availability, depot, onCall, territories, wantedAt } from './data/availability.ts'
import { instantAt, nextWorkday } from './hours.ts'
import { fraction } from './seeded.ts'

export const territoryId = (key: string) => idOf(`territory/${key}`)

export async function makeTerritories(tx: Tx): Promise<void> {
  for (const { key, name } of territories) await makePlain(tx, territory, { id: territoryId(key), name })
}

/** Skills with their papers, hours, where the day begins and ends. */
export function fieldsOf({ key, trades, home }: CastTechnician, today: LocalDate) {
  const {
    certificates,
    hours,
    fromDepot,
    territories: within,
  } = availability[key] ?? {
    certificates: {},
    territories: [],
  }
  return {
    skills: trades.map((trade) => {
      const { certificate = '', ends = null } = certificates[trade] ?? {}
      return { skillId: idOf(`skill/${trade}`), certificate, until: ends === null ? null : addDays(today, ends) }
    }),
    homePosition: {
      lat: rounded(home.lat + (fraction(`home/${key}/lat`) - 0.5) * 0.06),
      lon: rounded(home.lon + (fraction(`home/${key}/lon`) - 0.5) * 0.08),
    },
    startPosition: fromDepot ? depot : null,
    workingHours: hours ?? null,
    territoryIds: within.map(territoryId),
  }
}

const rounded = (degrees: number) => Math.round(degrees * 10_000) / 10_000

/** The days of this year and the next on which the company is closed, but for those its month is told over. */
export function holidaysAround(today: LocalDate): Holiday[] {
  const year = Number(today.slice(0, 4))
  const [from, to] = [addDays(today, -45), addDays(today, 14)]
  return [year, year + 1]
    .flatMap((one) => [
      { date: `${one}-01-01`, name: 'New Year’s Day' },
      { date: nthWeekday(one, 5, 1, 1, 'last'), name: 'Memorial Day' },
      { date: `${one}-07-04`, name: 'Independence Day' },
      { date: nthWeekday(one, 9, 1, 1), name: 'Labor Day' },
      { date: nthWeekday(one, 11, 4, 4), name: 'Thanksgiving Day' },
      { date: `${one}-12-25`, name: 'Christmas Day' },
    ])
    .filter(({ date }) => date < from || date > to)
}

/** The nth (or the last) of a weekday in a month. */
function nthWeekday(year: number, month: number, weekday: number, nth: number, which?: 'last'): LocalDate {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  const at = addDays(first, ((weekday - dayOfWeek(first) + 7) % 7) + (nth - 1) * 7)
  if (which !== 'last') return at
  let last = at
  while (addDays(last, 7).slice(5, 7) === first.slice(5, 7)) last = addDays(last, 7)
  return last
}

/** Who is away, works besides and is on call, from last week on; and who is wanted where. */
export async function makeRosters(tx: Tx, today: LocalDate): Promise<void> {
  const [eli, owen, luis] = [technicianNamed('eli'), technicianNamed('owen'), technicianNamed('luis')]
  const course = nextWorkday(today, 2)
  const away = nextWorkday(nextWorkday(today))
  const saturday = addDays(today, (6 - dayOfWeek(today) + 7) % 7 || 7)
  await makeRosterEntry(tx, {
    id: idOf('roster/eli'),
    technicianId: eli.id,
    kind: 'absent',
    reason: 'training',
    note: 'Apprentice class, Jefferson campus',
    ...spanOfDays(course, course, eli.zone),
  })
  await makeRosterEntry(tx, {
    id: idOf('roster/owen'),
    technicianId: owen.id,
    kind: 'absent',
    reason: 'holiday',
    ...spanOfDays(away, addDays(away, 6), owen.zone),
  })
  await makeRosterEntry(tx, {
    id: idOf('roster/luis'),
    technicianId: luis.id,
    kind: 'extra',
    note: 'Boilers before the cold',
    from: instantAt(saturday, '08:00', luis.zone),
    to: instantAt(saturday, '12:00', luis.zone),
  })
  const monday = addDays(today, 1 - dayOfWeek(today))
  for (const [side, keys] of Object.entries(onCall)) {
    const turns = { from: addDays(monday, -7), until: addDays(monday, 35), days: 7 }
    await makeRota(tx, {
      ...turns,
      ids: Array.from({ length: countRotaTurns(turns) }, (_, turn) => idOf(`on-call/${side}/${turn}`)),
      technicianIds: keys.map((key) => technicianNamed(key).id),
      time: '07:00',
      note: side === 'eastern' ? 'Louisville and the falls' : 'Evansville and Owensboro',
    })
  }
  await sayWhoIsWanted(tx)
}

async function sayWhoIsWanted(tx: Tx): Promise<void> {
  const idsOf = (keys: readonly string[] | undefined) => keys?.map((key) => technicianNamed(key).id)
  for (const { id, name } of sites) {
    const wanted = wantedAt[name]
    if (!wanted) continue
    const preferredTechnicianIds = idsOf(wanted.preferred)
    const refusedTechnicianIds = idsOf(wanted.refused)
    await editSite(tx, id, { version: 1, preferredTechnicianIds, refusedTechnicianIds })
  }
}
