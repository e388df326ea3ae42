import { createHash } from 'node:crypto'
import { noticesApi } from '#core/notices/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { type OutboxFile, outboxFormat, syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Company, morning, type Phone, raiseBody } from '../support/company.ts'
import { about, type Entry, orRefused } from './kinds.ts'

/** What a phone saved as a file: a work order made on it. */
async function saved({ places: [place] }: Company, phone: Phone): Promise<OutboxFile> {
  if (!place) throw new Error('a company has places')
  const { actor } = await phone.api.call(sessionApi.me, {})
  const { id, dseq, bytes } = phone.freeze(newId(), 'raise', raiseBody(place, 1, 'field'))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const commands = [{ id, dseq, sha256, bytes }]
  const about = { exportedAt: morning, device: phone.device, member: actor.memberId, name: 'Phone' }
  return { format: outboxFormat, ...about, commands, files: [] }
}

/** The card of a phone that said it held work and then came back with nothing. */
async function cameBackEmpty({ owner }: Company, phone: Phone): Promise<string> {
  const says = (commands: number, digest: string | null) =>
    phone.api.call(syncApi.pull, {
      body: { nonce: newId(), epoch: null, digest, unsent: { commands, files: 0 } },
    })
  await says(3, 'something')
  await says(0, null)
  const { lostWork } = await owner.call(workOrderApi.readAttention, {})
  const card = lostWork.find(({ device }) => device === phone.device)
  if (!card) throw new Error('a phone that came back empty has a card')
  return card.id
}

const subscription = {
  endpoint: 'https://push.example.com/to/nobody',
  keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
}

/** Requests about phones themselves: what was only on one, and where its notices go. */
export const phoneWrites = {
  importUnsent: about(
    saved,
    ({ owner }, body) =>
      () =>
        owner.call(syncApi.importUnsent, { body }),
  ),
  settleHeldOfPhone: about(
    (_, phone) => Promise.resolve(phone.device),
    ({ owner }, id) =>
      () =>
        owner.call(workOrderApi.settleHeldOfPhone, { params: { id }, body: { choice: 'take_in' } }),
  ),
  settleLostWork: about(
    cameBackEmpty,
    ({ owner }, id) =>
      (tally) =>
        orRefused(
          tally,
          ['held_settled_already'],
          owner.call(workOrderApi.settleLostWork, { params: { id }, body: { note: 'Asked the technician' } }),
        ),
  ),
  subscribePush: about(
    (_, phone) => Promise.resolve(phone),
    (_, phone) => () => phone.api.call(noticesApi.subscribePush, { body: subscription }),
  ),
  unsubscribePush: about(
    (_, phone) => Promise.resolve(phone),
    (_, phone) => () => phone.api.call(noticesApi.unsubscribePush, {}),
  ),
} satisfies Record<string, Entry>
