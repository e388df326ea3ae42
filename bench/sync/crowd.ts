import { setTimeout as sleep } from 'node:timers/promises'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openPremises } from '#test/processes/premises.ts'
import type { Person, TestServer } from '#test/support/server.ts'
import { requestOf } from '#core/kit/contract.ts'
import { inParallel, morning, raiseBody } from '../support/company.ts'
import { bareInserts } from './bare-inserts.ts'
import { type Part, percentile } from './figures.ts'

const sizes = { organizations: 10, batches: 30, batch: 100, phones: 500, commands: 60, atOnce: 50 }
const officeReadsEvery = 100

/** Commands of ten organizations beside bare inserts of the same rows; and five hundred phones of one that come back at once. */
export const crowd: Part = async (tell) => {
  const { premises, made } = await openPremises(furnish)
  await premises.start()
  try {
    const seconds = await timed(() =>
      Promise.all(
        made.organizations.map(async (person) => {
          for (let n = 0; n < sizes.batches; n++) await handIn(premises.origin, person, sizes.batch, n)
        }),
      ),
    )
    const commands = sizes.organizations * sizes.batches * sizes.batch
    const bare = await bareInserts(
      premises.superuserUrl,
      made.organizations.map((person) => person.orgId),
    )
    tell({
      what: `commands a second, ${sizes.organizations} organizations, batches of ${sizes.batch}`,
      value: String(Math.round(commands / seconds)),
      hold: '10000',
      holds: commands / seconds >= 10_000,
    })
    tell({ what: '  bare inserts of the same rows, as commands a second', value: String(Math.round(commands / bare)) })
    tell({ what: '  ratio', value: (bare / seconds).toFixed(2) })

    const reads: number[] = []
    let isOver = false
    const reading = readOffice(premises.origin, made.dispatcher, reads, () => isOver)
    const drained = await timed(() =>
      inParallel(made.phones, sizes.atOnce, (person) => handIn(premises.origin, person, sizes.commands, 0)),
    )
    isOver = true
    await reading
    tell({
      what: `${sizes.phones} phones of ${sizes.commands} commands each, one organization`,
      value: `${drained.toFixed(1)} s`,
      hold: '30 s',
      holds: drained <= 30,
    })
    const p95 = percentile(reads, 95)
    tell({
      what: '  reads of the office meanwhile, p95',
      value: `${Math.round(p95)} ms`,
      hold: '300 ms',
      holds: p95 < 300,
    })
  } finally {
    await premises.close()
  }
}

async function furnish(server: TestServer) {
  const organizations: Person[] = []
  for (let n = 0; n < sizes.organizations; n++)
    organizations.push((await server.makeOrganization(`Crowd ${n}`)).technician)
  const big = await server.makeOrganization('Crowd of phones')
  const phones: Person[] = []
  await inParallel(Array.from({ length: sizes.phones }), 4, async () => {
    phones.push(await server.signIn(big.technician, 'field', newId()))
  })
  return { organizations, phones, dispatcher: big.dispatcher }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

/** A work order made on the phone and notes on it: what a day without a signal looks like. */
async function handIn(origin: string, person: Person, count: number, batch: number): Promise<void> {
  const id = newId()
  const at = { wall: morning, mono: 1, life: 'bench', offset: 0 }
  const technician = person.technicianId
  const { details, ...body } = raiseBody({ customer: newId(), site: newId() }, batch, 'field')
  const raised = { ...body, details: { ...details, customer: null, site: null } }
  const commands = Array.from({ length: count }, (_, n) => {
    const own = n === 0 ? id : newId()
    const what =
      n === 0
        ? { type: 'raise', body: raised }
        : {
            type: 'note',
            body: { visit: null, technician, at: morning, text: `Note ${n} of the day`, audience: 'crew' },
          }
    const bytes = JSON.stringify({ v: 1, id: own, stream: { kind: 'work_order', id }, ...what, seen: 0, at })
    return { id: own, dseq: batch * count + n + 1, bytes }
  })
  const { method, path, body: sent } = requestOf(syncApi.push, { body: { nonce: newId(), epoch: null, commands } })
  const headers = { Origin: origin, Cookie: person.cookie, 'X-App': 'field', 'Content-Type': 'application/json' }
  const ask = () => fetch(`${origin}${path}`, { method, body: sent, headers })
  let answer = await ask()
  // As a phone does when it is asked to come again.
  for (; answer.status === 503; answer = await ask()) {
    await answer.body?.cancel()
    await sleep(Number(answer.headers.get('retry-after')) * 1000)
  }
  const text = await answer.text()
  if (!answer.ok) throw new Error(`push: ${answer.status} ${text.slice(0, 300)}`)
  const { outcomes } = syncApi.push.reply.parse(JSON.parse(text))
  const bad = outcomes.find((one) => one.outcome !== 'applied')
  if (bad) throw new Error(`a command came to ${bad.outcome} ${bad.code}`)
}

async function readOffice(origin: string, { cookie }: Person, reads: number[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const begun = performance.now()
    const answer = await fetch(`${origin}${workOrderApi.listWorkOrders.path}`, { headers: { Cookie: cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`list: ${answer.status}`)
    reads.push(performance.now() - begun)
    await sleep(officeReadsEvery)
  }
}
