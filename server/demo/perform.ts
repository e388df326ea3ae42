import { createHash } from 'node:crypto'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes, type Instant, instantFrom, localTime, millisecondsOf } from '#core/kit/time.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import type { Visit } from '#core/work-orders/document.ts'
import { missing } from '#core/work-orders/missing.ts'
import { summary, summaryTemplate, summaryText } from '#core/work-orders/summary.ts'
import { findVisit } from '#core/work-orders/visits.ts'
import type { Outcome, PhotoPhase, ReturnReason } from '#core/work-orders/words.ts'
import { type CastAsset, type CastTechnician, itemId, itemWith, jobTypeNamed, taskId } from './cast.ts'
import type { Scene } from './data/scenes.ts'
import { earlier } from './hours.ts'
import type { Album, Picture } from './pictures/album.ts'
import { between, fraction, oneOf } from './seeded.ts'
import { mustApply, type Said, type Telling } from './telling.ts'

/** How one technician goes through one visit. Times are the technician's own; what is left out is as usual. */
export type Performance = {
  name: string
  visit: Id
  who: CastTechnician
  scene: Scene
  asset: CastAsset | undefined
  depart: Instant
  drive: number
  minutes: number
  /** How far they got; the rest has not happened yet. */
  until: 'accepted' | 'travelling' | 'on_site' | 'paused' | 'finished'
  outcome?: Outcome
  returnReason?: ReturnReason
  /** For crew and office. */
  note?: string
  /** For the customer. */
  done?: string
  parts?: [sku: string, quantity: number][]
  /** What has to be ordered before somebody comes again. */
  toOrder?: [sku: string, quantity: number][]
  signOff?: 'signed' | 'refused' | 'unattended' | 'none'
  /** Beside a mate who records tasks, parts and photos for both. */
  helps?: true
  /** Sign-off and finish are left to a mate. */
  leaves?: true
  /** An apprentice beside them, whose time they write down. */
  apprentice?: CastTechnician
  /** The last photo is still on the phone. */
  awaited?: true
  /** Skips what is required at the end, as people do. */
  hasty?: true
  /** It is this late: what would come after has not happened. */
  by?: Instant
  /** Handed in this much after it happened, for want of a signal. */
  late?: number
  signer: string
}

export async function perform(telling: Telling, album: Album, given: Performance): Promise<void> {
  const { depart, drive, until, name } = given
  const base = { visit: given.visit, technician: given.who.id }
  const arrived = addMinutes(depart, drive)
  const end = addMinutes(arrived, given.minutes)
  const accepted = earlier(addMinutes(depart, -between(`${name}/accept`, 5, 25)), given.by ?? depart)
  const setOut = [
    telling.say(accepted, 'accept', { ...base, at: accepted }),
    ...(until === 'accepted' ? [] : [telling.say(depart, 'travel', { ...base, at: depart })]),
  ]
  const isThere = until !== 'accepted' && until !== 'travelling'
  const onSite = isThere ? happened(given, onTheWork(telling, album, given, arrived)) : []
  const first = addMinutes(arrived, 4)
  const lateBy = given.late ?? 0
  await handIn(telling, given, addMinutes(depart, lateBy), setOut)
  await handIn(
    telling,
    given,
    addMinutes(arrived, lateBy || 4),
    onSite.filter((one) => one.at <= first),
  )
  const rest = onSite.filter((one) => one.at > first)
  if (until !== 'finished') return handIn(telling, given, addMinutes(rest.at(-1)?.at ?? arrived, lateBy), rest)
  await handIn(telling, given, addMinutes(end, lateBy), rest)
  if (given.leaves)
    return handIn(telling, given, addMinutes(end, lateBy), [telling.say(end, 'leave', { ...base, at: end })])
  await signAndFinish(telling, album, given, end)
}

function happened({ by }: Performance, said: Said[]): Said[] {
  return by === undefined ? said : said.filter((one) => one.at <= by)
}

async function handIn(telling: Telling, { who, name, by }: Performance, heard: Instant, said: Said[]): Promise<void> {
  if (said.length === 0) return
  mustApply(name, said, await telling.phone(who, earlier(heard, by ?? heard), ...said))
}

