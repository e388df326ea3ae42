import type { Id } from '#core/kit/ids.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, apiFor, signIn } from '../support/api.ts'
import { type Company, password, type Phone } from '../support/company.ts'
import { about, anId, edited, type Entry, orRefused } from './kinds.ts'

const otherPassword = 'three short ladders'

type Somebody = { id: Id; email: string; version: number }

async function makeMember({ owner }: Company, id: Id = newId()): Promise<Somebody> {
  const email = `${id}@example.com`
  const { version } = await owner.call(peopleApi.makeMember, {
    body: { id, name: 'Somebody', email, roles: ['billing'], password },
  })
  return { id, email, version }
}

async function disabled(company: Company): Promise<Somebody> {
  const member = await makeMember(company)
  await company.owner.call(peopleApi.disableMember, { params: { id: member.id } })
  return member
}

async function inOffice(company: Company): Promise<Api> {
  const { email } = await makeMember(company)
  return signIn(company.owner.origin, 'office', { email, password })
}

function onPhone({ owner }: Company, { email, device }: Phone): Promise<Api> {
  return signIn(owner.origin, 'field', { email, password, device: { id: device } })
}

async function onNewPhone(company: Company, { email }: Phone): Promise<Id> {
  const device = newId()
  await signIn(company.owner.origin, 'field', { email, password, device: { id: device } })
  return device
}

async function withOrganization(company: Company): Promise<{ api: Api; orgId: Id }> {
  const api = await inOffice(company)
  const [own] = (await api.call(sessionApi.organizations, {})).items
  if (!own) throw new Error('a member has an organization')
  return { api, orgId: own.orgId }
}

/** Four weeks on call for two, a week each. */
const fourWeeks = () => Promise.resolve([newId(), newId(), newId(), newId()])

export const peopleWrites = {
  editOrganization: (company) => ({
    shared: async ({ mark }) => {
      const { version } = await company.owner.call(peopleApi.readOrganization, {})
      return (tally) =>
        edited(tally, version, (seen) =>
          company.owner.call(peopleApi.editOrganization, { body: { version: seen, website: `example.com/${mark}` } }),
        )
    },
  }),
  editPriceSettings: (company) => ({
    shared: async () => {
      const { version } = await company.owner.call(priceTermsApi.readPriceSettings, {})
      return (tally) =>
        edited(tally, version, (seen) =>
          company.owner.call(priceTermsApi.editPriceSettings, {
            body: { version: seen, markup: [{ upTo: null, percent: 4000 }] },
          }),
        )
    },
  }),
  makeRota: about(
    fourWeeks,
    ({ owner, seeder, phones }, ids) =>
      () =>
        owner.call(rosterApi.makeRota, {
          body: {
            ids,
            technicianIds: [seeder.technician, ...phones.slice(0, 1).map(({ technician }) => technician)],
            from: '2026-01-05',
            until: '2026-02-02',
            days: 7,
            time: '07:00',
          },
        }),
  ),
  makeMember: about(anId, (company, id) => () => makeMember(company, id)),
  editMember: about(
    (company) => makeMember(company),
    ({ owner }, { id, version }, { mark }) =>
      (tally) =>
        edited(tally, version, (seen) =>
          owner.call(peopleApi.editMember, { params: { id }, body: { version: seen, name: mark } }),
        ),
  ),
  setMemberPassword: about(
    (company) => makeMember(company),
    ({ owner }, { id }) =>
      () =>
        owner.call(peopleApi.setMemberPassword, { params: { id }, body: { password: otherPassword } }),
  ),
  disableMember: about(
    (company) => makeMember(company),
    ({ owner }, { id }) =>
      () =>
        owner.call(peopleApi.disableMember, { params: { id } }),
  ),
  enableMember: about(
    disabled,
    ({ owner }, { id }) =>
      () =>
        owner.call(peopleApi.enableMember, { params: { id } }),
  ),

  signInOffice: about(
    (company) => makeMember(company),
    ({ owner }, { email }) =>
      () =>
        signIn(owner.origin, 'office', { email, password }),
  ),
  signInField: about(
    (_company, phone) => Promise.resolve(phone),
    (company, phone) => () => onPhone(company, phone),
  ),
  signOutOffice: about(inOffice, (_company, api) => () => api.call(sessionApi.signOutOffice, {})),
  signOutField: about(onPhone, (_company, api) => () => api.call(sessionApi.signOutField, {})),
  signOutDevice: about(
    onNewPhone,
    ({ owner }, id) =>
      () =>
        owner.call(peopleApi.signOutDevice, { params: { id } }),
  ),
  chooseOrganization: about(
    withOrganization,
    (_company, { api, orgId }) =>
      () =>
        api.call(sessionApi.chooseOrganization, { body: { orgId } }),
  ),
  // Only of one's own: whoever changes it first ends the sessions of the others.
  changePassword: (company) => ({
    own: async () => {
      const api = await inOffice(company)
      return () => api.call(sessionApi.changePassword, { body: { current: password, password: otherPassword } })
    },
  }),
  // The link worked once, when the bench began: everybody who comes later is told the same.
  makeFirstOwner: ({ owner, setupToken }) => ({
    shared:
      ({ mark }) =>
      (tally) =>
        orRefused(
          tally,
          ['not_found'],
          apiFor(owner.origin).call(sessionApi.makeFirstOwner, {
            body: {
              token: setupToken,
              organization: { name: mark, zone: 'Europe/Berlin', currency: 'EUR', locale: 'en-GB' },
              name: 'Second owner',
              email: `${newId()}@example.com`,
              password,
            },
          }),
        ),
  }),
} satisfies Record<string, Entry>
