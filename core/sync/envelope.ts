import * as z from 'zod'
import { isId, type Id } from '../kit/ids.ts'

/** What the field app freezes today; phones of before hand in what they froze then (`upcast.ts`). */
export const envelopeVersion = 1

/** A command as a phone captures it, once, for good: its JSON text is frozen, hashed and sent as it is (S6). */
export const envelopeSchema = z.object({
  v: z.literal(envelopeVersion),
  id: z.string().refine(isId, 'An id is a UUID in lower case'),
  stream: z.object({
    kind: z.enum(['work_order', 'day']),
    id: z.string().refine(isId, 'An id is a UUID in lower case'),
  }),
  type: z.string().min(1).max(60),
  body: z.unknown(),
  /** The version of the document its author was looking at (S11); 0 for one made here. */
  seen: z.int().min(0),
  /** What the device's clocks said (S12). Never used for order. */
  at: z.object({
    wall: z.string().max(40),
    /** Monotonic milliseconds of the page, with the page's life id. */
    mono: z.number(),
    life: z.string().max(60),
    /** Server time minus device time in milliseconds, as last measured; null when never. */
    offset: z.number().nullable(),
  }),
})
export type Envelope = z.infer<typeof envelopeSchema>
export type StreamKind = Envelope['stream']['kind']
export type StreamKey = { kind: StreamKind; id: Id }

export function streamName(stream: StreamKey): string {
  return `${stream.kind}/${stream.id}`
}
