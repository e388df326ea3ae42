import { addDays, type LocalDate } from '#core/kit/time.ts'
import { makeRateCard } from '#server/billing/catalogue-commands.ts'
import { editCustomerTerms, editPriceSettings, makeItemPrice } from '#server/billing/terms-commands.ts'
import { loadPriceSettings } from '#server/billing/terms-queries.ts'
import { grade } from '#server/people/grades.ts'
import { makePlain } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { customerId, idOf, itemId, type CastTechnician } from './cast.ts'
import { depot } from './data/availability.ts'
import { customers } from './data/customers.ts'

const masterGrade = idOf('grade/master')

async function makeGrades(tx: Tx): Promise<void> {
  await makePlain(tx, grade, { id: masterGrade, name: 'Master' })
  await makePlain(tx, grade, { id: idOf('grade/apprentice'), name: 'Apprentice' })
}

/** Who mends elevators is a master of it. */
export function gradeOf({ trades }: CastTechnician): string | null {
  return trades.includes('elevators') ? masterGrade : null
}

const cardsOfTheirOwn = { stepMinutes: 15, minimumMinutes: 30, taxRateId: idOf('tax/none') }

/** What an hour of a master costs, and what was agreed with one customer. */
export async function makeAgreedPrices(tx: Tx, today: LocalDate): Promise<void> {
  await makeGrades(tx)
  await makeRateCard(tx, {
    ...cardsOfTheirOwn,
    id: idOf('rates/masters'),
    name: 'Elevator masters',
    validFrom: addDays(today, -400),
    gradeId: masterGrade,
    hourlyRate: 1_450_000,
    afterHours: { hourlyRate: 2_175_000, callOutFee: null },
  })
  const agreed = customers.find((customer) => customer.key === 'beargrass')
  if (!agreed) throw new Error('nobody has terms of their own')
  const customer = customerId(agreed)
  await makeRateCard(tx, {
    ...cardsOfTheirOwn,
    id: idOf('rates/beargrass'),
    name: `${agreed.name} 2026`,
    validFrom: addDays(today, -200),
    customerId: customer,
    hourlyRate: 1_090_000,
    afterHours: { hourlyRate: 1_600_000, callOutFee: 9900 },
    callOutFee: 6900,
    travelPolicy: 'zone',
    travelZones: [
      { name: 'Town', withinMetres: 16_093, fee: 2900 },
      { name: 'County', withinMetres: 64_374, fee: 5900 },
      { name: 'Beyond', withinMetres: null, fee: 11_900 },
    ],
  })
  await editCustomerTerms(tx, customer, {
    version: 0,
    partsDiscount: 500,
    categoryDiscounts: [{ category: 'Boiler parts', percent: 1000 }],
  })
  for (const [sku, unitPrice] of [
    ['BP-106', 2_190_000],
    ['BP-109', 1_990_000],
  ] as const) {
    await makeItemPrice(tx, {
      id: idOf(`price/${sku}`),
      itemId: itemId(sku),
      customerId: customer,
      unitPrice,
      validFrom: addDays(today, -90),
    })
  }
  const { version } = await loadPriceSettings(tx)
  await editPriceSettings(tx, {
    version,
    base: depot,
    markup: [
      { upTo: 500_000, percent: 6000 },
      { upTo: 2_500_000, percent: 4000 },
      { upTo: null, percent: 2500 },
    ],
    overrideLimits: { dispatcher: { percent: 1000, amount: 10_000 }, billing: { percent: 2000, amount: null } },
  })
}
