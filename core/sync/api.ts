import * as z from 'zod'
import { contract, zId, zInstant } from '../kit/contract.ts'
import { zSha256 } from '../kit/fields.ts'
import { commandOutcomes } from '../work-orders/words.ts'

/** Kinds of documents a phone holds. `history` is a site's last closed work; `catalogue` what is the same for all. */
export const documentKinds = [
  'work_order',
  'site',
  'customer',
  'asset',
  'history',
  'parts',
  'prices',
  'money',
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

export const pushReply = z.object({
  nonce,
  epoch,
  now: zInstant,
  outcomes: z.array(pushOutcome),
  /** Numbers of this device were used for something else before: its database was copied to another phone (S7). */
  isCopied: z.boolean().optional(),
})
export type PushReply = z.infer<typeof pushReply>

/** What is only on a phone, as it saves it as one file (S26): commands as they were frozen, bytes as base64. */
export const outboxFormat = 'roundtrip-outbox-1'
export const savedCommand = z.object({
  id: zId,
  dseq: z.int().min(1),
  sha256: zSha256,
  bytes: z.string().min(2).max(400_000),
})
export type SavedCommand = z.infer<typeof savedCommand>
export const savedPicture = z.object({
  sha256: zSha256,
  fact: zId,
  type: z.string().max(100),
  base64: z.string().max(40_000_000),
})
/** Photos whose bytes are gone from the phone; earlier phones do not name them. */
export const savedMissing = z
  .array(savedPicture.omit({ base64: true }))
  .max(2_000)
  .optional()
/** What a saved file says of itself, beside what it holds. */
export const savedHead = z.object({
  format: z.literal(outboxFormat),
  exportedAt: zInstant,
  device: zId,
  member: zId,
  name: z.string().max(200),
})
/**
 * What one request brings of it: the whole where it is small; of a large one some commands at a time, its pictures
 * in pieces like a phone's (`filesApart` says how many, for the audit).
 */
export const outboxFile = savedHead.extend({
  commands: z.array(savedCommand).max(20_000),
  files: z.array(savedPicture).max(2_000),
  filesApart: z.int().min(0).optional(),
  missing: savedMissing,
})
export type OutboxFile = z.output<typeof outboxFile>

/** What became of each item of an imported file, in its order; the sentence is for people. */
export const importReply = z.object({
  member: z.string(),
  commands: z.array(
    z.object({
      id: zId,
      type: z.string(),
      workOrder: zId.nullable(),
      /** `damaged`: not what its hash in the file says; it stays where it is. */
      outcome: z.enum([...commandOutcomes, 'damaged']),
      first: z.enum(commandOutcomes).nullable(),
      code: z.string().nullable(),
      sentence: z.string().nullable(),
    }),
  ),
  files: z.array(
    z.object({
      sha256: z.string(),
      state: z.enum(['stored', 'refused']),
      code: z.string().nullable(),
      sentence: z.string().nullable(),
    }),
  ),
})

const held = z.tuple([z.enum(documentKinds), zId, z.int()])

/** So many are asked about at once, the newest. */
export const waitingNamed = 2_000

/** A person in the office settled what was held: the command went on the record, or was put aside with a reason (S4). */
const zSettlement = z.object({
  id: zId,
  /** Of the body: several contents may have come under one id. */
  sha256: z.string(),
  as: z.enum(['applied', 'put_aside']),
  /** The work order it went on. */
  number: z.string().nullable(),
  reason: z.string().nullable(),
})
export type Settlement = z.infer<typeof zSettlement>
/** Said with an answer that completes a pull. */
const settled = z.array(zSettlement).optional()

/** So many are told of in one pull. */
export const mostDamaged = 200

export const pullRequest = z.object({
  nonce,
  epoch: epoch.nullable(),
  /** sha256 over what the device holds, computed from its rows (S17); null when it holds nothing. */
  digest: z.string().max(64).nullable(),
  /** Sent when the server asked for it, and on every further page. */
  held: z.array(held).max(20_000).optional(),
  /** What is only on this phone, and since when (S31); earlier phones do not say since when. */
  unsent: z.object({ commands: z.int().min(0), files: z.int().min(0), since: zInstant.nullable().optional() }),
  /** Bytes a record awaits that this phone cannot hand in any more: its disk damaged them. */
  damaged: z.array(zSha256).max(mostDamaged).optional(),
  /** Bytes it has room for, where the browser says. */
  free: z.int().min(0).nullable().optional(),
  /** Commands that wait for the office as far as the phone knows: it is told which of them somebody has settled (S4). */
  waiting: z.array(zId).max(waitingNamed).optional(),
  /** It knows documents with prices: an earlier phone would take no page with one. Sent to those who may see them alone. */
  prices: z.boolean().optional(),
})
export type PullRequest = z.infer<typeof pullRequest>

/** One document of the phone's scope. `body` is JSON text as the server stores it. */
export const zPut = z.object({ kind: z.enum(documentKinds), id: zId, version: z.int(), body: z.unknown() })
export type Put = z.infer<typeof zPut>

/**
 * Why a visit leaves a phone although it was neither recalled nor given to somebody else: it still is this technician's,
 * only outside of what a phone holds; or it is done, or cancelled.
 */
export const zLeft = z.object({
  visit: zId,
  state: z.enum(['theirs', 'done', 'cancelled']),
  start: zInstant.nullable(),
})

export const pullReply = z.discriminatedUnion('state', [
  z.object({ state: z.literal('same'), nonce, epoch, now: zInstant, settled }),
  z.object({ state: z.literal('send_held'), nonce, epoch, now: zInstant }),
  z.object({
    state: z.literal('page'),
    nonce,
    epoch,
    now: zInstant,
    puts: z.array(zPut),
    evict: z.array(z.tuple([z.enum(documentKinds), zId])),
    /** Of work orders that leave: visits that nobody took from this technician. Earlier servers do not say. */
    left: z.array(zLeft).optional(),
    more: z.boolean(),
    settled,
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
    byDeviceKey: true,
    body: pushRequest,
    reply: pushReply,
  }),
  importUnsent: contract({
    id: 'importUnsent',
    method: 'POST',
    path: '/api/sync/import',
    summary: 'Take in the file a phone saved of what was only on it, under its author; again changes nothing',
    ability: 'work_orders.edit',
    app: 'office',
    /** What the proxy of the README lets through; the office's page stays far below it, whatever the file weighs. */
    maxBody: 30_000_000,
    body: outboxFile,
    reply: importReply,
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
