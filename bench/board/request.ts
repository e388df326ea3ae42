import { get } from 'node:http'
import { peopleApi } from '#core/people/api.ts'
import { boardApi } from '#core/scheduling/board-api.ts'
import { type Figure, percentile } from '../sync/figures.ts'
import type { MeasuredServer } from '../support/process.ts'
import { type BusyBoard, makeTechnicians } from './company.ts'

type Tell = (figure: Figure) => void

const times = 30
const holds = { request: 50, kilobytes: 200, suggestions: 200 }

/** A week of the board in one request: the work of server and database together, and what goes over the line. */
export async function measureRequest(server: MeasuredServer, busy: BusyBoard, tell: Tell): Promise<void> {
  const { owner, from, days } = busy
  const board = await owner.call(boardApi.readBoard, { query: { from, days: String(days) } })
  const path = `${owner.origin}/api/board?from=${from}&days=${days}`
  const counted = `${board.technicians.length} technicians, ${board.visits.length} visits, ${board.tray.length} waiting`
  tell({ what: `a week of the board: ${counted}`, value: '' })
  for (const encoding of ['zstd', 'gzip']) {
    const read = () => bytesOf(path, owner.cookie, encoding)
    for (let n = 0; n < 10; n++) await read()
    const cpu = await cpuOf(server, times, read)
    const { bytes, used } = await read()
    tell({
      what: `  in one request, ${used}, CPU of server and database`,
      value: `${cpu.each.toFixed(1)} ms`,
      hold: `${holds.request} ms`,
      holds: cpu.each <= holds.request,
    })
    tell({ what: '    until its last byte, median and slowest', value: cpu.walls })
    tell({
      what: '    on the line',
      value: `${(bytes / 1024).toFixed(0)} KB`,
      hold: `${holds.kilobytes} KB`,
      holds: bytes <= holds.kilobytes * 1024,
    })
  }
  const { bytes } = await bytesOf(path, owner.cookie, 'identity')
  tell({ what: '  as it is', value: `${(bytes / 1024).toFixed(0)} KB` })
}

/** The best places for a piece of work among twice as many technicians. */
export async function measureSuggestions(server: MeasuredServer, busy: BusyBoard, tell: Tell): Promise<void> {
  const { owner, waiting } = busy
  const { items } = await owner.call(peopleApi.listSkills, { query: {} })
  await makeTechnicians(
    owner,
    busy.technicians.length,
    items.map(({ id }) => id),
  )
  await server.analyze()
  const ask = (n: number) =>
    owner.call(boardApi.readPlaces, { params: { id: waiting[n % waiting.length] ?? '' }, query: {} })
  for (let n = 0; n < 5; n++) await ask(n)
  const cpu = await cpuOf(server, times, ask)
  const { best, others } = await ask(0)
  tell({
    what: `the best places among ${busy.technicians.length * 2} technicians and ${busy.planned.length} visits, CPU`,
    value: `${cpu.each.toFixed(1)} ms`,
    hold: `${holds.suggestions} ms`,
    holds: cpu.each <= holds.suggestions && best.length > 0,
  })
  tell({ what: '  until its last byte, median and slowest', value: cpu.walls })
  tell({ what: '  places named, others told why not', value: `${best.length}, ${others.length}` })
}

async function cpuOf(
  server: MeasuredServer,
  count: number,
  run: (n: number) => Promise<unknown>,
): Promise<{ each: number; walls: string }> {
  const walls: number[] = []
  const before = server.cpu()
  for (let n = 0; n < count; n++) {
    const begun = performance.now()
    await run(n)
    walls.push(performance.now() - begun)
  }
  const each = (server.cpu() - before) / count
  return { each, walls: `${percentile(walls, 50).toFixed(0)}, ${Math.max(...walls).toFixed(0)} ms` }
}

/** What comes over the line where a browser takes an encoding. */
function bytesOf(url: string, cookie: string, encoding: string): Promise<{ bytes: number; used: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { Cookie: cookie, 'Accept-Encoding': encoding } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.once('end', () => resolve({ bytes, used: response.headers['content-encoding'] ?? 'as it is' }))
      response.once('error', reject)
    }).once('error', reject)
  })
}