/** From the arrival to the last photo, in the order of a careful technician. */
function onTheWork(telling: Telling, album: Album, given: Performance, arrived: Instant): Said[] {
  const { who, visit, scene, name, minutes, until, asset } = given
  const jobType = jobTypeNamed(scene.jobType)
  const base = { visit, technician: who.id }
  const said: Said[] = []
  const share = (part: number) => addMinutes(arrived, Math.max(1, Math.round(minutes * part)))
  const photo = (
    at: Instant,
    phase: PhotoPhase,
    picture: Picture,
    caption: string,
    audience: 'customer' | 'crew' = 'customer',
  ) =>
    said.push(
      telling.say(at, 'photo', {
        ...base,
        at,
        ...picture,
        type: 'image/jpeg',
        phase,
        caption,
        audience,
        position: null,
      }),
    )

  said.push(telling.say(arrived, 'arrive', { ...base, at: arrived }))
  if (given.helps) {
    if (given.note)
      said.push(telling.say(share(0.3), 'note', { ...base, at: share(0.3), text: given.note, audience: 'crew' }))
    return said
  }
  const answer = (at: Instant, index: number): void => {
    const task = jobType.tasks[index]
    const answered = task && answerTo(task, `${name}/task/${index}`, asset?.id ?? null)
    const body = { ...base, at, task: taskId(jobType, index), form: 1 }
    if (answered) said.push(telling.say(at, 'answer_task', { ...body, answer: answered }))
  }
  const before = jobType.tasks.flatMap((task, index) => (task.section === 'risk' ? [index] : []))
  for (const index of before) answer(addMinutes(arrived, 2), index)
  photo(addMinutes(arrived, 3), 'before', album.photo(scene.before, name), 'As found')
  if (asset) {
    const plate = album.nameplate(asset.id)
    if (plate) photo(addMinutes(arrived, 4), 'nameplate', plate, `${asset.make} ${asset.model}`, 'crew')
  }
  const note = given.note ?? scene.found
  if (note !== '') said.push(telling.say(share(0.3), 'note', { ...base, at: share(0.3), text: note, audience: 'crew' }))
  if (until === 'paused') {
    said.push(
      telling.say(share(0.5), 'pause', {
        ...base,
        at: share(0.5),
        activity: 'waiting',
        note: 'Waiting for the part runner',
      }),
    )
    return said
  }
  if (until === 'on_site') return said
  const lunch = minutes > 150 && localTime(arrived, who.zone) < '11:30'
  if (lunch) {
    said.push(telling.say(share(0.5), 'pause', { ...base, at: share(0.5), activity: 'break' }))
    said.push(telling.say(addMinutes(share(0.5), 30), 'resume', { ...base, at: addMinutes(share(0.5), 30) }))
  }
  const isDone = (given.outcome ?? 'done') === 'done'
  for (const [sku, quantity] of given.parts ?? (isDone ? scene.parts : [])) {
    const { name: called, unit } = itemWith(sku)
    const at = share(0.75)
    said.push(
      telling.say(at, 'part', {
        ...base,
        at,
        item: itemId(sku),
        sku,
        name: called,
        quantity: quantity * 1000,
        unit,
        serial: '',
        note: '',
      }),
    )
  }
  if (isDone) {
    const rest = jobType.tasks.flatMap((_, index) => (before.includes(index) ? [] : [index]))
    for (const index of given.hasty ? rest.slice(0, -1) : rest) answer(share(0.85), index)
    const count = given.hasty ? 0 : Math.max(jobType.photosAfter, fraction(`${name}/after`) < 0.6 ? 1 : 0)
    for (let n = 0; n < count; n++) photo(share(0.92), 'after', album.photo(scene.after, `${name}/after`), 'As left')
  }
  if (scene.finding && isDone && asset && fraction(`${name}/finding`) < 0.4) {
    const finding = { asset: asset.id, photos: [], repaired: false, ...scene.finding }
    said.push(telling.say(share(0.8), 'finding', { ...base, at: share(0.8), ...finding }))
  }
  for (const [sku, quantity] of given.toOrder ?? []) {
    const { name: called, unit } = itemWith(sku)
    const part = { item: itemId(sku), sku, name: called, quantity: quantity * 1000, unit, note: '' }
    said.push(telling.say(share(0.9), 'need_part', { ...base, at: share(0.9), ...part }))
  }
  if (given.awaited) photo(share(0.94), 'other', album.awaited(name), 'Label of the new part')
  if (given.apprentice) {
    const [from, to] = [arrived, share(0.96)]
    const body = {
      visit,
      technician: given.apprentice.id,
      at: to,
      activity: 'work' as const,
      from,
      to,
      note: 'Along for training',
    }
    said.push(telling.say(to, 'record_time', body))
  }
  return said
}

