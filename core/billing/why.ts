import { formatMinutes } from '../kit/time.ts'
import { never } from '../kit/refusal.ts'
import type { PricedLine } from './price.ts'

/** Why a line costs what it costs, as a sentence anybody can check: `70 min rounded up to 75, Standard`. */
export function whySentence(line: Pick<PricedLine, 'why'>): string {
  const { why } = line
  switch (why.rule) {
    case 'labour': {
      const before = why.billedBefore > 0 ? `, ${formatMinutes(why.billedBefore)} billed before` : ''
      const rounded =
        why.rounded === why.recorded
          ? formatMinutes(why.recorded)
          : why.rounded === why.minimum
            ? `${formatMinutes(why.recorded)}, minimum ${formatMinutes(why.minimum)}`
            : `${formatMinutes(why.recorded)} rounded up to ${formatMinutes(why.rounded)}`
      return `${rounded}${before}, rate ${why.rateCardName}`
    }
    case 'travel_time': {
      const before = why.billedBefore > 0 ? `, ${formatMinutes(why.billedBefore)} billed before` : ''
      return `${formatMinutes(why.recorded)} travelled${before}, rate ${why.rateCardName}`
    }
    case 'travel_fee':
      return `Travel once a visit, rate ${why.rateCardName}`
    case 'call_out_fee':
      return `Call-out once a visit, rate ${why.rateCardName}`
    case 'price_book':
      return 'Price book'
    case 'no_price':
      return 'Not in the price book, no price yet'
    case 'added':
      return `Added by ${why.by}: ${why.reason}`
    default:
      return never(why)
  }
}

/**
 * What the customer reads under a line: how worked time became billed time, in nobody's inner words. Null where the line
 * says it all by itself; names of rates and rules stay in the office.
 */
export function customerSentence(line: Pick<PricedLine, 'why'>): string | null {
  const { why } = line
  if (why.rule !== 'labour' && why.rule !== 'travel_time') return null
  const before = why.billedBefore > 0 ? `${formatMinutes(why.billedBefore)} invoiced before` : ''
  const rounded = why.rule === 'labour' ? roundedFor(why) : ''
  return [rounded, before].filter(Boolean).join(', ') || null
}

function roundedFor({ recorded, rounded, minimum }: Extract<PricedLine['why'], { rule: 'labour' }>): string {
  if (rounded === recorded) return ''
  return rounded === minimum
    ? `${formatMinutes(recorded)} worked, ${formatMinutes(minimum)} is the least that is charged`
    : `${formatMinutes(recorded)} worked, charged as ${formatMinutes(rounded)}`
}

/** The sentence with what the office changed. */
export function fullWhy(line: Pick<PricedLine, 'why' | 'changed' | 'struck'>): string {
  const parts = [whySentence(line)]
  if (line.changed) parts.push(`changed by ${line.changed.by}: ${line.changed.reason}`)
  if (line.struck) parts.push(`struck by ${line.struck.by}: ${line.struck.reason}`)
  return parts.join('; ')
}
