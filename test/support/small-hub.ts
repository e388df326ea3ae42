import { randomUUID } from 'node:crypto'
import type { Id } from '#core/kit/ids.ts'
import { uuidv7 } from '#core/kit/ids.ts'
import { type Instant, instantFrom } from '#core/kit/time.ts'
import type { PushOutcome, PushRequest, PullRequest } from '#core/sync/api.ts'
import { chunkHeaders, pieceSize, piecesOf, runsOf } from '#core/sync/chunks.ts'
import { digestInput } from '#core/sync/documents.ts'
import type { Envelope } from '#core/sync/envelope.ts'
import { type Command, isCommandType } from '#core/work-orders/commands.ts'
import { decide } from '#core/work-orders/decide.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { sha256 } from './phone.ts'

/**
 * The reply contract of sync, as small as it can be, to put a broken network in front of: captive portals, cut replies and
 * refusing servers. What the server itself does is tested on the server.
 */
export type Fault = (path: string, answer: () => Promise<Response>) => Promise<Response>

export type Hub = {
  fetch: typeof fetch
  /** The network, until it is set to null again. */
  fault: Fault | null
  orders: Map<Id, { order: WorkOrder; settled: number }>
  /** Work orders in the technician's scope. */
  scope: Set<Id>
  ledger: Map<Id, { bytes: string; outcome: PushOutcome }>
  stored: Set<string>
  /** Files on their way, piece by piece, and thumbnails that came ahead. */
  pieces: Map<string, Map<number, Buffer>>
  thumbnails: Set<string>
  /** What a server of before the pieces does not have. */
  hasPieces: boolean
  /** Keys of devices, each with the member it hands in for; empty for a server of before keys. */
  keys: Map<string, Id> | null
  /** Who handed in what, by command. */
  authors: Map<Id, Id>
  /** Under which numbers, in the order they came. */
  numbers: number[]
  epoch: string
  /** Its clock. */
  now: () => Instant
  asked: string[]
  lastBody: string
  /** Bytes of the last body that was no text. */
  lastSize: number
  /** An office command on an order. */
  office: (workOrder: Id, command: Command) => void
  me: { org: Id; member: Id; technician: Id }
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: 'about:blank', title: code, status, code, detail: code }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

let made = 0
export const newTestId = (): Id =>
  uuidv7(Date.parse('2026-11-23T07:00:00.000Z') + ++made, Buffer.from(randomUUID().replaceAll('-', ''), 'hex'))

