import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import {
  editOf,
  line,
  name,
  prose,
  zArchived,
  zCountry,
  zEmail,
  zPhone,
  zPosition,
  zSha256,
  zVersion,
  zZone,
} from '../kit/fields.ts'
import { weekdays } from '../kit/hours.ts'
import { zWeekHours } from '../kit/hours-fields.ts'
import { roles } from './abilities.ts'
import { defaultPausingReasons, defaultResponseTargets, zPausingReasons, zResponseTargets } from './response-targets.ts'
import { zNewPassword } from './session-api.ts'

// Organization

export const papers = ['a4', 'letter'] as const
export const units = ['metric', 'imperial'] as const

/** Letters before a number: `WO-` makes `WO-10421`. */
const zPrefix = z.string().regex(/^[A-Z0-9./-]{0,8}$/, { message: 'At most 8 of A-Z, 0-9, dot, slash and hyphen' })

export const zPrefixes = z.object({ workOrder: zPrefix, customer: zPrefix, invoice: zPrefix, creditNote: zPrefix })

/** A day without hours: nobody works but who is on the roster for it, and no working hour of a target counts. */
export const zHoliday = z.object({ date: zLocalDate, name: name(80) })
export type Holiday = z.output<typeof zHoliday>
const zHolidays = z
  .array(zHoliday)
  .max(200)
  .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, { message: 'Each day once' })

export const zOrganizationFields = z.object({
  name: name(),
  /** As it stands on paper, a line each. */
  address: prose(500),
  /** How phone numbers without a country code and addresses are read. */
  country: zCountry,
  phone: zPhone,
  email: zEmail,
  website: line(200),
  taxNumber: line(60),
  /** Where invoices ask to be paid: bank and account, one line each on paper. */
  bankDetails: line(300),
  zone: zZone,
  /** ISO 4217; cannot change once an invoice exists. */
  currency: z.string().regex(/^[A-Z]{3}$/, { message: 'A currency is three capital letters' }),
  /** BCP 47: how dates, numbers and money are written. */
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, { message: 'A locale such as en-GB' }),
  paper: z.enum(papers),
  units: z.enum(units),
  /** 1 is Monday, 7 is Sunday. */
  firstDayOfWeek: z.int().min(1).max(7),
  logo: zSha256.nullable(),
  /** What a new customer starts with. */
  requiresPurchaseOrder: z.boolean(),
  paymentTermsDays: z.int().min(0).max(365),
  prefixes: zPrefixes,
  /** Technicians see visits that are planned and not yet dispatched. */
  plannedVisibleToTechnicians: z.boolean(),
  /** Of everybody who has none of their own; each in their own zone. */
  workingHours: zWeekHours,
  /** By date. */
  holidays: zHolidays,
  /** How soon somebody answers, comes and is done, by priority, where no agreement says otherwise. */
  responseTargets: zResponseTargets,
  /** What the clocks of response targets stand still for. */
  pausingReasons: zPausingReasons,
})
export const zOrganization = zOrganizationFields.extend({
  id: zId,
  version: zVersion,
  /** An invoice exists, so the currency stays. */
  currencyFixed: z.boolean(),
})
export type Organization = z.output<typeof zOrganization>

// Members

export const zRole = z.enum(roles)
export const zMember = z.object({
  id: zId,
  version: zVersion,
  name: z.string(),
  email: z.string(),
  roles: z.array(zRole),
  technicianId: zId.nullable(),
  disabledAt: zInstant.nullable(),
})
export type Member = z.output<typeof zMember>

/** A phone a member signed in on, as it was when it was last heard of. */
export const zDevice = z.object({
  id: zId,
  version: zVersion,
  memberId: zId,
  /** `Android phone`: what it says it is. */
  name: z.string(),
  registeredAt: zInstant,
  lastSeenAt: zInstant.nullable(),
  lastSyncAt: zInstant.nullable(),
  /** What was only on it. */
  unsentCommands: z.int(),
  unsentFiles: z.int(),
  /** When the oldest of it was captured; null where there is nothing, or it did not say. */
  unsentSince: zInstant.nullable(),
  signedOutAt: zInstant.nullable(),
})
export type Device = z.output<typeof zDevice>

