import { availableParallelism } from 'node:os'
import { newId } from '#server/platform/ids.ts'
import { makeCompany, type Company, raiseBody } from './support/company.ts'
import { type MeasuredServer, startMeasured } from './support/process.ts'
import { measures, warmUps } from './requests.ts'
import { writesAtOnce } from './writes.ts'

/**
 * `npm run bench`: CPU a request of server and database together, on a hundred thousand work orders, beside what the
 * design holds; then every writing request from eight clients at once. `npm run bench -- 5000` takes fewer,
 * `npm run bench -- 5000 writes` leaves the table out, `npm run bench -- 5000 writes approve` tries what is named so.
 */
const [count = '100000', only = '', named = ''] = process.argv.slice(2)
const orders = Number(count)
const port = Number(process.env['BENCH_PORT'] ?? 8099)
const batch = 100

async function main(): Promise<void> {
  const server = await startMeasured(port)
  try {
    const company = await makeCompany(server.origin, server.setupToken, {
      customers: Math.min(2000, Math.ceil(orders / 20)),
      technicians: 8,
    })
    await fill(server, company)
    await server.analyze()
    if (only !== 'writes') await table(server, company)
    if ((await writesAtOnce(company, named)) > 0) process.exitCode = 1
  } finally {
    await server.stop()
  }
}

async function table(server: MeasuredServer, company: Company): Promise<void> {
  console.log(`\n${'request'.padEnd(52)}${'CPU ms'.padStart(9)}${'hold'.padStart(8)}${'wall ms'.padStart(9)}   note`)
  for (const measure of measures) {
    const { times, hold, note, prepare, run } = await measure(company)
    await prepare?.()
    await server.analyze()
    const warm = warmUps(times)
    for (let n = 1; n <= warm; n++) await run(n)
    const before = server.cpu()
    const begun = performance.now()
    for (let n = warm + 1; n <= warm + times; n++) await run(n)
    const wall = (performance.now() - begun) / times
    const cpu = (server.cpu() - before) / times
    const verdict = cpu <= hold ? '' : ' over'
    console.log(
      `${note.padEnd(52)}${cpu.toFixed(1).padStart(9)}${String(hold).padStart(8)}${wall.toFixed(1).padStart(9)}  ${verdict}`,
    )
  }
}

/** Work orders as phones hand them in, batch after batch: the same code as every other command. */
async function fill(server: MeasuredServer, { seeder, places }: Company): Promise<void> {
  const begun = performance.now()
  const before = server.cpu()
  for (let made = 0; made < orders; made += batch) {
    const commands = Array.from({ length: Math.min(batch, orders - made) }, (_, index) => {
      const place = places[(made + index) % places.length]
      if (!place) throw new Error('a company has places')
      return seeder.freeze(newId(), 'raise', raiseBody(place, made + index, 'field'))
    })
    await seeder.push(commands)
  }
  const seconds = (performance.now() - begun) / 1000
  const cpu = (server.cpu() - before) / orders
  console.log(
    `${orders} work orders raised in batches of ${batch} by one phone: ${Math.round(orders / seconds)} a second, ${cpu.toFixed(2)} ms CPU each, on ${availableParallelism()} cores`,
  )
}

await main()
