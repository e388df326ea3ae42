import pg from 'pg'
import { billingApi } from '#core/billing/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { inParallel } from '../support/company.ts'
import type { MeasuredServer } from '../support/process.ts'
import type { Part } from '../sync/figures.ts'
import type { FinishedWork } from './company.ts'

const holdIssue = 8
const warm = 40

/** Approves so many finished work orders, with what a person would settle first. */
async function approveAll({ owner }: FinishedWork, orders: readonly Id[]): Promise<void> {
  await inParallel(orders, 4, async (id) => {
    const send = (type: string, body: object, seen: number) =>
      owner.call(workOrderApi.sendCommand, { params: { id }, body: { id: newId(), type, body, seen } })
    const { work } = await owner.call(workOrderApi.readWorkOrder, { params: { id } })
    for (const flag of work.flags.filter((one) => !one.settled))
      await send('settle_flag', { flag: flag.id, note: '' }, work.version)
    const { version } = await owner.call(workOrderApi.readWorkOrder, { params: { id } })
    const { outcome, code } = await send('approve', { version }, version)
    if (outcome !== 'applied') throw new Error(`approve came to ${outcome} ${code}`)
  })
}

/** CPU of server and database for an invoice issued from a work order, and for its paper, which a job makes. */
export async function measureIssuing(
  server: MeasuredServer,
  company: FinishedWork,
  tell: Parameters<Part>[0],
): Promise<void> {
  const { owner, orders } = company
  await approveAll(company, orders)
  await server.analyze()
  const issue = async (id: Id) => {
    const { invoice } = await owner.call(billingApi.draftInvoice, { params: { id } })
    if (!invoice) throw new Error('there was nothing to bill')
    const { version } = await owner.call(billingApi.readInvoice, { params: { id: invoice } })
    await owner.call(billingApi.issueInvoice, { params: { id: invoice }, body: { version } })
  }
  const queue = new pg.Client({ host: server.socketFolder, user: 'postgres', database: 'roundtrip' })
  await queue.connect()
  try {
    await waitUntilDone(queue)
    await queue.query(holdPapers)
    for (const id of orders.slice(0, warm)) await issue(id)
    const before = server.cpu()
    for (const id of orders.slice(warm)) await issue(id)
    const count = orders.length - warm
    const cost = (server.cpu() - before) / count
    tell({
      what: `an invoice issued from a work order, of ${count}, CPU`,
      value: `${cost.toFixed(1)} ms`,
      hold: `${holdIssue} ms`,
      holds: cost <= holdIssue,
    })
    const papers = server.cpu()
    await queue.query(releasePapers)
    await waitUntilDone(queue)
    tell({ what: 'its paper, made by a job, CPU', value: `${((server.cpu() - papers) / orders.length).toFixed(1)} ms` })
  } finally {
    await queue.end()
  }
}

/** Papers wait an hour, so that they are not counted as issuing. */
const holdPapers = `
  create function public.hold_paper() returns trigger language plpgsql as $$
  begin
    if (select identifier from graphile_worker._private_tasks where id = new.task_id) = 'print_invoice' then
      new.run_at := now() + interval '1 hour';
    end if;
    return new;
  end $$;
  create trigger hold_paper before insert on graphile_worker._private_jobs
    for each row execute function public.hold_paper();`
const releasePapers = `
  drop trigger hold_paper on graphile_worker._private_jobs;
  drop function public.hold_paper();
  update graphile_worker._private_jobs set run_at = now() where run_at > now() + interval '1 minute' and locked_at is null;`

/** Until no job is due any more. */
async function waitUntilDone(queue: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await queue.query<{ due: number }>(
      `select count(*)::int as due from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts`,
    )
    if (rows[0]?.due === 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
