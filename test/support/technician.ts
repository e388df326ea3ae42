import type { Id } from '#core/kit/ids.ts'
import { type Instant, instantFrom } from '#core/kit/time.ts'
import type { Command } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { missing } from '#core/work-orders/missing.ts'
import { summary, summaryTemplate, summaryText } from '#core/work-orders/summary.ts'
import { findVisit } from '#core/work-orders/visits.ts'
import type { Audience, Outcome, PhotoPhase, ReturnReason } from '#core/work-orders/words.ts'
import { type Browser, openBrowser, openTestPhone, type TestPhone } from './phone.ts'
import { hashOf, picture } from './pictures.ts'
import { type Person, testPassword, type TestServer } from './server.ts'

/** A technician of a walk: the real client on a phone whose clock and network the walk holds. */
export type Technician = {
  id: Id
  person: Person
  browser: Browser
  phone: () => TestPhone
  now: () => Instant
  wait: (minutes: number) => void
  offline: () => void
  /** Back in reach: everything is handed in and fetched. */
  online: () => Promise<void>
  sync: () => Promise<void>
  /** The page is gone without a word and opened again. */
  killed: () => Promise<void>
  on: (workOrder: Id, visit: Id) => OnVisit
}

/** What a technician does on a visit; each gives the id of the fact. `mate` says whose it is when it is somebody else's. */
export type OnVisit = {
  shown: () => WorkDocument
  travel: (mate?: Id) => Promise<Id>
  arrive: (mate?: Id) => Promise<Id>
  leave: (mate?: Id) => Promise<Id>
  pause: (activity: 'break' | 'waiting') => Promise<Id>
  resume: () => Promise<Id>
  check: (task: Id, value: 'yes' | 'no') => Promise<Id>
  note: (text: string, audience?: Audience) => Promise<Id>
  part: (part: { item?: Id; sku?: string; name: string; quantity: number }) => Promise<Id>
  photo: (phase: PhotoPhase, caption: string, given?: { file?: Blob; audience?: Audience }) => Promise<Id>
  sign: (name: string) => Promise<Id>
  refuseToSign: (name: string, reason: string, statement: string) => Promise<Id>
  finish: (outcome: Outcome, note: string, returnReason?: ReturnReason) => Promise<Id>
}

const noNetwork: Browser['fault'] = async () => {
  throw new TypeError('fetch failed')
}

/** Signs a technician in on a phone and fetches. The day began some hours ago, so that it ends about now. */
export async function openTechnician(server: TestServer, person: Person, hoursAgo = 8): Promise<Technician> {
  if (!person.technicianId) throw new Error(`${person.name} is no technician`)
  const browser = openBrowser(server.origin)
  let phone = openTestPhone({
    fetch: browser.fetch,
    now: Math.floor(Date.now() / 60_000) * 60_000 - hoursAgo * 3600_000,
  })
  await phone.until('signed_out')
  const answer = await phone.field.signIn({ email: person.email, password: testPassword })
  if (!('state' in answer)) throw new Error(`not signed in: ${answer.refusal.code}`)
  await phone.sync()
  const technician: Technician = {
    id: person.technicianId,
    person,
    browser,
    phone: () => phone,
    now: () => instantFrom(phone.clock.now),
    wait: (minutes) => void (phone.clock.now += minutes * 60_000),
    offline: () => void (browser.fault = noNetwork),
    async online() {
      browser.fault = null
      await phone.sync()
    },
    sync: () => phone.sync(),
    async killed() {
      phone = await phone.kill()
    },
    on: (workOrder, visit) => onVisit(() => phone.phone(), workOrder, visit),
  }
  return technician
}

function onVisit(phone: () => ReturnType<TestPhone['phone']>, workOrder: Id, visit: Id): OnVisit {
  const fact = (mate?: Id) => ({ ...phone().fact(visit), ...(mate ? { technician: mate } : {}) })
  const shown = (): WorkDocument => {
    const view = phone().workOrder(workOrder).get()
    if (!view) throw new Error('the work order is not on the phone')
    return view.order.work
  }
  const capture = async (command: Command): Promise<Id> => only(await phone().capture({ workOrder, command }))
  const visitShown = () => {
    const found = findVisit(shown(), visit)
    if (!found) throw new Error('the visit is not on the phone')
    return found
  }
  const shownSummary = () => {
    const text = summaryText(summary(shown(), visitShown()))
    return { summary: text, summaryHash: hashOf(text), language: 'en', template: summaryTemplate }
  }
  return {
    shown,
    travel: (mate) => capture({ type: 'travel', body: fact(mate) }),
    arrive: (mate) => capture({ type: 'arrive', body: fact(mate) }),
    leave: (mate) => capture({ type: 'leave', body: fact(mate) }),
    pause: (activity) => capture({ type: 'pause', body: { ...fact(), activity } }),
    resume: () => capture({ type: 'resume', body: fact() }),
    check: (task, value) =>
      capture({ type: 'answer_task', body: { ...fact(), task, answer: { kind: 'check', value } } }),
    note: (text, audience = 'crew') => capture({ type: 'note', body: { ...fact(), text, audience } }),
    part: ({ item, sku, name, quantity }) =>
      capture({
        type: 'part',
        body: { ...fact(), item: item ?? null, sku: sku ?? '', name, quantity, unit: 'each', serial: '', note: '' },
      }),
    async photo(phase, caption, { file, audience = 'customer' } = {}) {
      const taken = file ?? (await picture())
      return only(
        await phone().capturePhoto({ workOrder, visit, file: taken, phase, caption, audience, position: null }),
      )
    },
    async sign(name) {
      const image = await picture('png')
      const consent = 'The work described above was done.'
      const strokes = [[10, 10, 0, 40, 30, 120]]
      const sign = { ...shownSummary(), visit, name, capacity: 'Caretaker', strokes, consent, position: null }
      return only(await phone().captureSignature({ workOrder, image, sign }))
    },
    refuseToSign: (name, reason, statement) =>
      capture({ type: 'refuse_sign_off', body: { ...fact(), ...shownSummary(), name, reason, statement } }),
    finish(outcome, note, returnReason) {
      const body = {
        ...fact(),
        outcome,
        returnReason: returnReason ?? null,
        note,
        missing: missing(shown(), visitShown(), outcome).map((one) => one.label),
        evidence: evidenceOn(shown(), visit),
      }
      return capture({ type: 'finish', body })
    },
  }
}

/** What a finish names (S23): photos, files of the field and signatures of the visit. */
function evidenceOn(work: WorkDocument, visit: Id): { fact: Id; sha256: string }[] {
  const photos = work.photos.filter((photo) => photo.visit === visit)
  const files = work.files.filter((file) => file.visit === visit && file.technician !== null)
  const signed = (findVisit(work, visit)?.signOffs ?? []).flatMap((one) =>
    one.kind === 'signed' ? [{ fact: one.id, sha256: one.image }] : [],
  )
  return [...[...photos, ...files].map(({ id, sha256 }) => ({ fact: id, sha256 })), ...signed]
}

function only(captured: Awaited<ReturnType<ReturnType<TestPhone['phone']>['capture']>>): Id {
  if ('refusal' in captured)
    throw new Error(`not captured: ${captured.refusal.code} ${JSON.stringify(captured.refusal.params ?? {})}`)
  const [fact] = captured.facts
  if (!fact) throw new Error('a capture is a fact')
  return fact
}
