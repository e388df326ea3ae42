import { sum } from '../kit/money.ts'
import { greatCircle } from '../scheduling/travel.ts'
import type { PriceCatalogue, PriceRateCard, SitePlace, TravelZone } from './catalogue.ts'
import { described } from './price-labour.ts'
import { feeLine } from './price-fees.ts'
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

/** The way to a visit as the card's policy has it: nothing, the time it took, once a visit, or by the zone of the site. */
export function travelLines(pricing: Pricing, on: PricedVisit): LineDraft[] {
  const { card, visit } = on
  if (!card) return []
  switch (card.travelPolicy) {
    case 'none':
      return []
    case 'actual':
      return timeLines(pricing, on, card)
    case 'flat': {
      const why = { rule: 'travel_fee' as const, ...cardWhy(card) }
      return feeLine(pricing, on, card, { key: feeKey(visit.id), description: 'Travel', fee: card.travelFee, why })
    }
    case 'zone':
      return zoneLine(pricing, on, card)
  }
}

function feeKey(visit: string): string {
  return `travel_fee/${visit}`
}

function timeLines(pricing: Pricing, on: PricedVisit, visitCard: PriceRateCard): LineDraft[] {
  const trips = on.entries.filter((entry) => entry.activity === 'travel')
  return techniciansOf(pricing, 'travel', on.visit, trips).flatMap((technician) => {
    const own = trips.filter((entry) => entry.technician === technician)
    const theirs = technicianCard(pricing, technician, on.day)
    const card = theirs?.travelPolicy === 'actual' ? theirs : visitCard
    const key = `travel/${on.visit.id}/${technician}`
    const recorded = sum(own.map((entry) => billedMinutes(pricing, entry)))
    const settled = settledBefore(pricing, key)
    const open = recorded * 1000 - settled
    if (open === 0) return []
    const draft: LineDraft = {
      key,
      kind: 'travel',
      visit: on.visit.id,
      day: on.day,
      description: described('Travel', pricing, technician, 'standard'),
      quantity: open,
      unit: 'min',
      unitPrice: card.travelHourlyRate,
      taxRate: card.taxRateId,
      takes: 'labour',
      why: { rule: 'travel_time', ...cardWhy(card), recorded, billedBefore: settled / 1000 },
      from: own.map((entry) => entry.id),
      covers: own.map((entry) => entry.id).filter((id) => !pricing.settled.has(id)),
    }
    return [draft]
  })
}

function zoneLine(pricing: Pricing, on: PricedVisit, card: PriceRateCard): LineDraft[] {
  const { site } = pricing.order.work.details
  const found = site === null ? null : zoneOf(pricing.catalogue, card, pricing.catalogue.sites.get(site))
  const key = feeKey(on.visit.id)
  if (!found)
    return feeLine(pricing, on, card, {
      key,
      description: 'Travel',
      fee: 0,
      why: { rule: 'no_zone', ...cardWhy(card) },
    })
  const { zone, by, metres } = found
  return feeLine(pricing, on, card, {
    key,
    description: `Travel, ${zone.name}`,
    fee: zone.fee,
    why: { rule: 'travel_zone', ...cardWhy(card), zone: zone.name, by, metres },
  })
}

type FoundZone = { zone: TravelZone; by: 'site' | 'distance'; metres: number | null }

/** The zone the site names, else the first ring around the base that reaches it, as the crow flies. */
export function zoneOf(
  { base: company }: PriceCatalogue,
  { travelZones }: PriceRateCard,
  site: SitePlace | undefined,
): FoundZone | null {
  if (!site) return null
  const named = site.travelZone === '' ? undefined : travelZones.find((zone) => zone.name === site.travelZone)
  if (named) return { zone: named, by: 'site', metres: null }
  const base = site.base ?? company
  if (!base || !site.position) return null
  const metres = Math.round(greatCircle(base, site.position) * 1000)
  const zone = travelZones.toSorted(nearestFirst).find((one) => one.withinMetres === null || metres <= one.withinMetres)
  return zone ? { zone, by: 'distance', metres } : null
}

function nearestFirst(a: TravelZone, b: TravelZone): number {
  return (a.withinMetres ?? Number.POSITIVE_INFINITY) - (b.withinMetres ?? Number.POSITIVE_INFINITY) || 0
}