export function openHub(): Hub {
  const me = { org: newTestId(), member: newTestId(), technician: newTestId() }
  let device: Id = newTestId()
  let session: Id | null = null
  let sessionMe: object | null = null

  function apply(
    workOrder: Id,
    command: Command,
    by: { envelope: Envelope | null; dseq: number | null },
  ): 'applied' | 'held' {
    const known = hub.orders.get(workOrder)
    const { envelope } = by
    const decision = decide(known?.order ?? null, command, {
      judge: 'record',
      id: envelope?.id ?? newTestId(),
      workOrder,
      seen: envelope?.seen ?? known?.order.work.version ?? 0,
      version: (known?.order.work.version ?? 0) + 1,
      at: hub.now(),
      heard: hub.now(),
      by: envelope
        ? { member: me.member, name: 'Ines', device, source: 'self' }
        : { member: null, name: 'Office', device: null, source: 'office' },
      technician: envelope ? me.technician : null,
      number: 'WO-1001',
      isStored: (hash) => hub.stored.has(hash),
      policy: { purchaseOrderRequired: false },
    })
    if ('refusal' in decision) return 'held'
    hub.orders.set(workOrder, { order: decision.order, settled: by.dseq ?? known?.settled ?? 0 })
    return 'applied'
  }

  function push({ nonce, commands }: PushRequest, member: Id): unknown {
    for (const { id } of commands) hub.authors.set(id, member)
    hub.numbers.push(...commands.map(({ dseq }) => dseq))
    const outcomes = commands.map(({ id, dseq, bytes }): PushOutcome => {
      const known = hub.ledger.get(id)
      if (known) return { ...known.outcome, outcome: 'duplicate', first: known.outcome.outcome }
      const envelope: Envelope = JSON.parse(bytes)
      const command = { type: envelope.type, body: envelope.body } as Command
      const result = isCommandType(envelope.type) ? apply(envelope.stream.id, command, { envelope, dseq }) : 'applied'
      const outcome: PushOutcome = {
        id,
        outcome: result,
        first: null,
        code: result === 'held' ? 'not_found' : null,
        params: null,
        number: null,
      }
      hub.ledger.set(id, { bytes, outcome })
      return outcome
    })
    return { nonce, epoch: hub.epoch, now: hub.now(), outcomes }
  }

  function pull({ nonce, digest, held }: PullRequest): unknown {
    const heard = { nonce, epoch: hub.epoch, now: hub.now() }
    const puts = [...hub.scope].flatMap((id) => {
      const known = hub.orders.get(id)
      if (!known) return []
      const body = {
        work: known.order.work,
        settled: known.settled,
        customerName: 'Bakery',
        siteName: 'Shop',
        technicians: {},
      }
      return { kind: 'work_order' as const, id, version: known.order.work.version, body }
    })
    const manifest = puts.map((put) => [put.kind, put.id, put.version] as const)
    if (digest === sha256(digestInput(manifest))) return { state: 'same', ...heard }
    if (digest !== null && !held) return { state: 'send_held', ...heard }
    const has = new Map((held ?? []).map(([kind, id, version]) => [`${kind}/${id}`, version]))
    const evict = [...has.keys()]
      .filter((key) => !puts.some((put) => `${put.kind}/${put.id}` === key))
      .map((key) => key.split('/'))
    const changed = puts.filter((put) => has.get(`${put.kind}/${put.id}`) !== put.version)
    // One document a page, so that paging is always walked.
    return { state: 'page', ...heard, puts: changed.slice(0, 1), evict, more: changed.length > 1 }
  }

  function signIn(body: { device: { id: Id } }): unknown {
    device = body.device.id
    const organization = {
      id: me.org,
      name: 'Meridian',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      currencyExponent: 2,
      locale: 'en-GB',
      paper: 'a4',
      units: 'metric',
      firstDayOfWeek: 1,
      logo: null,
    }
    const actor = {
      orgId: me.org,
      memberId: me.member,
      userId: 'u1',
      name: 'Ines',
      roles: ['technician'],
      abilities: ['field'],
      technicianId: me.technician,
      deviceId: device,
      app: 'field',
    }
    const deviceKey = hub.keys ? `key-of-${device}` : undefined
    if (deviceKey) hub.keys?.set(`${device}.${deviceKey}`, me.member)
    session = me.member
    sessionMe = { actor, organization }
    return { state: 'signed_in', me: sessionMe, ...(deviceKey ? { deviceKey } : {}) }
  }

  function keep(bytes: Buffer): void {
    const hash = sha256(bytes)
    hub.stored.add(hash)
    for (const [id, { order }] of hub.orders) {
      if (order.work.photos.some((photo) => photo.sha256 === hash))
        apply(id, { type: 'bytes_stored', body: { sha256: hash } }, { envelope: null, dseq: null })
    }
  }

  function upload(hash: string): Response {
    const known = hub.pieces.get(hash)
    const state = hub.stored.has(hash) ? 'stored' : known ? 'receiving' : 'unknown'
    return Response.json({ sha256: hash, state, size: null, have: runsOf(known?.keys() ?? []) })
  }

  function receive(hash: string, first: number, init: RequestInit | undefined): Response {
    const body = Buffer.from(init?.body as ArrayBuffer)
    const headers = new Headers(init?.headers)
    if (headers.get(chunkHeaders.hash) !== sha256(body)) return problem(422, 'wrong_chunk')
    const known = hub.pieces.get(hash) ?? new Map<number, Buffer>()
    hub.pieces.set(hash, known)
    for (let at = 0; at < body.byteLength; at += pieceSize)
      known.set(first + at / pieceSize, body.subarray(at, at + pieceSize))
    if (known.size === piecesOf(Number(headers.get(chunkHeaders.size)))) {
      const whole = Buffer.concat([...known].sort(([a], [b]) => a - b).map(([, piece]) => piece))
      hub.pieces.delete(hash)
      if (sha256(whole) !== hash) return problem(422, 'wrong_hash')
      keep(whole)
    }
    return upload(hash)
  }

  /** Whose: by the key it names, else by the session. */
  function memberOf(init: RequestInit | undefined): Id | null {
    const named = new Headers(init?.headers).get('authorization')
    if (named) return hub.keys?.get(named.replace('Device ', '')) ?? null
    return init?.credentials === 'omit' ? null : session
  }

  async function answer(path: string, init: RequestInit | undefined): Promise<Response> {
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : null
    if (path === '/api/auth/field/sign-in') return Response.json(signIn(body))
    if (path === '/api/auth/field/sign-out') {
      session = null
      return new Response(null, { status: 204 })
    }
    const member = memberOf(init)
    if (member === null) return problem(401, 'not_signed_in')
    if (path === '/api/me') return Response.json(sessionMe)
    if (path === '/api/sync/push') return Response.json(push(body, member))
    const byKey = new Headers(init?.headers).has('authorization')
    if (path === '/api/sync/pull') return byKey ? problem(401, 'not_signed_in') : Response.json(pull(body))
    const [hash = '', what, first] = path.replace('/api/files/', '').split('/')
    if (what && !hub.hasPieces) return problem(404, 'not_found')
    if (what === 'thumbnail') {
      hub.thumbnails.add(hash)
      return Response.json({ sha256: hash, state: 'kept' })
    }
    if (what === 'chunks') return first === undefined ? upload(hash) : receive(hash, Number(first), init)
    const bytes = Buffer.from(init?.body as ArrayBuffer)
    keep(bytes)
    return Response.json({ state: 'stored', sha256: sha256(bytes), size: bytes.byteLength })
  }

  const hub: Hub = {
    fetch: async (input, init) => {
      const path = String(input).split('?')[0] ?? ''
      hub.asked.push(path)
      if (typeof init?.body === 'string') hub.lastBody = init.body
      else if (init?.body instanceof ArrayBuffer) hub.lastSize = init.body.byteLength
      return hub.fault ? hub.fault(path, () => answer(path, init)) : answer(path, init)
    },
    fault: null,
    orders: new Map(),
    scope: new Set(),
    ledger: new Map(),
    stored: new Set(),
    pieces: new Map(),
    thumbnails: new Set(),
    hasPieces: true,
    keys: new Map(),
    authors: new Map(),
    numbers: [],
    now: () => instantFrom(Date.parse('2026-11-23T08:00:00.000Z')),
    epoch: 'one',
    asked: [],
    lastBody: '',
    lastSize: 0,
    office: (workOrder, command) => void apply(workOrder, command, { envelope: null, dseq: null }),
    me,
  }
  return hub
}

/** A dispatched visit of the hub's technician, on a work order of its own. */
export function dispatched(hub: Hub, start = '2026-11-23T09:00:00.000Z'): { workOrder: Id; visit: Id } {
  const [workOrder, visit] = [newTestId(), newTestId()]
  const details = {
    customer: null,
    site: null,
    assets: [],
    contact: null,
    kind: 'reactive' as const,
    priority: 'P2' as const,
    title: 'No heating',
    description: '',
    jobType: null,
    requestedAt: start,
    targetAt: null,
    reference: '',
    accessNotes: '',
  }
  const requires = { signOff: false, photosBefore: 0, photosAfter: 0 }
  hub.office(workOrder, {
    type: 'raise',
    body: {
      details,
      reported: null,
      zone: 'Europe/Berlin',
      tasks: [],
      requires,
      provisional: null,
      origin: 'office',
      at: start,
    },
  })
  hub.office(workOrder, {
    type: 'plan_visit',
    body: { visit, start, minutes: 60, window: null, crew: [hub.me.technician], lead: null },
  })
  hub.office(workOrder, { type: 'dispatch_visit', body: { visit } })
  hub.scope.add(workOrder)
  return { workOrder, visit }
}
