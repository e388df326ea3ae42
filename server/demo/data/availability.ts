import type { WeekHours } from '#core/kit/hours.ts'
import type { ResponseTargets } from '#core/people/response-targets.ts'
import { weekdays } from '#core/kit/hours.ts'
import type { SiteKind, Town } from './customers.ts'
import type { Trade } from './company.ts'

/** Who works when and with which papers, and where and when they are wanted. */

/** In these every visit of the month is planned. */
export const companyHours = weekdays({ from: '07:00', to: '17:00' })

const day = 10 * 60
/** An emergency at any hour; the rest in working days of ten hours. */
export const responseTargets: ResponseTargets = {
  P1: { calendar: 'around_the_clock', acknowledge: 15, arrive: 4 * 60, resolve: 48 * 60 },
  P2: { calendar: 'working_hours', acknowledge: 60, arrive: day, resolve: 5 * day },
  P3: { calendar: 'working_hours', acknowledge: 4 * 60, arrive: 3 * day, resolve: null },
  P4: { calendar: 'working_hours', acknowledge: day, arrive: 10 * day, resolve: null },
}

export const territories = [
  { key: 'louisville', name: 'Louisville' },
  { key: 'falls', name: 'New Albany and Jeffersonville' },
  { key: 'western', name: 'Evansville and Owensboro' },
] as const
type TerritoryKey = (typeof territories)[number]['key']

export const territoryOf: Record<Town, TerritoryKey> = {
  louisville: 'louisville',
  downtown: 'louisville',
  jeffersonville: 'falls',
  newalbany: 'falls',
  evansville: 'western',
  newburgh: 'western',
  henderson: 'western',
  owensboro: 'western',
}

/** The yard of the company, where some begin their day. */
export const depot = { lat: 38.2561, lon: -85.7089 }

const saturdayToo: WeekHours = [
  companyHours[0],
  companyHours[1],
  companyHours[2],
  companyHours[3],
  companyHours[4],
  [{ from: '08:00', to: '12:00' }],
  [],
]

type Availability = {
  territories: readonly TerritoryKey[]
  /** With the days from today on which each ends; null: never. */
  certificates: Partial<Record<Trade, { certificate: string; ends: number | null }>>
  fromDepot?: true
  hours?: WeekHours
}

const epa = (ends: number | null) => ({ certificate: 'EPA 608 Universal', ends })

export const availability: Record<string, Availability> = {
  luis: {
    territories: ['louisville', 'falls'],
    certificates: { heating: epa(null), plumbing: { certificate: 'Journeyman plumber J-4471', ends: 410 } },
  },
  tara: {
    territories: ['louisville', 'falls'],
    certificates: {
      electrical: { certificate: 'Electrician E-20931', ends: 240 },
      fire: { certificate: 'NICET II 138204', ends: -12 },
    },
  },
  marcus: { territories: ['louisville', 'falls'], certificates: { heating: epa(null) }, fromDepot: true },
  ingrid: {
    territories: ['louisville', 'falls', 'western'],
    certificates: { elevators: { certificate: 'CET 5512', ends: 505 } },
  },
  dev: {
    territories: ['western'],
    certificates: { heating: epa(null), electrical: { certificate: 'Electrician E-19877', ends: 96 } },
    hours: saturdayToo,
  },
  rosie: {
    territories: ['western'],
    certificates: {
      plumbing: { certificate: 'Plumber PC-1188', ends: 300 },
      fire: { certificate: 'NICET I 140377', ends: 19 },
    },
  },
  owen: { territories: [], certificates: { elevators: { certificate: 'QEI 7719', ends: 190 } } },
  eli: { territories: ['louisville'], certificates: {}, fromDepot: true },
}

/** Where nobody is let in at night or on Sundays; everywhere else somebody opens at any time. */
export const openingHours: Partial<Record<SiteKind, WeekHours>> = {
  school: weekdays({ from: '06:30', to: '18:00' }),
  clinic: weekdays({ from: '06:30', to: '20:00' }),
  offices: weekdays({ from: '06:30', to: '19:00' }),
}

export type Wanted = { preferred?: readonly string[]; refused?: readonly string[] }
/** By the name of the site. */
export const wantedAt: Record<string, Wanted> = {
  'Cooper Court, Block A': { preferred: ['luis'] },
  'Lantern Hotel Riverfront': { preferred: ['ingrid', 'tara'] },
  'Sycamore Elementary': { refused: ['eli'] },
  'Three Loaves production': { preferred: ['marcus'], refused: ['eli'] },
}

/** Nobody has looked up where these are. */
export const withoutPosition: ReadonlySet<string> = new Set(['Bus Depot', 'Clark Hill Sports Hall'])

/** On call in turn, a week each. */
export const onCall: Record<'eastern' | 'western', readonly string[]> = {
  eastern: ['luis', 'marcus', 'tara'],
  western: ['dev', 'rosie'],
}
