import { never } from '../kit/refusal.ts'
import { word } from './labels.ts'
import type { SignedChange, SignedPart } from './signed-changes.ts'

const things: Readonly<Record<SignedPart, string>> = {
  title: 'The title',
  task: 'An answer',
  part: 'A part',
  part_to_order: 'A part to order',
  note: 'A note',
  photo: 'A photo',
  finding: 'A finding',
  time: 'Time',
  result: 'The result',
}

/** `A part was added since: 2 pcs Valve.` */
export function sentenceOfChange({ part, how, signed, now }: SignedChange): string {
  const thing = things[part]
  const text = (value: string) => (part === 'result' ? value.split(', ').map(word).join(', ') : value)
  switch (how) {
    case 'added':
      return `${thing} came since: ${text(now)}`
    case 'removed':
      return `${thing} was taken back since: ${text(signed)}`
    case 'changed':
      return `${thing} is otherwise: ${text(signed) || 'nothing'} → ${text(now) || 'nothing'}`
    default:
      return never(how)
  }
}
