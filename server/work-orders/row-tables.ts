import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/platform/tenant.ts'
import type { RowTable } from './rows.ts'

type TableShape = { key: string[]; columns: Record<string, string> }

const orderColumns = {
  id: 'uuid',
  number: 'bigint',
  number_text: 'text',
  provisional: 'text',
  status: 'text',
  kind: 'text',
  priority: 'text',
  title: 'text',
  description: 'text',
  customer_id: 'uuid',
  site_id: 'uuid',
  job_type_id: 'uuid',
  reported: 'text',
  zone: 'text',
  purchase_order: 'text',
  reference: 'text',
  requested_at: 'timestamptz',
  target_at: 'timestamptz',
  due_kind: 'text',
  due_at: 'timestamptz',
  due_risk_at: 'timestamptz',
  due_paused: 'bool',
  raised_at: 'timestamptz',
  hold_until: 'timestamptz',
  next_visit_id: 'uuid',
  next_start: 'timestamptz',
  finished_at: 'timestamptz',
  open_flags: 'int',
  evidence_stored: 'int',
  evidence_total: 'int',
  open_return_needs: 'int',
  return_reason: 'text',
  parts_wanted: 'int',
  parts_waiting: 'int',
  parts_expected: 'date',
  version: 'int',
  changed_at: 'timestamptz',
}
const stream = { stream_kind: 'text', stream_id: 'uuid' }

/** Keys and columns of the projected tables; `org_id` comes before each. */
export const tableShapes: Readonly<Record<RowTable, TableShape>> = {
  work_order: { key: ['id'], columns: orderColumns },
  visit: {
    key: ['id'],
    columns: {
      id: 'uuid',
      work_order_id: 'uuid',
      number: 'int',
      plan: 'text',
      status: 'text',
      lead_technician_id: 'uuid',
      window_start: 'timestamptz',
      window_end: 'timestamptz',
      planned_start: 'timestamptz',
      planned_minutes: 'int',
      outcome: 'text',
      set_out_at: 'timestamptz',
      arrived_at: 'timestamptz',
      finished_at: 'timestamptz',
    },
  },
  visit_crew: {
    key: ['visit_id', 'technician_id'],
    columns: {
      visit_id: 'uuid',
      technician_id: 'uuid',
      planned: 'bool',
      actual: 'bool',
      planned_start: 'timestamptz',
      work_order_id: 'uuid',
    },
  },
  flag: {
    key: ['work_order_id', 'flag'],
    columns: {
      work_order_id: 'uuid',
      flag: 'text',
      code: 'text',
      visit_id: 'uuid',
      fact_id: 'uuid',
      params: 'text',
      raised_at: 'timestamptz',
      settled_at: 'timestamptz',
    },
  },
  evidence: {
    key: ['stream_kind', 'stream_id', 'id'],
    columns: {
      ...stream,
      id: 'uuid',
      visit_id: 'uuid',
      kind: 'text',
      sha256: 'text',
      state: 'text',
      audience: 'text',
      technician_id: 'uuid',
      device_id: 'uuid',
    },
  },
  time_entry: {
    key: ['stream_kind', 'stream_id', 'id'],
    columns: {
      ...stream,
      id: 'uuid',
      visit_id: 'uuid',
      technician_id: 'uuid',
      activity: 'text',
      started_at: 'timestamptz',
      ended_at: 'timestamptz',
      minutes: 'int',
      corrected: 'bool',
    },
  },
  work_order_asset: { key: ['work_order_id', 'asset_id'], columns: { work_order_id: 'uuid', asset_id: 'uuid' } },
  reading: {
    key: ['id'],
    columns: {
      id: 'uuid',
      work_order_id: 'uuid',
      visit_id: 'uuid',
      asset_id: 'uuid',
      technician_id: 'uuid',
      label: 'text',
      unit: 'text',
      value: 'text',
      out_of_range: 'bool',
      read_at: 'timestamptz',
    },
  },
  finding: {
    key: ['id'],
    columns: {
      id: 'uuid',
      work_order_id: 'uuid',
      visit_id: 'uuid',
      asset_id: 'uuid',
      technician_id: 'uuid',
      severity: 'text',
      text: 'text',
      recommendation: 'text',
      state: 'text',
      followed_by: 'uuid',
      found_at: 'timestamptz',
    },
  },
  needed_part: {
    key: ['id'],
    columns: {
      id: 'uuid',
      work_order_id: 'uuid',
      visit_id: 'uuid',
      name: 'text',
      sku: 'text',
      quantity: 'int',
      unit: 'text',
      state: 'text',
      expected: 'date',
      needed_at: 'timestamptz',
    },
  },
  sign_off: {
    key: ['id'],
    columns: {
      id: 'uuid',
      work_order_id: 'uuid',
      visit_id: 'uuid',
      kind: 'text',
      name: 'text',
      summary_hash: 'text',
      signed_at: 'timestamptz',
    },
  },
  day_flag: {
    key: ['technician_id', 'flag'],
    columns: {
      technician_id: 'uuid',
      flag: 'text',
      code: 'text',
      params: 'text',
      raised_at: 'timestamptz',
      settled_at: 'timestamptz',
    },
  },
}

/** Rows as one parameter, typed by column. */
export function recordset(rows: readonly object[], columns: Record<string, string>): RawBuilder<unknown> {
  const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as row (${sql.raw(shape.join(', '))})`
}

export function names(columns: readonly string[], of = ''): RawBuilder<unknown> {
  return sql.raw(columns.map((name) => `${of}${name}`).join(', '))
}

export function insert(tx: Tx, table: RowTable, rows: readonly object[]): RawBuilder<unknown> {
  const { columns } = tableShapes[table]
  const all = Object.keys(columns)
  return sql`insert into app.${sql.raw(table)} (org_id, ${names(all)})
    select ${tx.orgId}::uuid, ${names(all, 'row.')} from ${recordset(rows, columns)}`
}

/** Rows that are there, or not any more by mistake. */
export function upsert(tx: Tx, table: RowTable, rows: readonly object[]): RawBuilder<unknown> {
  const { key, columns } = tableShapes[table]
  const all = Object.keys(columns)
  const rest = all.filter((name) => !key.includes(name))
  const updates =
    rest.length === 0 ? 'nothing' : `update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}`
  return sql`${insert(tx, table, rows)}
    on conflict (org_id, ${names(key)}) do ${sql.raw(updates)}`
}

export function remove(tx: Tx, table: RowTable, rows: readonly object[]): RawBuilder<unknown> {
  const { key, columns } = tableShapes[table]
  const shape = Object.fromEntries(key.map((name) => [name, columns[name] ?? 'text']))
  return sql`delete from app.${sql.raw(table)} gone using ${recordset(rows, shape)}
    where gone.org_id = ${tx.orgId}::uuid and (${names(key, 'gone.')}) = (${names(key, 'row.')})`
}
