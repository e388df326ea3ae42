import * as z from 'zod'
import { contract, zId, zInstant } from '../kit/contract.ts'
import { commandOutcomes } from '../work-orders/api.ts'

/** Kinds of documents a phone holds. `history` is a site's last closed work; `catalogue` what is the same for all. */
export const documentKinds = [
  'work_order',
  'site',
  'customer',
  'asset',
  'history',
  'parts',
  'job_types',
  'people',
  'day',
  'settings',
] as const
export type DocumentKind = (typeof documentKinds)[number]

const nonce = z.string().min(8).max(64)
/** Named by the server; a restored or promoted database has another (S19). */
const epoch = z.string().max(64)

export const pushRequest = z.object({
  nonce,
  epoch: epoch.nullable(),
  commands: z
    .array(
      z.object({
        id: zId,
        /** Without gaps, one device's own count (S7). */
        dseq: z.int().min(1),
        /** The envelope's frozen JSON text; the server hashes exactly this (S6). */
        bytes: z.string().min(2).max(400_000),
      }),
    )
    .min(1)
    .max(200),
})
export type PushRequest = z.infer<typeof pushRequest>

export const pushOutcome = z.object({
  id: zId,
  outcome: z.enum(commandOutcomes),
  /** The first outcome, word for word, when this is a `duplicate`. */
  first: z.enum(commandOutcomes).nullable(),
  code: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  /** The number a new work order was given. */
  number: z.string().nullable(),
})
export type PushOutcome = z.infer<typeof pushOutcome>

export const pushReply = z.object({ nonce, epoch, now: zInstant, outcomes: z.array(pushOutcome) })
export type PushReply = z.infer<typeof pushReply>

const held = z.tuple([z.enum(documentKinds), zId, z.int()])

export const pullRequest = z.object({
  nonce,
  epoch: epoch.nullable(),
  /** sha256 over what the device holds, computed from its rows (S17); null when it holds nothing. */
  digest: z.string().max(64).nullable(),
  /** Sent when the server asked for it, and on every further page. */
  held: z.array(held).max(20_000).optional(),
  /** What is only on this phone (S31). */
  unsent: z.object({ commands: z.int().min(0), files: z.int().min(0) }),
})
export type PullRequest = z.infer<typeof pullRequest>

/** One document of the phone's scope. `body` is JSON text as the server stores it. */
export const zPut = z.object({ kind: z.enum(documentKinds), id: zId, version: z.int(), body: z.unknown() })
export type Put = z.infer<typeof zPut>

export const pullReply = z.discriminatedUnion('state', [
  z.object({ state: z.literal('same'), nonce, epoch, now: zInstant }),
  z.object({ state: z.literal('send_held'), nonce, epoch, now: zInstant }),
  z.object({
    state: z.literal('page'),
    nonce,
    epoch,
    now: zInstant,
    puts: z.array(zPut),
    evict: z.array(z.tuple([z.enum(documentKinds), zId])),
    more: z.boolean(),
  }),
])
export type PullReply = z.infer<typeof pullReply>

export const syncApi = {
  push: contract({
    id: 'push',
    method: 'POST',
    path: '/api/sync/push',
    summary: 'Hand in commands a phone captured; each is stored whatever becomes of it',
    ability: 'field',
    app: 'field',
    maxBody: 8_000_000,
    body: pushRequest,
    reply: pushReply,
  }),
  pull: contract({
    id: 'pull',
    method: 'POST',
    path: '/api/sync/pull',
    summary: 'What a phone should hold, page by page, compared with what it holds',
    ability: 'field',
    app: 'field',
    maxBody: 2_000_000,
    body: pullRequest,
    reply: pullReply,
  }),
  findOnline: contract({
    id: 'findOnline',
    method: 'GET',
    path: '/api/sync/find',
    summary: 'Open work orders by site or number that are not on the phone, to join one',
    ability: 'field',
    app: 'field',
    query: z.object({ q: z.string().min(2).max(200) }),
    reply: z.object({
      items: z.array(
        z.object({ id: zId, number: z.string().nullable(), title: z.string(), site: z.string(), status: z.string() }),
      ),
    }),
  }),
  join: contract({
    id: 'joinWorkOrder',
    method: 'POST',
    path: '/api/sync/join',
    summary: 'Put an open work order on this technician’s phone',
    ability: 'field',
    app: 'field',
    body: z.object({ workOrder: zId }),
    reply: z.object({ workOrder: zId }),
  }),
}