const zRoles = z.array(zRole).min(1).max(roles.length)

// Technicians

/** Names of tokens, so that a technician keeps a colour with enough contrast in light and dark. */
export const technicianColours = [
  'blue',
  'teal',
  'green',
  'lime',
  'amber',
  'orange',
  'red',
  'pink',
  'purple',
  'indigo',
  'brown',
  'slate',
] as const
export type TechnicianColour = (typeof technicianColours)[number]
export const technicianKinds = ['employee', 'apprentice', 'subcontractor'] as const

/** What somebody can do, with the paper that says so; it counts until the end of its last day, null: for good. */
export const zTechnicianSkill = z.object({ skillId: zId, certificate: line(120), until: zLocalDate.nullable() })
export type TechnicianSkill = z.output<typeof zTechnicianSkill>

export const zTechnicianFields = z.object({
  /** Two to four characters, the front of provisional references: `T7` in `T7-0012`. */
  code: z.string().regex(/^[A-Z0-9]{2,4}$/, { message: 'Two to four of A-Z and 0-9' }),
  name: name(),
  kind: z.enum(technicianKinds),
  phone: zPhone,
  skills: z
    .array(zTechnicianSkill)
    .max(100)
    .refine((skills) => new Set(skills.map(({ skillId }) => skillId)).size === skills.length, {
      message: 'Each skill once',
    }),
  /** The member who signs in as this technician, if any. */
  memberId: zId.nullable(),
  colour: z.enum(technicianColours),
  homePosition: zPosition.nullable(),
  /** Where their day begins, if not at home: the depot. */
  startPosition: zPosition.nullable(),
  /** Null: the organization's. */
  zone: zZone.nullable(),
  /** Null: the organization's. A week without any hours is somebody who works only as the roster says. */
  workingHours: zWeekHours.nullable(),
  territoryIds: z.array(zId).max(50),
  /** What an hour may cost by; null: none. */
  gradeId: zId.nullable(),
})
export const zTechnician = zTechnicianFields.extend({ id: zId, version: zVersion, archivedAt: zInstant.nullable() })
export type Technician = z.output<typeof zTechnician>
export const emptyTechnician = {
  kind: 'employee',
  phone: '',
  skills: [],
  memberId: null,
  colour: 'blue',
  homePosition: null,
  startPosition: null,
  zone: null,
  workingHours: null,
  territoryIds: [],
  gradeId: null,
} satisfies Partial<z.output<typeof zTechnicianFields>>

// Skills

export const zSkillFields = z.object({ name: name(80) })
export const zSkill = zSkillFields.extend({ id: zId, version: zVersion, archivedAt: zInstant.nullable() })
export type Skill = z.output<typeof zSkill>

export const emptyOrganization = {
  address: '',
  country: '',
  phone: '',
  email: '',
  website: '',
  taxNumber: '',
  bankDetails: '',
  logo: null,
  requiresPurchaseOrder: false,
  paymentTermsDays: 14,
  prefixes: { workOrder: 'WO-', customer: 'C-', invoice: 'INV-', creditNote: 'CN-' },
  plannedVisibleToTechnicians: false,
  workingHours: weekdays({ from: '08:00', to: '17:00' }),
  holidays: [],
  responseTargets: defaultResponseTargets,
  pausingReasons: [...defaultPausingReasons],
} satisfies Partial<z.output<typeof zOrganizationFields>>

const technicianLife = archiving('Technician', 'technicians', 'people.edit', zTechnician)
const skillLife = archiving('Skill', 'skills', 'people.edit', zSkill)

