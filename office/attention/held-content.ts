import { type Id, isId } from '#core/kit/ids.ts'
import { type Instant, parseInstant } from '#core/kit/time.ts'
import { envelopeSchema } from '#core/sync/envelope.ts'
import { heading } from '#core/work-orders/labels.ts'

export type Content = { label: string; text: string; instant: boolean }[]

/** What a held command says, without what only machines read: ids, hashes, strokes. */
export function contentOf(captured: unknown): Content {
  const envelope = envelopeSchema.safeParse(captured)
  const body = envelope.success ? envelope.data.body : captured
  if (typeof body === 'string') return [{ label: 'Content', text: body.slice(0, 2000), instant: false }]
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, value]) => lineOf(name, value))
}

/** Whose it is and when it was, as far as it says. */
export function capturedBy(captured: unknown): { technician: Id | null; at: Instant | null } {
  const envelope = envelopeSchema.safeParse(captured)
  const body = envelope.success ? envelope.data.body : null
  const member = (name: string): unknown => (typeof body === 'object' && body !== null ? Reflect.get(body, name) : null)
  const [technician, at] = [member('technician'), member('at')]
  return {
    technician: typeof technician === 'string' && isId(technician) ? technician : null,
    at: typeof at === 'string' ? parseInstant(at) : null,
  }
}

const hidden = new Set([
  'sha256',
  'size',
  'width',
  'height',
  'image',
  'imageSize',
  'strokes',
  'summary',
  'summaryHash',
  'template',
  'position',
  'evidence',
  'consent',
  'missing',
  'type',
  'language',
])

function lineOf(name: string, value: unknown): Content {
  if (hidden.has(name) || value === null || value === undefined || value === '') return []
  const label = heading(labels[name] ?? name)
  if (typeof value === 'string') {
    if (isId(value)) return []
    return [{ label, text: words.has(name) ? heading(value) : value, instant: parseInstant(value) === value }]
  }
  if (name === 'quantity' && typeof value === 'number') return [{ label, text: String(value / 1000), instant: false }]
  if (typeof value === 'number' || typeof value === 'boolean') return [{ label, text: String(value), instant: false }]
  if (Array.isArray(value)) return []
  return Object.entries(value).flatMap(([inner, part]) => lineOf(inner, part))
}

const labels: Readonly<Record<string, string>> = { at: 'when', audience: 'seen by', sku: 'part number' }
/** Fields whose values are words of the product. */
const words = new Set(['outcome', 'returnReason', 'phase', 'audience', 'activity', 'source', 'kind'])
