import { startMeasured } from '../support/process.ts'
import { print, printHead } from '../sync/figures.ts'
import { makeBusyBoard } from './company.ts'
import { measureRequest, measureSuggestions } from './request.ts'
import { measureScreen } from './screen.ts'

/**
 * `npm run bench:board`: the board of fifty technicians over seven days with two thousand visits, and three hundred that
 * wait: its data in one request, its first draw, frames a second under the hand, how soon another's change is seen, and
 * suggestions among twice as many technicians. `npm run bench:board -- 200` takes so many visits, `npm run bench:board --
 * 2000 screen` one part of it.
 */
const [count = '2000', named = ''] = process.argv.slice(2)
const visits = Number(count)
const port = Number(process.env['BENCH_PORT'] ?? 8096)
const part = (name: string) => name.startsWith(named)

const server = await startMeasured(port)
try {
  const technicians = Math.max(2, Math.round(visits / 40))
  const waiting = Math.round(visits * 0.15)
  const begun = performance.now()
  const busy = await makeBusyBoard(server, { technicians, sites: Math.ceil(visits / 5), visits, waiting, days: 7 })
  const seconds = Math.round((performance.now() - begun) / 1000)
  console.log(`${visits} visits planned and ${waiting} work orders waiting, made in ${seconds} s`)
  printHead()
  if (part('request')) await measureRequest(server, busy, print)
  if (part('screen')) await measureScreen(busy, print)
  if (part('suggestions')) await measureSuggestions(server, busy, print)
} finally {
  await server.stop()
}
