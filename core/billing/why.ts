import { never } from '../kit/refusal.ts'
import { minorToDecimal, taxRateToDecimal, unitPriceToDecimal } from '../kit/money.ts'
import { formatLocalDate, formatMinutes, type LocalDate } from '../kit/time.ts'
import type { Less, PricedLine, Why } from './priced-line.ts'

type Explained = Pick<PricedLine, 'why'> & Partial<Pick<PricedLine, 'less' | 'currency' | 'exemption'>>

/** Why a line costs what it costs, as a sentence anybody can check: `1 h 10 min rounded up to 1 h 15 min, rate Standard`. */
export function whySentence(line: Explained): string {
  const currency = line.currency ?? ''
  return [ruleWords(line.why, currency), ...(line.less ?? []).map((less) => lessWords(less, currency))].join('; ')
}

function ruleWords(why: Why, currency: string): string {
  switch (why.rule) {
    case 'labour':
      return `${labourWords(why)}${before(why.billedBefore)}, ${rateWords(why)}`
    case 'travel_time':
      return `${formatMinutes(why.recorded)} travelled${before(why.billedBefore)}, ${rateWords(why)}`
    case 'travel_fee':
      return `Travel once a visit, ${rateWords(why)}`
    case 'call_out_fee':
      return `Call-out once a visit${bandWords(why.band)}, ${rateWords(why)}`
    case 'travel_zone':
      return why.by === 'site' || why.metres === null
        ? `Zone ${why.zone} as the site says, ${rateWords(why)}`
        : `Zone ${why.zone}, ${kilometres(why.metres)} from the base, ${rateWords(why)}`
    case 'no_zone':
      return `In no travel zone, no price yet, ${rateWords(why)}`
    case 'no_rate':
      return `${formatMinutes(why.recorded)}${before(why.billedBefore)}, no rate holds on ${day(why.day)}, no price yet`
    case 'price_book':
      return why.validFrom ? `Price book, price from ${day(why.validFrom)}` : 'Price book'
    case 'customer_price':
      return `Price agreed with the customer from ${day(why.validFrom)}`
    case 'markup':
      return `Cost ${unitPriceToDecimal(why.cost, currency)} plus ${taxRateToDecimal(why.percent)} %`
    case 'no_price':
      return 'Not in the price book, no price yet'
    case 'taken_back':
      return 'Taken off the record after it was invoiced'
    case 'fixed_price':
      return fixedWords(why, currency)
    case 'added':
      return `Added by ${why.by}: ${why.reason}`
    default:
      return never(why)
  }
}

type Labour = Extract<Why, { rule: 'labour' }>

function labourWords(why: Labour): string {
  const band = bandWords(why.band)
  if (why.rounded === why.recorded) return `${formatMinutes(why.recorded)}${band}`
  const whole = why.roundedTogether ?? why
  const charged =
    whole.rounded === why.minimum
      ? `at least ${formatMinutes(why.minimum)} a visit`
      : `${formatMinutes(whole.recorded)} rounded up to ${formatMinutes(whole.rounded)}`
  return why.roundedTogether
    ? `${formatMinutes(why.rounded)}${band}, of ${charged}`
    : whole.rounded === why.minimum
      ? `${formatMinutes(why.recorded)}${band}, ${charged}`
      : `${charged}${band}`
}

function bandWords(band: Labour['band']): string {
  return band === 'after_hours' ? ' after hours' : band === 'holiday' ? ' on a holiday' : ''
}

function rateWords({ rateCardName, scope }: { rateCardName: string; scope?: string }): string {
  return scope ? `rate ${rateCardName} for ${scope}` : `rate ${rateCardName}`
}

function before(minutes: number): string {
  return minutes > 0 ? `, ${formatMinutes(minutes)} billed before` : ''
}

function day(date: LocalDate): string {
  return formatLocalDate(date, 'en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

function kilometres(metres: number): string {
  return `${(metres / 1000).toFixed(1)} km`
}

function fixedWords(why: Extract<Why, { rule: 'fixed_price' }>, currency: string): string {
  const agreed =
    why.rateCardName === undefined
      ? 'Agreed for this work'
      : `Fixed, ${rateWords({ ...why, rateCardName: why.rateCardName })}`
  const parts = why.includesParts ? ', parts included' : ''
  const earlier = why.billedBefore === 0 ? '' : `, ${minorToDecimal(why.billedBefore, currency)} billed before`
  return `${agreed}${parts}${earlier}`
}

function lessWords(less: Less, currency: string): string {
  const from = unitPriceToDecimal(less.from, currency)
  switch (less.kind) {
    case 'discount': {
      const of = less.of === 'category' ? `on ${less.category}` : less.of === 'labour' ? 'on labour' : 'on parts'
      return `${taxRateToDecimal(less.percent)} % discount ${of} off ${from}`
    }
    case 'warranty':
      return `under warranty of ${less.asset} until ${day(less.until)}, instead of ${from}`
    case 'covered': {
      const until = less.until === null ? '' : ` until ${day(less.until)}`
      return `covered${until}: ${less.reason}, instead of ${from}`
    }
    case 'fixed_price':
      return `included in the fixed price, instead of ${from}`
    default:
      return never(less)
  }
}

/**
 * What the customer reads under a line: how worked time became billed time and what came off, in nobody's inner words. Null
 * where the line says it all by itself; names of rates and rules stay in the office.
 */
export function customerSentence(line: Explained): string | null {
  const { why } = line
  const parts: string[] = []
  if (why.rule === 'labour') parts.push(roundedFor(why))
  if ((why.rule === 'labour' || why.rule === 'travel_time') && why.billedBefore > 0)
    parts.push(`${formatMinutes(why.billedBefore)} invoiced before`)
  parts.push(...(line.less ?? []).map(lessForCustomer))
  return parts.filter(Boolean).join(', ') || null
}

function roundedFor({ recorded, rounded, minimum, roundedTogether }: Labour): string {
  if (rounded === recorded) return ''
  const whole = roundedTogether ?? { recorded, rounded }
  return whole.rounded === minimum
    ? `${formatMinutes(whole.recorded)} worked, ${formatMinutes(minimum)} is the least that is charged`
    : `${formatMinutes(whole.recorded)} worked, charged as ${formatMinutes(whole.rounded)}`
}

function lessForCustomer(less: Less): string {
  switch (less.kind) {
    case 'discount':
      return `${taxRateToDecimal(less.percent)} % discount`
    case 'warranty':
      return 'under warranty'
    case 'covered':
      return 'covered'
    case 'fixed_price':
      return 'included in the fixed price'
    default:
      return never(less)
  }
}

/** The sentence with what the office changed. */
export function fullWhy(line: Explained & Pick<PricedLine, 'changed' | 'struck'>): string {
  const parts = [whySentence(line)]
  if (line.exemption) parts.push(`exempt from tax, certificate ${line.exemption}`)
  if (line.changed) parts.push(`changed by ${line.changed.by}: ${line.changed.reason}`)
  if (line.struck) parts.push(`struck by ${line.struck.by}: ${line.struck.reason}`)
  return parts.join('; ')
}
