import pg from 'pg'
import { ledgerApi } from '#core/billing/ledger-api.ts'
import type { MeasuredServer } from '../support/process.ts'
import { type Part, percentile } from '../sync/figures.ts'
import type { FinishedWork } from './company.ts'

const workOrders = 100_000
const times = 20
const holdMilliseconds = 300

/** The ledger of a company of many years: what is open was really worked, the rest are copies of its rows, long invoiced. */
export async function measureLedger(
  server: MeasuredServer,
  { organization, orders, owner }: FinishedWork,
  tell: Parameters<Part>[0],
): Promise<void> {
  const copies = Math.max(0, workOrders - orders.length)
  await copyRows(server, organization, copies)
  await server.analyze()
  const read = () => owner.call(ledgerApi.readLedger, {})
  while ((await read()).unweighed > 0) await new Promise((resolve) => setTimeout(resolve, 500))
  const walls: number[] = []
  const before = server.cpu()
  for (let n = 0; n < times; n++) {
    const begun = performance.now()
    await read()
    walls.push(performance.now() - begun)
  }
  const cpu = (server.cpu() - before) / times
  const { lines } = await read()
  const count = lines.reduce((sum, line) => sum + line.count, 0)
  const median = percentile(walls, 50)
  tell({
    what: `unbilled ledger over ${count} work orders, ${orders.length} of them open`,
    value: `${Math.round(median)} ms`,
    hold: `${holdMilliseconds} ms`,
    holds: median <= holdMilliseconds,
  })
  tell({
    what: '  slowest; CPU of server and database',
    value: `${Math.round(Math.max(...walls))} ms; ${Math.round(cpu)} ms`,
  })
}

async function copyRows({ socketFolder }: MeasuredServer, organization: string, count: number): Promise<void> {
  const client = new pg.Client({ host: socketFolder, user: 'postgres', database: 'roundtrip' })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(column_name) as name from information_schema.columns
       where table_schema = 'app' and table_name = 'work_order' and is_generated = 'NEVER'
         and column_name not in ('id', 'number', 'number_text', 'provisional', 'status', 'next_visit_id')`,
    )
    const columns = rows.map((row) => row.name).join(', ')
    await client.query(
      `insert into app.work_order (id, number, number_text, provisional, status, ${columns})
       select gen_random_uuid(), 10000000 + n, '', '', 'closed', ${columns}
       from generate_series(1, $2) as n cross join (select * from app.work_order where org_id = $1 limit 1) as one`,
      [organization, count],
    )
    await client.query(
      `insert into app.ledger_entry (org_id, work_order_id, place, since, completed_at, net, weighed_with)
       select org_id, id, (array['invoiced', 'exported', 'acknowledged', 'not_billable'])[1 + number % 4],
         changed_at, changed_at, 10000 + number % 50000, ''
       from app.work_order where org_id = $1 and number >= 10000000`,
      [organization],
    )
  } finally {
    await client.end()
  }
}
