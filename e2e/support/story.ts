import { billingApi } from '#core/billing/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { canonicalJson } from '#core/kit/canonical-json.ts'
import { addMinutes } from '#core/kit/time.ts'
import { reportApi } from '#core/reports/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, openPhone, type Phone, send, sha256 } from './api.ts'
import { type Company, zone } from './company.ts'
import { jpeg } from './photos.ts'

/** Enough work for every page to have something to show. */
export type Story = {
  customer: Id
  site: Id
  asset: Id
  /** Planned for today, not yet sent out. */
  planned: Id
  /** On Marta's phone, and nothing done yet. */
  onPhone: { workOrder: Id; visit: Id }
  /** Finished with photos, parts and a signature, waiting for review. */
  done: Id
  /** Worked on after the office cancelled it. */
  flagged: Id
  /** Issued. */
  invoice: Id
  /** Of the finished one. */
  signOff: Id
  jobType: Id
}

const now = () => new Date().toISOString()

export async function makeStory(company: Company, api: Api): Promise<Story> {
  const marta = await openPhone(company.origin, company.marta.email, company.marta.technician)
  const raiseIt = (title: string, details: Partial<Details> = {}) => raise(company, api, title, details)

  await raiseIt('Radiator on the third floor stays cold', { priority: 'P3' })
  await raiseIt('Water stands in the boiler room', { priority: 'P1' })
  const planned = await raiseIt('Yearly service of the boiler')
  await plan(api, planned, marta.technician)
  const workOrder = await raiseIt('Thermostat in the hall shows nothing')
  const onPhone = { workOrder, visit: await dispatch(api, workOrder, marta.technician) }

  const done = await raiseIt('Heating fails every night at three')
  const asset = await find(company, marta, done, await dispatch(api, done, marta.technician))
  const flagged = await raiseIt('Pressure falls below one bar')
  await workAfterCancellation(api, marta, flagged)
  const invoice = await invoiced(company, api, marta, await raiseIt('Pump in the cellar is loud'))
  await api.call(billingApi.makeExport, { body: { id: newId() } })
  const { customer, site } = company
  const { work: finished } = await api.call(workOrderApi.readWorkOrder, { params: { id: done } })
  const signOff = finished.visits.flatMap((visit) => visit.signOffs)[0]?.id ?? ''
  const jobType = company.boilerService
  return { customer: customer.id, site: site.id, asset, planned, onPhone, done, flagged, invoice, signOff, jobType }
}

type Details = CommandBody<'raise'>['details']

const gasValve = { id: newId(), label: 'Gas valve tight', kind: 'check', required: true } as const

export async function raise(
  company: Company,
  api: Api,
  title: string,
  details: Partial<Details> = {},
  more: Partial<CommandBody<'raise'>> = {},
): Promise<Id> {
  const id = newId()
  const at = now()
  await send(api, id, 'raise', {
    details: {
      customer: company.customer.id,
      site: company.site.id,
      assets: [company.asset],
      contact: { id: null, name: 'Helga Sommer', phone: '+49 30 5550177' },
      kind: 'reactive',
      priority: 'P2',
      title,
      description: 'Mrs Sommer called. Tenants have had no hot water since the morning.',
      jobType: company.callOut,
      requestedAt: at,
      targetAt: addMinutes(at, 8 * 60),
      reference: 'LH-2207',
      accessNotes: '',
      ...details,
    },
    reported: null,
    zone,
    tasks: [gasValve, { id: newId(), label: 'What was found', kind: 'text', required: false }],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    provisional: null,
    origin: 'office',
    at,
    ...more,
  })
  return id
}

async function plan(api: Api, workOrder: Id, technician: Id): Promise<Id> {
  const visit = newId()
  const crew = { crew: [technician], lead: technician }
  await send(api, workOrder, 'plan_visit', { visit, start: now(), minutes: 60, window: null, ...crew })
  return visit
}

export async function dispatch(api: Api, workOrder: Id, technician: Id): Promise<Id> {
  const visit = await plan(api, workOrder, technician)
  await send(api, workOrder, 'dispatch_visit', { visit })
  return visit
}

function onVisit(phone: Phone, visit: Id, minutesAgo: number) {
  return { visit, technician: phone.technician, at: addMinutes(now(), -minutesAgo) }
}

