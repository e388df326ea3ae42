import { type Envelope, envelopeSchema, envelopeVersion } from './envelope.ts'

type Captured = Record<string, unknown>
/** How a command of one version reads in the next one's words. It says the same: nothing is added but what was meant. */
type Step = (captured: Captured) => Captured

/** By the version they begin at. When an envelope or a body changes its shape, `envelopeVersion` goes up and its step comes here. */
const steps: ReadonlyMap<number, Step> = new Map()

/**
 * A command as today's code reads it, whichever version of the app froze it (S10); null for what cannot be read. Its
 * bytes stay as they were frozen: only the reading changes.
 */
export function readEnvelope(value: unknown, known = { steps, version: envelopeVersion }): Envelope | null {
  if (!isObject(value)) return null
  let captured = value
  while (captured['v'] !== known.version) {
    const version = captured['v']
    const step = typeof version === 'number' ? known.steps.get(version) : undefined
    if (!step) return null
    captured = { ...step(captured), v: Number(version) + 1 }
  }
  const parsed = envelopeSchema.safeParse({ ...captured, v: envelopeVersion })
  return parsed.success ? parsed.data : null
}

function isObject(value: unknown): value is Captured {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