export const peopleApi = {
  readOrganization: contract({
    id: 'readOrganization',
    method: 'GET',
    path: '/api/organization',
    summary: 'The organization and its settings',
    ability: 'member',
    reply: zOrganization,
  }),
  editOrganization: contract({
    id: 'editOrganization',
    method: 'PATCH',
    path: '/api/organization',
    summary: 'Change settings of the organization',
    ability: 'settings.edit',
    body: editOf(zOrganizationFields),
    reply: zOrganization,
  }),

  listMembers: contract({
    id: 'listMembers',
    method: 'GET',
    path: '/api/members',
    summary: 'Everybody who may sign in',
    ability: 'people.read',
    reply: listOf(zMember),
  }),
  makeMember: contract({
    id: 'makeMember',
    method: 'POST',
    path: '/api/members',
    summary: 'Add a person who may sign in, with an initial password',
    ability: 'people.edit',
    body: z.object({
      id: zId,
      name: name(),
      email: z.email().max(254),
      roles: zRoles,
      password: zNewPassword,
      technicianId: zId.nullable().optional(),
    }),
    reply: zMember,
  }),
  editMember: contract({
    id: 'editMember',
    method: 'PATCH',
    path: '/api/members/{id}',
    summary: 'Change the name, the roles or the technician of a member',
    ability: 'people.edit',
    params: idParams,
    body: editOf(z.object({ name: name(), roles: zRoles, technicianId: zId.nullable() })),
    reply: zMember,
  }),
  setMemberPassword: contract({
    id: 'setMemberPassword',
    method: 'POST',
    path: '/api/members/{id}/password',
    summary: 'Give a member a new password and end their sessions',
    ability: 'people.edit',
    params: idParams,
    body: z.object({ password: zNewPassword }),
    reply: zMember,
  }),
  disableMember: contract({
    id: 'disableMember',
    method: 'POST',
    path: '/api/members/{id}/disable',
    summary: 'Take a member’s access away and end their sessions',
    ability: 'people.edit',
    params: idParams,
    reply: zMember,
  }),
  enableMember: contract({
    id: 'enableMember',
    method: 'POST',
    path: '/api/members/{id}/enable',
    summary: 'Let a disabled member in again',
    ability: 'people.edit',
    params: idParams,
    reply: zMember,
  }),

  listDevices: contract({
    id: 'listDevices',
    method: 'GET',
    path: '/api/devices',
    summary: 'Phones members signed in on: those in use first, the last heard of on top',
    ability: 'people.read',
    reply: listOf(zDevice),
  }),
  signOutDevice: contract({
    id: 'signOutDevice',
    method: 'POST',
    path: '/api/devices/{id}/sign-out',
    summary: 'End a phone’s session: it reads nothing more, and what it still hands in waits for the office',
    ability: 'people.edit',
    params: idParams,
    reply: zDevice,
  }),

  listTechnicians: contract({
    id: 'listTechnicians',
    method: 'GET',
    path: '/api/technicians',
    summary: 'Technicians by name',
    ability: 'people.read',
    query: z.object({ archived: zArchived }),
    reply: listOf(zTechnician),
  }),
  makeTechnician: contract({
    id: 'makeTechnician',
    method: 'POST',
    path: '/api/technicians',
    summary: 'Add a technician',
    ability: 'people.edit',
    /** Without a code the server finds a free one. */
    body: zTechnicianFields.partial().extend({ id: zId, name: zTechnicianFields.shape.name }),
    reply: zTechnician,
  }),
  editTechnician: contract({
    id: 'editTechnician',
    method: 'PATCH',
    path: '/api/technicians/{id}',
    summary: 'Change a technician',
    ability: 'people.edit',
    params: idParams,
    body: editOf(zTechnicianFields),
    reply: zTechnician,
  }),
  archiveTechnician: technicianLife.archive,
  restoreTechnician: technicianLife.restore,

  listSkills: contract({
    id: 'listSkills',
    method: 'GET',
    path: '/api/skills',
    summary: 'Skills by name',
    ability: 'people.read',
    query: z.object({ archived: zArchived }),
    reply: listOf(zSkill),
  }),
  makeSkill: contract({
    id: 'makeSkill',
    method: 'POST',
    path: '/api/skills',
    summary: 'Add a skill',
    ability: 'people.edit',
    body: zSkillFields.extend({ id: zId }),
    reply: zSkill,
  }),
  editSkill: contract({
    id: 'editSkill',
    method: 'PATCH',
    path: '/api/skills/{id}',
    summary: 'Rename a skill',
    ability: 'people.edit',
    params: idParams,
    body: editOf(zSkillFields),
    reply: zSkill,
  }),
  archiveSkill: skillLife.archive,
  restoreSkill: skillLife.restore,
}