/** A visit as a good technician reports it: three photos, a note, a part, a signature. */
async function work(company: Company, phone: Phone, workOrder: Id, visit: Id, before = 0): Promise<void> {
  const stream = { kind: 'work_order', id: workOrder } as const
  const at = (minutesAgo: number) => onVisit(phone, visit, before + minutesAgo)
  await phone.report(
    stream,
    { type: 'accept', body: at(95) },
    { type: 'travel', body: at(90) },
    { type: 'arrive', body: at(70) },
    { type: 'answer_task', body: { ...at(65), task: gasValve.id, answer: { kind: 'check', value: 'yes' } } },
    {
      type: 'note',
      body: { ...at(60), text: 'Flame goes out after ten minutes. Electrode worn.', audience: 'customer' },
    },
    {
      type: 'part',
      body: {
        ...at(40),
        item: company.electrode,
        sku: 'IG-204',
        name: 'Ignition electrode',
        quantity: 1000,
        unit: 'each',
        serial: '',
        note: '',
      },
    },
  )
  const evidence: { fact: Id; sha256: string }[] = []
  for (const [seed, phase] of (['before', 'during', 'after'] as const).entries()) {
    const bytes = await jpeg(seed + 20)
    const photo = { sha256: sha256(bytes), size: bytes.length, type: 'image/jpeg', width: 1600, height: 1200 }
    const [fact = ''] = await phone.report(stream, {
      type: 'photo',
      body: { ...at(50 - seed), ...photo, phase, caption: 'Burner', audience: 'customer', position: null },
    })
    await phone.putFile(bytes, fact)
    evidence.push({ fact, sha256: photo.sha256 })
  }
  const image = await jpeg(40)
  const summary = canonicalJson({ workOrder, visit })
  const [signature = ''] = await phone.report(stream, {
    type: 'sign',
    body: {
      ...at(12),
      summaryHash: sha256(summary),
      summary,
      language: 'en-GB',
      template: 'summary-1',
      name: 'Helga Sommer',
      capacity: 'Caretaker',
      image: sha256(image),
      imageSize: image.length,
      strokes: [[0.1, 0.4, 0, 0.5, 0.2, 120, 0.9, 0.5, 260]],
      consent: 'I have read the summary of this visit and confirm it.',
      position: null,
    },
  })
  await phone.putFile(image, signature)
  await finish(phone, workOrder, at(5), [...evidence, { fact: signature, sha256: sha256(image) }])
}

/** The same, with a pump and a caretaker nobody had listed; gives the pump. */
async function find(company: Company, phone: Phone, workOrder: Id, visit: Id): Promise<Id> {
  const stream = { kind: 'work_order', id: workOrder } as const
  const asset = newId()
  const plate = { kind: 'pump', make: 'Grundfos', model: 'Alpha2 25-60', serial: 'GR-8841-22', location: 'Cellar' }
  const person = { name: 'Jonas Weber', role: 'Caretaker of house 4', phone: '+49 30 5550191', email: '' }
  await phone.report(
    stream,
    {
      type: 'add_asset',
      body: { ...onVisit(phone, visit, 68), asset, about: true, name: 'Circulation pump', notes: '', ...plate },
    },
    { type: 'add_contact', body: { ...onVisit(phone, visit, 66), contact: newId(), ...person } },
  )
  await work(company, phone, workOrder, visit)
  return asset
}

type At = ReturnType<typeof onVisit>

async function finish(phone: Phone, workOrder: Id, at: At, evidence: { fact: Id; sha256: string }[] = []) {
  const body = { ...at, outcome: 'done', returnReason: null, note: 'Runs again.', missing: [], evidence } as const
  await phone.report({ kind: 'work_order', id: workOrder }, { type: 'finish', body: { ...body, missing: [] } })
}

export async function workAfterCancellation(api: Api, phone: Phone, workOrder: Id): Promise<void> {
  const visit = await dispatch(api, workOrder, phone.technician)
  await send(api, workOrder, 'cancel_visit', { visit, reason: 'The caretaker refilled it' })
  await phone.report({ kind: 'work_order', id: workOrder }, { type: 'arrive', body: onVisit(phone, visit, 230) })
  await finish(phone, workOrder, onVisit(phone, visit, 205))
}

async function invoiced(company: Company, api: Api, phone: Phone, workOrder: Id): Promise<Id> {
  const visit = await dispatch(api, workOrder, phone.technician)
  await work(company, phone, workOrder, visit, 300)
  const { version } = await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  await send(api, workOrder, 'approve', { version })
  await api.call(reportApi.askReport, { params: { id: workOrder }, body: { id: newId(), visit: null } })
  const { invoice } = await api.call(billingApi.draftInvoice, { params: { id: workOrder } })
  if (!invoice) throw new Error('There is nothing to invoice.')
  const draft = await api.call(billingApi.readInvoice, { params: { id: invoice } })
  await api.call(billingApi.issueInvoice, { params: { id: invoice }, body: { version: draft.version } })
  return invoice
}
