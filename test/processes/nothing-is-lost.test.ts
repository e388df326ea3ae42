import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { reportApi } from '#core/reports/api.ts'
import { newId } from '#server/platform/ids.ts'
import { makeFirm, openPhones } from './crew.ts'
import {
  acknowledged,
  answersBeforeTheCommit,
  cellar,
  commitsAreNotWaitedFor,
  databaseKilled,
  inWeather,
  killedAt,
  momentsOfPhones,
  found,
  openChance,
  type Scene,
} from './faults.ts'
import { openPremises } from './premises.ts'

// Processes are killed here while they work, and every promise is checked when all is well again. Many more cycles, and
// the moments left out here, in `npm run simulate:long`.
const { premises, made: firm } = await openPremises((server) => makeFirm(server, 'North Heating', 5))
await premises.start()
const scene: Scene = { premises, firm, phones: await openPhones(premises.origin, firm.jobs.slice(0, 3)) }
after(async () => {
  for (const phone of scene.phones) phone.close()
  await premises.close()
})

async function asDispatcher(path: string, init: RequestInit): Promise<Response> {
  const { origin } = premises
  const headers = {
    Origin: origin,
    Cookie: firm.dispatcher.cookie,
    'X-App': 'office',
    'Content-Type': 'application/json',
  }
  const response = await fetch(`${origin}${path}`, { ...init, headers })
  assert.ok(response.ok, `${path}: ${response.status}`)
  return response
}

async function nothingIsLost(): Promise<void> {
  const { broken } = await found(scene)
  assert.equal(broken.length, 0, [...broken.slice(0, 5), premises.said().slice(-2_000)].join('\n'))
}

async function isLostAndNoticed(control: Scene, within: number): Promise<void> {
  const { broken, figures } = await found(control, within)
  assert.match(broken.join('\n'), /^everyFactIsTakenOnce \(S4, S6, S7\): note \w+ of \S+ is in the ledger 0 times/)
  assert.ok(figures.lost > 0 && figures.doubled === 0, JSON.stringify(figures))
}

for (const point of ['push_written', 'push_committed', 'file_half_written', 'file_not_marked'] as const) {
  test(`the server is killed ${momentsOfPhones[point]}: everything is on record once`, async () => {
    await killedAt(scene, point)
    await nothingIsLost()
  })
}

test('the server is killed after it made a report, before that job is done: there is one report', async () => {
  const [job] = firm.jobs
  assert.ok(job)
  const path = `/api/work-orders/${job.workOrder}/reports`
  await premises.arm('job_done')
  await asDispatcher(path, { method: 'POST', body: JSON.stringify({ id: newId(), visit: null }) })
  await premises.died(20_000)
  await premises.start()
  const reply = await asDispatcher(path, {})
  const { items } = reportApi.listReports.reply.parse(await reply.json())
  assert.deepEqual(
    items.map((report) => report.state),
    ['ready'],
  )
})

test('PostgreSQL is stopped at once while phones hand in: it comes back by itself and everything is on record once', async () => {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    await databaseKilled(scene, signal)
    await nothingIsLost()
  }
})

test('on a line that delays, drops, cuts answers off and says things twice, everything is on record once', async () => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  console.log(`The weather has seed ${seed}.`)
  const chance = openChance(seed)
  const happened = { cut: 0, doubled: 0 }
  // The weather is drawn: it goes on until it was bad in every way.
  for (let round = 0; round < 8 && (happened.cut === 0 || happened.doubled === 0); round += 1) {
    const { done } = await inWeather(scene, cellar, chance, 2_500)
    happened.cut += done.cut
    happened.doubled += done.doubled
  }
  await nothingIsLost()
  assert.ok(happened.cut > 0 && happened.doubled > 0, JSON.stringify(happened))
})

test('a server that answers before the commit loses what it acknowledged when it is killed, and that is noticed', async () => {
  const [phone] = await openPhones(premises.origin, firm.jobs.slice(3, 4))
  assert.ok(phone)
  const control: Scene = { premises, firm, phones: [phone] }
  try {
    await premises.kill()
    await premises.start({ breakage: answersBeforeTheCommit })
    await acknowledged(phone)
    await premises.kill()
    await premises.start()
    await isLostAndNoticed(control, 1_000)
  } finally {
    phone.close()
  }
})

test('a database that does not wait for its disk loses what was acknowledged when it is killed, and that is noticed', async () => {
  const [phone] = await openPhones(premises.origin, firm.jobs.slice(4))
  assert.ok(phone)
  const control: Scene = { premises, firm, phones: [phone] }
  try {
    await commitsAreNotWaitedFor(premises.superuserUrl)
    await acknowledged(phone)
    await acknowledged(phone)
    await premises.killDatabase('SIGQUIT')
    await premises.isWell()
    await isLostAndNoticed(control, 3_000)
  } finally {
    phone.close()
  }
})
