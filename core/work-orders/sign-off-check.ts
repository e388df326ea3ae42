import { canonicalJson, type Json } from '../kit/canonical-json.ts'
import { parseCommand } from './commands.ts'
import type { SignOff } from './document.ts'
import type { WorkOrderEvent } from './events.ts'

/** The pieces a sign-off is kept in. */
export type EvidencePiece = 'handed_in' | 'entry' | 'summary' | 'signature' | 'shown'
export type EvidenceCheck = { piece: EvidencePiece; state: 'right' | 'wrong' | 'awaited'; detail: string }

export type SignOffEvent = Extract<WorkOrderEvent, { type: 'signed' | 'sign_off_refused' | 'sign_off_unattended' }>

/** Everything that is stored of one sign-off. */
export type StoredSignOff = {
  event: SignOffEvent
  /** The command as it was handed in, and the hash that was kept with it. */
  handedIn: { bytes: string; hash: string }
  /** It was held, and a person in the office said which visit it belongs to. */
  wasPlaced?: boolean
  /** What the record shows of it; null when it was taken back. */
  shown: SignOff | null
  /** sha256 of the picture of the signature as it lies on disk; null while it has not arrived. */
  imageHash: string | null
}

const said: Readonly<Record<EvidencePiece, { right: string; wrong: string }>> = {
  handed_in: {
    right: 'What was handed in is as it came, byte for byte.',
    wrong: 'What was handed in is not what came: its bytes do not have the hash that was kept with them.',
  },
  entry: {
    right: 'The entry on the record says what was handed in.',
    wrong: 'The entry on the record says something else than what was handed in:',
  },
  summary: {
    right: 'The summary has the hash that was signed.',
    wrong: 'The summary does not have the hash that was signed.',
  },
  signature: {
    right: 'The picture of the signature is the one that was drawn.',
    wrong: 'The picture of the signature is not the one that was drawn.',
  },
  shown: {
    right: 'The work order shows the sign-off as it was made.',
    wrong: 'The work order shows something else than what was made:',
  },
}

/** Checks every stored piece of a sign-off against the others; what is wrong is named. */
export function checkSignOff(stored: StoredSignOff, sha256: (text: string) => string): EvidenceCheck[] {
  const { event, handedIn, shown, imageHash } = stored
  const checks: EvidenceCheck[] = []
  const check = (piece: EvidencePiece, wrong: string | null): void => {
    const detail = wrong === null ? said[piece].right : [said[piece].wrong, wrong].filter(Boolean).join(' ')
    checks.push({ piece, state: wrong === null ? 'right' : 'wrong', detail })
  }
  check('handed_in', sha256(handedIn.bytes) === handedIn.hash ? null : '')
  check('entry', otherThan(event, handedIn.bytes, stored.wasPlaced ? ['stored', 'visit'] : ['stored']))
  check('summary', sha256(event.data.summary) === event.data.summaryHash ? null : '')
  if (event.type === 'signed') {
    if (imageHash === null) {
      checks.push({ piece: 'signature', state: 'awaited', detail: 'The picture of the signature has not arrived yet.' })
    } else check('signature', imageHash === event.data.image ? null : '')
  }
  if (shown) check('shown', shownOtherwise(event, shown))
  return checks
}

const commandOf = {
  signed: 'sign',
  sign_off_refused: 'refuse_sign_off',
  sign_off_unattended: 'unattended',
} as const satisfies Record<SignOffEvent['type'], string>

/** The fields of an entry that are not those of the bytes it came from, but for what we said ourselves; null where all are. */
function otherThan({ type, data }: SignOffEvent, bytes: string, byUs: readonly string[]): string | null {
  const parsed = parseCommand(commandOf[type], bodyIn(bytes))
  if ('problems' in parsed) return 'they cannot be read.'
  const from: Readonly<Record<string, unknown>> = parsed.command.body
  const fields = Object.entries(data)
    .filter(([field, value]) => !byUs.includes(field) && !same(value, from[field]))
    .map(([field]) => field)
  return fields.length === 0 ? null : `${fields.join(', ')}.`
}

function bodyIn(bytes: string): unknown {
  try {
    const read: unknown = JSON.parse(bytes)
    return typeof read === 'object' && read !== null && 'body' in read ? read.body : null
  } catch {
    return null
  }
}

function shownOtherwise({ data }: SignOffEvent, shown: SignOff): string | null {
  const from: Readonly<Record<string, unknown>> = data
  const { kind: _kind, id: _id, by: _by, at: _at, heard: _heard, contents: _contents, ...rest } = shown
  const fields = Object.entries(rest)
    .filter(([field, value]) => field !== 'imageState' && !same(value, from[field]))
    .map(([field]) => field)
  return fields.length === 0 ? null : `${fields.join(', ')}.`
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json)
}
