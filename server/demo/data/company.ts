import type { Role } from '#core/people/abilities.ts'
import type { TechnicianColour } from '#core/people/api.ts'
import type { Zone } from '#core/kit/time.ts'

/** A contractor on the Ohio River that nobody can mistake for a real one: example addresses, 555-01 numbers. */
export const company = {
  name: 'Riverbend Mechanical (demo)',
  zone: 'America/New_York',
  currency: 'USD',
  locale: 'en-US',
  address: '1180 Demonstration Way\nLouisville, KY 40206',
  country: 'US',
  phone: '(502) 555-0100',
  email: 'service@riverbend.example',
  website: 'riverbend.example',
  taxNumber: '00-0000000',
  bankDetails: 'Bank of Examples, routing 000000000, account 0001234567',
}

export const eastern: Zone = 'America/New_York'
export const central: Zone = 'America/Chicago'

export type OfficePerson = { key: string; name: string; email: string; roles: Role[]; label: string }
export const officePeople: [OfficePerson, OfficePerson, OfficePerson] = [
  { key: 'owner', name: 'Marta Vasquez', email: 'owner@riverbend.example', roles: ['owner'], label: 'owner' },
  {
    key: 'dispatch',
    name: 'Anna Kowalski',
    email: 'dispatch@riverbend.example',
    roles: ['dispatcher', 'contract_manager'],
    label: 'dispatcher',
  },
  {
    key: 'billing',
    name: 'Greg Halloran',
    email: 'billing@riverbend.example',
    roles: ['billing'],
    label: 'bookkeeper',
  },
]

export type Trade = 'heating' | 'plumbing' | 'electrical' | 'elevators' | 'fire'

export type DemoTechnician = {
  key: string
  code: string
  name: string
  kind: 'employee' | 'apprentice' | 'subcontractor'
  phone: string
  trades: Trade[]
  colour: TechnicianColour
  zone: Zone
  home: { lat: number; lon: number }
  /** Null: has no phone of the company; a mate or the office says what they did. */
  email: string | null
}

const louisville = { lat: 38.2469, lon: -85.7664 }
const evansville = { lat: 37.9747, lon: -87.5558 }

export const technicians: DemoTechnician[] = [
  {
    key: 'luis',
    code: 'T1',
    name: 'Luis Ortega',
    kind: 'employee',
    phone: '(502) 555-0111',
    trades: ['heating', 'plumbing'],
    colour: 'blue',
    zone: eastern,
    home: louisville,
    email: 'tech1@riverbend.example',
  },
  {
    key: 'tara',
    code: 'T2',
    name: 'Tara Whitfield',
    kind: 'employee',
    phone: '(502) 555-0112',
    trades: ['electrical', 'fire'],
    colour: 'purple',
    zone: eastern,
    home: louisville,
    email: 'tech2@riverbend.example',
  },
  {
    key: 'marcus',
    code: 'T3',
    name: 'Marcus Bell',
    kind: 'employee',
    phone: '(502) 555-0113',
    trades: ['heating', 'plumbing'],
    colour: 'teal',
    zone: eastern,
    home: louisville,
    email: 'tech3@riverbend.example',
  },
  {
    key: 'ingrid',
    code: 'T4',
    name: 'Ingrid Solberg',
    kind: 'employee',
    phone: '(502) 555-0114',
    trades: ['elevators', 'electrical'],
    colour: 'amber',
    zone: eastern,
    home: louisville,
    email: 'tech4@riverbend.example',
  },
  {
    key: 'dev',
    code: 'T5',
    name: 'Dev Chaudhary',
    kind: 'employee',
    phone: '(812) 555-0115',
    trades: ['heating', 'electrical', 'plumbing'],
    colour: 'green',
    zone: central,
    home: evansville,
    email: 'tech5@riverbend.example',
  },
  {
    key: 'rosie',
    code: 'T6',
    name: 'Rosie Calloway',
    kind: 'employee',
    phone: '(812) 555-0116',
    trades: ['plumbing', 'heating', 'fire'],
    colour: 'pink',
    zone: central,
    home: evansville,
    email: 'tech6@riverbend.example',
  },
  {
    key: 'owen',
    code: 'T7',
    name: 'Owen Fairbanks',
    kind: 'subcontractor',
    phone: '(502) 555-0117',
    trades: ['elevators'],
    colour: 'brown',
    zone: eastern,
    home: louisville,
    email: 'tech7@riverbend.example',
  },
  {
    key: 'eli',
    code: 'T8',
    name: 'Eli Novak',
    kind: 'apprentice',
    phone: '(502) 555-0118',
    trades: ['heating', 'plumbing'],
    colour: 'slate',
    zone: eastern,
    home: louisville,
    email: null,
  },
]

export const skills: { key: Trade; name: string }[] = [
  { key: 'heating', name: 'Heating and cooling' },
  { key: 'plumbing', name: 'Plumbing' },
  { key: 'electrical', name: 'Electrical' },
  { key: 'elevators', name: 'Elevators' },
  { key: 'fire', name: 'Fire alarm' },
]
