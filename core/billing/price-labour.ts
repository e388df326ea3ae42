import type { Id } from '../kit/ids.ts'
import { type Minutes, roundUpToStep, sum, type UnitPrice } from '../kit/money.ts'
import type { TimeEntry } from '../work-orders/visits.ts'
import { bandsOf, firstMinutes, type Piece } from './bands.ts'
import { type Band, bands, type PriceRateCard } from './catalogue.ts'
import {
  billedMinutes,
  cardWhy,
  type LineDraft,
  type PricedVisit,
  type Pricing,
  settledBefore,
  technicianCard,
  techniciansOf,
} from './pricing.ts'

/** Labour by visit, technician and band: rounded up to the card's step, at least its minimum, less what was billed before. */
export function labourLines(pricing: Pricing, on: PricedVisit): LineDraft[] {
  const work = on.entries.filter((entry) => entry.activity === 'work')
  return techniciansOf(pricing, 'labour', on.visit, work).flatMap((technician) => {
    const own = work.filter((entry) => entry.technician === technician)
    const card = technicianCard(pricing, technician, on.day)
    return card ? linesOfBands(pricing, on, technician, own, card) : withoutRate(pricing, on, technician, own)
  })
}

type Worked = { entry: TimeEntry; pieces: Piece[] }

function linesOfBands(
  pricing: Pricing,
  on: PricedVisit,
  technician: Id,
  own: readonly TimeEntry[],
  card: PriceRateCard,
): LineDraft[] {
  const worked = own.map((entry) => ({ entry, pieces: piecesOf(pricing, entry, card) }))
  const { recorded, rounded } = roundedTogether(worked, card)
  return bands.flatMap((band) => {
    const key = labourKey(on, technician, band)
    const settled = settledBefore(pricing, key)
    const open = rounded[band] * 1000 - settled
    if (open === 0) return []
    const together = { recorded: sum(Object.values(recorded)), rounded: sum(Object.values(rounded)) }
    const from = worked.filter(({ pieces }) => pieces.some((piece) => piece.band === band))
    const draft: LineDraft = {
      key,
      kind: 'labour',
      visit: on.visit.id,
      day: on.day,
      description: described('Labour', pricing, technician, band),
      quantity: open,
      unit: 'min',
      unitPrice: rateIn(card, band),
      taxRate: card.taxRateId,
      takes: 'labour',
      why: {
        rule: 'labour',
        ...cardWhy(card),
        band,
        recorded: recorded[band],
        step: card.stepMinutes,
        minimum: card.minimumMinutes,
        rounded: rounded[band],
        ...(together.recorded === recorded[band] ? {} : { roundedTogether: together }),
        billedBefore: settled / 1000,
      },
      from: from.map(({ entry }) => entry.id),
      // An entry over several bands is settled by the line of the one it began in.
      covers: from
        .filter(({ entry, pieces }) => pieces[0]?.band === band && !pricing.settled.has(entry.id))
        .map(({ entry }) => entry.id),
    }
    return [draft]
  })
}

export function labourKey(on: PricedVisit, technician: Id, band: Band): string {
  const key = `labour/${on.visit.id}/${technician}`
  return band === 'standard' ? key : `${key}/${band}`
}

/** The time of an entry by band; a card that asks the same in all of them has one. */
function piecesOf(pricing: Pricing, entry: TimeEntry, card: PriceRateCard): Piece[] {
  const minutes = billedMinutes(pricing, entry)
  if (entry.to === null || (!card.afterHours && !card.holiday)) return [{ band: 'standard', minutes }]
  const cut = bandsOf(entry.from, entry.to, pricing.order.work.zone, pricing.catalogue)
  const priced = cut.map((piece) => ({ ...piece, band: pricedAs(card, piece.band) }))
  return minutes === entry.minutes ? priced : firstMinutes(priced, minutes)
}

/** A holiday the card has no rate for is after hours, and after hours without a rate is standard. */
export function pricedAs(card: PriceRateCard, band: Band): Band {
  if (band === 'holiday' && !card.holiday) return card.afterHours ? 'after_hours' : 'standard'
  return band === 'after_hours' && !card.afterHours ? 'standard' : band
}

function rateIn(card: PriceRateCard, band: Band): UnitPrice {
  if (band === 'holiday') return card.holiday?.hourlyRate ?? card.hourlyRate
  if (band === 'after_hours') return card.afterHours?.hourlyRate ?? card.hourlyRate
  return card.hourlyRate
}

type ByBand = Record<Band, Minutes>

/** The time of a person on a visit is rounded once; what that adds is charged in the band the work ended in. */
function roundedTogether(worked: readonly Worked[], card: PriceRateCard): { recorded: ByBand; rounded: ByBand } {
  const recorded: ByBand = { standard: 0, after_hours: 0, holiday: 0 }
  let last: Band = 'standard'
  for (const { pieces } of worked) {
    for (const { band, minutes } of pieces) {
      recorded[band] += minutes
      if (minutes > 0) last = band
    }
  }
  const total = sum(Object.values(recorded))
  if (total === 0) return { recorded, rounded: recorded }
  const charged = Math.max(roundUpToStep(total, card.stepMinutes), card.minimumMinutes)
  return { recorded, rounded: { ...recorded, [last]: recorded[last] + charged - total } }
}

/** Time no card holds for stays a line, without a price and said so: it is never left out. */
function withoutRate(pricing: Pricing, on: PricedVisit, technician: Id, own: readonly TimeEntry[]): LineDraft[] {
  const recorded = sum(own.map((entry) => billedMinutes(pricing, entry)))
  const settled = bands.map((band) => settledBefore(pricing, labourKey(on, technician, band)))
  const open = recorded * 1000 - sum(settled)
  if (open === 0) return []
  return [
    {
      key: labourKey(on, technician, 'standard'),
      kind: 'labour',
      visit: on.visit.id,
      day: on.day,
      description: described('Labour', pricing, technician, 'standard'),
      quantity: open,
      unit: 'min',
      unitPrice: 0,
      taxRate: null,
      takes: 'labour',
      why: { rule: 'no_rate', day: on.day, recorded, billedBefore: sum(settled) / 1000 },
      from: own.map((entry) => entry.id),
      covers: own.map((entry) => entry.id).filter((id) => !pricing.settled.has(id)),
    },
  ]
}

const bandWords: Record<Band, string> = { standard: '', after_hours: 'after hours', holiday: 'holiday' }

export function described(what: string, { catalogue }: Pricing, technician: Id, band: Band): string {
  return [what, catalogue.technicians.get(technician)?.name ?? '', bandWords[band]].filter(Boolean).join(', ')
}
