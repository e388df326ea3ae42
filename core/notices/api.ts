import * as z from 'zod'
import { contract } from '../kit/contract.ts'

/** Where a browser takes notices for a page, and the keys only that page can read them with (RFC 8030, RFC 8291). */
export const pushSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}=?$/, { message: 'A public key of 65 bytes in base64url' }),
    auth: z.string().regex(/^[\w-]{22}(==)?$/, { message: 'A secret of 16 bytes in base64url' }),
  }),
})
export type PushSubscription = z.output<typeof pushSubscription>

export const noticesApi = {
  readPushKey: contract({
    id: 'readPushKey',
    method: 'GET',
    path: '/api/push/key',
    summary: 'The public key notices to phones are signed with; null where this server sends none',
    ability: 'field',
    app: 'field',
    reply: z.object({ key: z.string().nullable() }),
  }),
  subscribePush: contract({
    id: 'subscribePush',
    method: 'PUT',
    path: '/api/push/subscription',
    summary: 'Send notices of new, moved and recalled visits to this phone',
    ability: 'field',
    app: 'field',
    body: pushSubscription,
  }),
  unsubscribePush: contract({
    id: 'unsubscribePush',
    method: 'DELETE',
    path: '/api/push/subscription',
    summary: 'Send no more notices to this phone',
    ability: 'field',
    app: 'field',
  }),
}
