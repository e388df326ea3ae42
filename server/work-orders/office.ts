import { beyondLimit, overrideOf } from '#core/billing/overrides.ts'
import { price } from '#core/billing/price.ts'
import type { Priced } from '#core/billing/priced-line.ts'
import type { Body, Reply } from '#core/kit/contract.ts'
import { type Id, isId } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { sentence } from '#core/kit/sentences.ts'
import { may } from '#core/people/abilities.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import { type Command, parseCommand } from '#core/work-orders/commands.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { findingsOf } from '#core/work-orders/findings.ts'
import { heading } from '#core/work-orders/labels.ts'
import { implausiblePlan } from '#core/work-orders/plausible-plan.ts'
import { loadTaxRate } from '#server/billing/catalogue-queries.ts'
import { purchaseOrderHold } from '#server/billing/purchase-order-holds.ts'
import { loadPriceCatalogue } from '#server/billing/price-catalogue.ts'
import { loadPriceSettings } from '#server/billing/terms-queries.ts'
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
  await checkFollows(tx, command)
  const refused =
    (await refusedLine(tx, sent.id, workOrder, command)) ?? (await refusedApproval(tx, sent.id, workOrder, command))
  if (refused) return presentTaken(refused)
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

/** Work is raised for a finding of a record there is. */
async function checkFollows(tx: Tx, { type, body }: Command): Promise<void> {
  if (type !== 'raise' || !body.follows) return
  const order = (await readDocuments(tx, [body.follows.workOrder])).get(body.follows.workOrder)
  const finding = order && findingsOf(order.work).find((one) => one.id === body.follows?.finding)
  if (!finding) throw invalidField('body.follows', 'not_found', 'There is no finding with this id.')
}

/**
 * A line is changed, struck or restored under the key it is priced with, and its price moved as far as a role of the actor
 * reaches; what was done before is known by its id.
 */
async function refusedLine(tx: Tx, id: Id, workOrder: Id, command: Command): Promise<Taken | null> {
  if (!isAboutLine(command)) return null
  const order = (await readDocuments(tx, [workOrder])).get(workOrder)
  if (!order || (await readLedger(tx, [id])).has(id)) return null
  const catalogue = await loadPriceCatalogue(tx, [order])
  const bill = price(order, catalogue)
  const refusal = unknownLine(order, bill, command) ?? (await beyondRole(tx, bill, command, catalogue.currency))
  return refusal && { id, outcome: 'refused', first: null, refusal, number: null, version: order.version }
}

/** Nothing is approved for an invoice its purchase order does not allow; what was done before is known by its id. */
async function refusedApproval(tx: Tx, id: Id, workOrder: Id, { type }: Command): Promise<Taken | null> {
  if (type !== 'approve') return null
  const order = (await readDocuments(tx, [workOrder])).get(workOrder)
  const refusal = order ? await purchaseOrderHold(tx, order) : null
  if (!order || !refusal || (await readLedger(tx, [id])).has(id)) return null
  return { id, outcome: 'refused', first: null, refusal, number: null, version: order.version }
}

type AboutLine = Extract<Command, { type: 'add_line' | 'change_line' | 'strike_line' | 'restore_line' }>

function isAboutLine(command: Command): command is AboutLine {
  return ['add_line', 'change_line', 'strike_line', 'restore_line'].includes(command.type)
}

function unknownLine({ money }: WorkOrder, { lines }: Priced, { type, body }: AboutLine): Refusal | null {
  if (type === 'add_line') return null
  const touched = [...money.lineChanges, ...money.struck]
  return [...lines, ...touched].some((line) => line.key === body.key) ? null : { code: 'line_unknown' }
}

async function beyondRole(tx: Tx, bill: Priced, command: AboutLine, currency: string): Promise<Refusal | null> {
  const { overrideLimits } = await loadPriceSettings(tx)
  const override = overrideOf(bill, command, currency)
  const beyond = override && beyondLimit(override, tx.actor.roles ?? [], overrideLimits)
  return beyond && { code: 'override_over_limit', params: { who: beyond.who.map(heading).join(', ') } }
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
