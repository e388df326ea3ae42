import type { Board, BoardSite, BoardTechnician, BoardVisit, TrayItem } from '#core/scheduling/board-api.ts'

/** A board in Berlin on Monday, 23 November 2026, with what a test does not say filled in. */
export const zone = 'Europe/Berlin'
export const monday = '2026-11-23'

/** On that Monday by the clock of Berlin: `09:30`. */
export function at(time: string, date = monday): string {
  return new Date(`${date}T${time}:00.000+01:00`).toISOString()
}

const openHours = { from: at('08:00'), to: at('17:00') }

export function technicianOn(id: string, more: Partial<BoardTechnician> = {}): BoardTechnician {
  return {
    id,
    code: id.toUpperCase(),
    name: id,
    kind: 'employee',
    colour: 'teal',
    archived: false,
    zone,
    skills: [],
    territories: [],
    start: null,
    home: null,
    open: [openHours],
    away: [],
    onCall: [],
    ...more,
  }
}

export function siteOn(id: string, more: Partial<BoardSite> = {}): BoardSite {
  return {
    id,
    customer: `${id} Ltd`,
    name: id,
    address: 'Ring 1, Berlin',
    zone,
    position: null,
    positionOf: null,
    territory: null,
    open: null,
    preferred: [],
    refused: [],
    ...more,
  }
}

const work = {
  version: 1,
  kind: 'reactive',
  priority: 'P2',
  site: null,
  reported: '',
  zone,
  skills: [],
  crewSize: 1,
  due: null,
} as const

export function visitOn(id: string, crew: readonly string[], time: string, more: Partial<BoardVisit> = {}): BoardVisit {
  return {
    ...work,
    skills: [],
    workOrder: `order-${id}`,
    reference: id.toUpperCase(),
    title: `Work ${id}`,
    id,
    number: 1,
    status: 'scheduled',
    workOrderStatus: 'scheduled',
    start: at(time),
    minutes: 60,
    window: null,
    lead: crew[0] ?? null,
    crew: [...crew],
    setOutAt: null,
    arrivedAt: null,
    finishedAt: null,
    seenBy: [],
    unsent: false,
    ...more,
  }
}

export type WaitingWork = Extract<TrayItem, { kindOf: 'work_order' }>

export function waiting(id: string, more: Partial<WaitingWork> = {}): WaitingWork {
  return {
    ...work,
    skills: [],
    kindOf: 'work_order',
    workOrder: `order-${id}`,
    reference: id.toUpperCase(),
    title: `Work ${id}`,
    visit: null,
    window: null,
    crew: [],
    lead: null,
    minutes: 60,
    requestedAt: at('07:00'),
    returnReason: null,
    parts: null,
    ...more,
  }
}

export function boardOf(more: Partial<Board>): Board {
  return {
    zone,
    from: monday,
    days: 1,
    at: at('07:00'),
    technicians: [],
    skills: [],
    territories: [],
    sites: [],
    visits: [],
    tray: [],
    trayTotal: more.tray?.length ?? 0,
    ...more,
  }
}
