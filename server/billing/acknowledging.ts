import type { billingApi } from '#core/billing/api.ts'
import { paymentState } from '#core/billing/payments.ts'
import type { Body, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { answersOf, setAnswer, setStates } from './batch-queries.ts'
import { ordersBilledBy, ordersOf, readInvoices } from './queries.ts'
import { lockOrders, tellOrders } from './records.ts'

type Answer = Body<typeof billingApi.acknowledgeExport>['answers'][number]

/** What the accounts said of each: an accepted one is acknowledged, a refused one is issued again and goes into the next batch. */
export async function acknowledgeExport(
  tx: Tx,
  batch: Id,
  answers: readonly Answer[],
): Promise<Reply<typeof billingApi.acknowledgeExport>> {
  const ids = answers.map((answer) => answer.invoice)
  await lockOrders(tx, await ordersBilledBy(tx, ids))
  const invoices = new Map((await readInvoices(tx, ids)).map((invoice) => [invoice.id, invoice]))
  const known = await answersOf(tx, batch)
  const fresh: (Answer & { words: string })[] = []
  for (const answer of answers) {
    const before = known.get(answer.invoice)
    if (!before) throw refused({ code: 'not_in_batch' })
    const said = answer.accepted ? 'accepted' : 'refused'
    if (before.state === said) continue
    const number = invoices.get(answer.invoice)?.number_text ?? ''
    if (before.state !== 'handed') throw refused({ code: 'answered_before', params: { number } })
    fresh.push({ ...answer, words: answer.words ?? '' })
  }
  for (const answer of fresh) await setAnswer(tx, batch, answer)
  const accepted = fresh.filter((answer) => answer.accepted).map((answer) => answer.invoice)
  const sentBack = fresh.filter((answer) => !answer.accepted).map((answer) => answer.invoice)
  for (const one of [...(await setStates(tx, accepted, 'acknowledged')), ...(await setStates(tx, sentBack, 'issued'))])
    tx.touched('invoice', one.id, one.version, 'invoices.read')
  await tellOrders(
    tx,
    (
      await ordersOf(
        tx,
        fresh.map((answer) => answer.invoice),
      )
    ).map(({ workOrder, invoice }) => {
      const answer = fresh.find((one) => one.invoice === invoice)
      const row = invoices.get(invoice)
      const paid = row !== undefined && ['paid', 'overpaid'].includes(paymentState(row))
      const words = answer?.words ? { words: answer.words } : {}
      const open = answer?.accepted || paid ? {} : { open: true }
      return { workOrder, command: { type: 'invoice_settled', body: { invoice, paid, ...open, ...words } } }
    }),
  )
  if (fresh.length > 0) {
    tx.touched('export_batch', batch, 1, 'invoices.read')
    tx.audit('export_batch.answered', 'export_batch', batch, { accepted: accepted.length, refused: sentBack.length })
  }
  return { accepted: accepted.length, refused: sentBack.length }
}
