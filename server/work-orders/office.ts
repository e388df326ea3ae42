import { price } from '#core/billing/price.ts'
import type { Body, Reply } from '#core/kit/contract.ts'
import { type Id, isId } from '#core/kit/ids.ts'
import { sentence } from '#core/kit/sentences.ts'
import { may } from '#core/people/abilities.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import { type Command, parseCommand } from '#core/work-orders/commands.ts'
import { implausiblePlan } from '#core/work-orders/plausible-plan.ts'
import { loadTaxRate } from '#server/billing/catalogue-queries.ts'
import { loadPriceCatalogue } from '#server/billing/price-catalogue.ts'
import { invalidBody, invalidField, notAllowed, notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applyCommands } from './commands.ts'
import { authorOf, incomingFrom, type Taken } from './incoming.ts'
import { readDocuments } from './page-queries.ts'
import { readLedger } from './record-queries.ts'

type Sent = Body<typeof workOrderApi.sendCommand>
type Answer = Reply<typeof workOrderApi.sendCommand>

/** A command of the office, an integrator or the demo company: checked here, applied like every other. */
export async function sendCommand(tx: Tx, workOrder: Id, sent: Sent): Promise<Answer> {
  const parsed = parseCommand(sent.type, sent.body)
  if ('problems' in parsed) {
    throw invalidBody(parsed.problems.map(({ path, detail }) => ({ path, code: 'invalid', detail })))
  }
  const { command } = parsed
  const rule = commandRules[command.type]
  if (rule.kind === 'system' || !may(tx.actor, rule.ability)) throw notAllowed()
  if (!isId(workOrder)) throw notFound()
  checkBehalf(command)
  const implausible = implausiblePlan(command, tx.now)
  if (implausible.length > 0) throw invalidBody(implausible.map((field) => ({ ...field, code: 'out_of_range' })))
  await checkTaxRate(tx, command)
  const unknown = await unknownLine(tx, sent.id, workOrder, command)
  if (unknown) return presentTaken(unknown)
  const incoming = incomingFrom(sent.id, workOrder, { type: sent.type, body: command.body, seen: sent.seen })
  const [taken] = await applyCommands(tx, authorOf(tx, 'office'), [incoming])
  if (!taken) throw new Error('a command has an outcome')
  return presentTaken(taken)
}

/** What a technician did, said by the office, names where the office knows it from. */
function checkBehalf({ type, body }: Command): void {
  const aboutSomebody = 'technician' in body && body.technician !== null
  const canSay = type !== 'file' && type !== 'open_visit'
  if (aboutSomebody && canSay && !('behalf' in body && body.behalf)) {
    throw invalidBody([{ path: 'body.behalf', code: 'required', detail: 'Say where you know this from.' }])
  }
}

/** A line is taxed at a rate there is; an unknown one would be billed without tax. */
async function checkTaxRate(tx: Tx, { type, body }: Command): Promise<void> {
  const named =
    type === 'add_line'
      ? { path: 'body.taxRate', id: body.taxRate }
      : type === 'change_line' && body.changes.taxRate
        ? { path: 'body.changes.taxRate', id: body.changes.taxRate }
        : null
  if (named && !(await loadTaxRate(tx, named.id))) {
    throw invalidField(named.path, 'not_found', 'There is no tax rate with this id.')
  }
}

/** A line is changed, struck or restored under the key it is priced with; what was done before is known by its id. */
async function unknownLine(tx: Tx, id: Id, workOrder: Id, { type, body }: Command): Promise<Taken | null> {
  if (type !== 'change_line' && type !== 'strike_line' && type !== 'restore_line') return null
  const order = (await readDocuments(tx, [workOrder])).get(workOrder)
  if (!order || (await readLedger(tx, [id])).has(id)) return null
  const { lines } = price(order, await loadPriceCatalogue(tx, [order]))
  const touched = [...order.money.lineChanges, ...order.money.struck]
  if ([...lines, ...touched].some((line) => line.key === body.key)) return null
  const refusal = { code: 'line_unknown' }
  return { id, outcome: 'refused', first: null, refusal, number: null, version: order.version }
}

export function presentTaken({ outcome, refusal, version, number }: Taken): Answer {
  return {
    outcome,
    code: refusal?.code ?? null,
    sentence: refusal ? sentence(refusal.code, refusal.params) : null,
    version,
    number,
  }
}