function answerTo(
  task: ReturnType<typeof jobTypeNamed>['tasks'][number],
  name: string,
  asset: Id | null,
): CommandBody<'answer_task'>['answer'] | null {
  // Nobody of this company found what would ask it.
  if (task.when) return null
  if (!task.required && fraction(`${name}/skipped`) < 0.25) return null
  if (task.kind === 'check') return { kind: 'check', value: 'yes' }
  if (task.kind === 'text') return { kind: 'text', value: oneOf(name, task.says ?? ['None']) }
  const [first = '', second = ''] = task.options ?? []
  if (task.kind === 'choice') return { kind: 'choice', value: task.says?.[0] ?? first }
  if (task.kind === 'choices') return { kind: 'choices', value: [first, second] }
  const [least, most, decimals] = task.range ?? [0, 1, 0]
  const value = (least + fraction(name) * (most - least)).toFixed(decimals)
  return task.kind === 'reading' ? { kind: 'reading', value, asset } : { kind: 'number', value }
}

/** The customer signs the summary as it stands on the phone, then the visit is finished. */
async function signAndFinish(telling: Telling, album: Album, given: Performance, end: Instant): Promise<void> {
  const { who, visit: visitId, name } = given
  const outcome = given.outcome ?? 'done'
  const base = { visit: visitId, technician: who.id }
  const work = await telling.work()
  const visit = findVisit(work, visitId)
  if (!visit) throw new Error(`${name} has no such visit`)
  const signedAt = secondsBefore(end, 75)
  const sign = signOff(telling, album, given, signedAt, summaryText(summary(work, visit)))
  const before = sign ? [sign] : []
  const heard = addMinutes(end, given.late ?? 0)
  await handIn(telling, given, heard, before)
  const now = await telling.work()
  const then = findVisit(now, visitId)
  if (!then) throw new Error(`${name} has no such visit`)
  const finish = telling.say(end, 'finish', {
    ...base,
    at: end,
    outcome,
    returnReason: outcome === 'needs_return' ? (given.returnReason ?? 'parts') : null,
    note: outcome === 'done' ? (given.done ?? given.scene.done) : (given.note ?? ''),
    missing: missing(now, then, outcome)
      .map((one) => one.label)
      .filter((label) => label !== ''),
    evidence: evidenceOf(now.photos, then),
  })
  await handIn(telling, given, heard, [finish])
}

function evidenceOf(photos: { id: Id; sha256: string; visit: Id }[], visit: Visit): { fact: Id; sha256: string }[] {
  const signatures = visit.signOffs.flatMap((one) =>
    one.kind === 'signed' ? [{ fact: one.id, sha256: one.image }] : [],
  )
  return [
    ...photos.filter((photo) => photo.visit === visit.id).map(({ id: fact, sha256 }) => ({ fact, sha256 })),
    ...signatures,
  ]
}

const consent = 'I have seen the work described here and agree that it was done.'

function signOff(telling: Telling, album: Album, given: Performance, at: Instant, text: string): Said | null {
  const { who, visit, name, signer } = given
  const shown = {
    visit,
    technician: who.id,
    at,
    summary: text,
    summaryHash: createHash('sha256').update(text).digest('hex'),
    language: 'en',
    template: summaryTemplate,
  }
  switch (given.signOff ?? 'signed') {
    case 'none':
      return null
    case 'refused':
      return telling.say(at, 'refuse_sign_off', {
        ...shown,
        name: signer,
        reason: 'Does not agree with the time',
        statement: 'You were here for half an hour, not for an hour and a half.',
      })
    case 'unattended':
      return telling.say(at, 'unattended', { ...shown, reason: 'Nobody on site, agreed on the phone' })
    case 'signed': {
      const signature = album.signature(name)
      return telling.say(at, 'sign', {
        ...shown,
        name: signer,
        capacity: '',
        image: signature.sha256,
        imageSize: signature.size,
        strokes: signature.strokes,
        consent,
        position: null,
      })
    }
  }
}

function secondsBefore(at: Instant, seconds: number): Instant {
  return instantFrom(millisecondsOf(at) - seconds * 1000)
}
