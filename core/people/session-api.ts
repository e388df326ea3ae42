import * as z from 'zod'
import { contract, zId } from '../kit/contract.ts'
import { abilities, roles } from './abilities.ts'
import { name, zEmail, zZone } from '../kit/fields.ts'

/** Length is what makes a password good; the server also refuses common ones. */
export const shortestPassword = 10
const zPassword = z.string().min(1, { message: 'This is needed' }).max(200)
export const zNewPassword = z
  .string()
  .min(shortestPassword, { message: `A password has at least ${shortestPassword} characters` })
  .max(200)

const organization = z.object({
  id: zId,
  name: z.string(),
  zone: z.string(),
  currency: z.string(),
  currencyExponent: z.int(),
  locale: z.string(),
  paper: z.enum(['a4', 'letter']),
  units: z.enum(['metric', 'imperial']),
  /** 1 Monday to 7 Sunday. */
  firstDayOfWeek: z.int(),
  /** Content hash of the logo: `/api/files/{sha256}`. */
  logo: z.string().nullable(),
})

/** Who is signed in here, where, and what they may do. */
export const zMe = z.object({
  actor: z.object({
    orgId: zId,
    memberId: zId,
    userId: z.string(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    abilities: z.array(z.enum(abilities)),
    technicianId: zId.nullable(),
    deviceId: zId.nullable(),
    app: z.enum(['office', 'field']),
  }),
  organization,
})
export type Me = z.output<typeof zMe>

const choice = z.object({ orgId: zId, name: z.string() })
/** Signed in, or the organizations to choose one of. */
export const zSignedIn = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('signed_in'),
    me: zMe,
    /** On a phone: what it hands in with when nobody is signed in on it, `Authorization: Device <deviceId>.<deviceKey>`. */
    deviceKey: z.string().optional(),
  }),
  z.object({ state: z.literal('choose'), organizations: z.array(choice) }),
])

const credentials = z.object({
  email: z.string().max(254).trim().toLowerCase(),
  password: zPassword,
  /** Names one of several organizations, as the reply `choose` listed them. */
  orgId: zId.optional(),
})
const device = z.object({
  /** Made on the phone, once, kept in its database. */
  id: zId,
  name: z.string().max(120).default(''),
})

export const sessionApi = {
  me: contract({
    id: 'me',
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, their organization and abilities',
    ability: 'member',
    reply: zMe,
  }),
  signInOffice: contract({
    id: 'signInOffice',
    method: 'POST',
    path: '/api/auth/office/sign-in',
    summary: 'Sign in to the office',
    ability: 'public',
    body: credentials,
    reply: zSignedIn,
  }),
  signInField: contract({
    id: 'signInField',
    method: 'POST',
    path: '/api/auth/field/sign-in',
    summary: 'Sign in on a phone; registers the device and binds the session to it',
    ability: 'public',
    body: credentials.extend({ device }),
    reply: zSignedIn,
  }),
  signOutOffice: contract({
    id: 'signOutOffice',
    method: 'POST',
    path: '/api/auth/office/sign-out',
    summary: 'End the office session',
    ability: 'public',
  }),
  signOutField: contract({
    id: 'signOutField',
    method: 'POST',
    path: '/api/auth/field/sign-out',
    summary: 'End the session of this phone; its device and what it holds stay',
    ability: 'public',
  }),
  organizations: contract({
    id: 'organizations',
    method: 'GET',
    path: '/api/me/organizations',
    summary: 'The organizations the signed-in person belongs to',
    ability: 'member',
    app: 'office',
    reply: z.object({ items: z.array(choice) }),
  }),
  chooseOrganization: contract({
    id: 'chooseOrganization',
    method: 'POST',
    path: '/api/auth/office/organization',
    summary: 'Go on in another organization of the same person',
    ability: 'member',
    app: 'office',
    body: z.object({ orgId: zId }),
    reply: zMe,
  }),
  changePassword: contract({
    id: 'changePassword',
    method: 'POST',
    path: '/api/auth/password',
    summary: 'Change the own password; every other session ends',
    ability: 'member',
    body: z.object({ current: zPassword, password: zNewPassword }),
  }),
  makeFirstOwner: contract({
    id: 'makeFirstOwner',
    method: 'POST',
    path: '/api/auth/first-owner',
    summary: 'With the one-time link printed at the first start: make the organization and its owner',
    ability: 'public',
    body: z.object({
      token: z.string().max(200),
      organization: z.object({
        name: name(),
        zone: zZone,
        currency: z.string().regex(/^[A-Z]{3}$/, { message: 'A currency is three capital letters, as EUR' }),
        locale: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, { message: 'A locale has the form en-GB' }),
      }),
      name: name(),
      email: zEmail.refine((text) => text !== '', { message: 'This is needed' }),
      password: zNewPassword,
    }),
    reply: zSignedIn,
  }),
}
