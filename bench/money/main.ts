import { startMeasured } from '../support/process.ts'
import { print, printHead } from '../sync/figures.ts'
import { makeFinishedWork } from './company.ts'
import { measureBatches } from './batch.ts'
import { measureIssuing } from './issuing.ts'
import { measureLedger } from './ledger.ts'
import { measurePricing } from './pricing.ts'

/**
 * `npm run bench:money`: pricing ten thousand finished work orders, with rate cards, prices and terms of many customers;
 * five hundred invoices issued, and handed over in one batch to each format; the ledger of a hundred thousand.
 * `npm run bench:money -- 500` takes so many, `npm run bench:money -- 10000 pricing` one part of it.
 */
const [count = '10000', named = ''] = process.argv.slice(2)
const orders = Number(count)
const port = Number(process.env['BENCH_PORT'] ?? 8097)
/** So many are issued, and handed over in one batch. */
const invoices = 500
const part = (name: string) => name.startsWith(named)

const server = await startMeasured(port)
try {
  const begun = performance.now()
  const company = await makeFinishedWork(server, orders)
  console.log(`${orders} finished work orders, made in ${Math.round((performance.now() - begun) / 1000)} s`)
  printHead()
  if (part('pricing')) await measurePricing(server, company, print)
  const some = { ...company, orders: company.orders.slice(0, invoices) }
  if (part('issuing') || part('batch')) await measureIssuing(server, some, print)
  if (part('batch')) await measureBatches(server, company, print)
  if (part('ledger')) await measureLedger(server, company, print)
} finally {
  await server.stop()
}
