import type { KillPoint } from '#server/platform/kill-points.ts'
import { clear, openTcpProxy } from '#test/support/tcp-proxy.ts'
import { comeToRest, makeFirm, openPhones } from './crew.ts'
import {
  cellar,
  databaseKilled,
  inWeather,
  killedAt,
  momentsOfPhones,
  found,
  openChance,
  type Scene,
} from './faults.ts'
import { noFigures } from '#test/simulation/figures.ts'
import { openPremises } from './premises.ts'
import type { Found } from './promises.ts'

/** How it went: cycles of faults, what became of what was pressed, and what was promised and is not so. */
export type BrokenProcesses = Found & { cycles: number; bytes: string }

/**
 * The long form of `nothing-is-lost.test.ts`: every moment the server can be killed at, PostgreSQL stopped both ways and
 * bad lines, drawn by the seed until the time is over or a promise is broken; then many photos over the worst line.
 */
export async function breakProcesses(
  {
    seed,
    minutes,
    photos = 50,
    photoBytes = 3_000_000,
  }: { seed: number; minutes: number; photos?: number; photoBytes?: number },
  say: (sentence: string) => void,
): Promise<BrokenProcesses> {
  const { premises, made: firm } = await openPremises((server) => makeFirm(server, 'North Heating', 4))
  await premises.start()
  const scene: Scene = { premises, firm, phones: await openPhones(premises.origin, firm.jobs) }
  const chance = openChance(seed)
  const faults: [string, () => Promise<unknown>][] = [
    ...Object.entries(momentsOfPhones).map(([point, when]): [string, () => Promise<unknown>] => [
      `the server is killed ${when}`,
      () => killedAt(scene, point as KillPoint),
    ]),
    ['PostgreSQL is stopped at once', () => databaseKilled(scene, 'SIGQUIT')],
    ['PostgreSQL is killed', () => databaseKilled(scene, 'SIGKILL')],
    ['a bad line', () => inWeather(scene, cellar, chance, 5_000)],
  ]
  const until = Date.now() + minutes * 60_000
  let last: Found = { broken: [], figures: noFigures }
  let cycles = 0
  try {
    while (Date.now() < until && last.broken.length === 0) {
      const [what, happen] = faults[Math.floor(chance() * faults.length)] ?? faults[0] ?? []
      if (!happen) throw new Error('there are faults')
      await happen()
      last = await found(scene)
      say(`${++cycles}. ${what}: ${last.figures.facts} facts, ${last.broken.length} promises broken`)
    }
    const bytes =
      last.broken.length === 0 && photos > 0 ? await manyPhotos(scene, chance, { photos, photoBytes }) : null
    if (bytes) {
      say(bytes.sentence)
      const { broken, figures } = await found(scene)
      last = { figures, broken: [...broken, ...bytes.broken] }
    }
    return { ...last, cycles, bytes: bytes?.sentence ?? '' }
  } finally {
    for (const phone of scene.phones) phone.close()
    await premises.close()
  }
}

/** TRUST: all of them arrive, once, for at most so many times their bytes. */
const mostOverhead = 1.3
/** 256 kbit/s, and lines that break every few seconds. */
const worstLine = { ...cellar, rate: 32_000, longest: 1_500_000, doubled: 0, dropped: 0.3, repliesCut: 0.02 }

export async function manyPhotos(
  { premises, phones: [phone] }: Scene,
  chance: () => number,
  { photos, photoBytes, rate = worstLine.rate }: { photos: number; photoBytes: number; rate?: number },
): Promise<{ sentence: string; broken: string[] }> {
  if (!phone) throw new Error('there is a phone')
  const line = await openTcpProxy(premises.port, chance)
  try {
    line.weather = { ...worstLine, rate }
    phone.goOver(line.origin)
    let size = 0
    for (let n = 0; n < photos; n++) size += (await phone.press('photo', photoBytes)).photo?.size ?? 0
    const arrived = await comeToRest([phone], ((size * 3) / rate) * 1000 + 60_000)
    line.weather = clear
    const ratio = line.carried.up / size
    const sentence = `${photos} photos of ${photoBytes} bytes ${arrived ? 'arrived' : 'did not arrive'} with ${ratio.toFixed(2)} times their bytes, ${line.done.cut} connections cut`
    return { sentence, broken: arrived && ratio <= mostOverhead ? [] : [sentence] }
  } finally {
    phone.goOver(premises.origin)
    await line.close()
  }
}

if (import.meta.main) {
  const [minutes = '10', seed = String(Math.floor(Math.random() * 2 ** 32))] = process.argv.slice(2)
  process.stdout.write(`Processes are broken for ${minutes} minutes, seed ${seed}.\n`)
  const { broken } = await breakProcesses({ seed: Number(seed), minutes: Number(minutes) }, (sentence) =>
    process.stdout.write(`${sentence}\n`),
  )
  for (const sentence of broken) process.stdout.write(`${sentence}\n`)
  process.exitCode = broken.length === 0 ? 0 : 1
}
