import { Button, FileInput, Select } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import Papa from 'papaparse'
import { useState } from 'react'
import { accountsApi } from '#core/billing/accounts-api.ts'
import {
  type Columns,
  type DateOrder,
  guessColumns,
  guessDateOrder,
  type ListColumn,
  listColumns,
  readList,
} from '#core/billing/reconcile.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import { useHome } from '../kit/home.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { useTitle } from '../kit/title.ts'
import { Differences } from './Differences.tsx'

type Table = { name: string; headings: string[]; rows: string[][] }

const columnWords: Readonly<Record<ListColumn, string>> = {
  number: 'Invoice number',
  date: 'Date',
  total: 'Total with tax',
  paid: 'Paid',
  open: 'Open',
  status: 'Status',
}

/** The accounts' own list of invoices beside ours: every difference, and what can be taken over from it. */
export function ComparePage() {
  useTitle('Compare with the accounts')
  const [table, setTable] = useState<Table | null>(null)
  const read = async (file: File | null) => {
    if (!file) return setTable(null)
    const { data } = Papa.parse<string[]>((await file.text()).replace(/^\ufeff/, ''), { skipEmptyLines: 'greedy' })
    const [headings, ...rows] = data
    if (headings && rows.length > 0) setTable({ name: file.name, headings, rows })
    else toast('There is no list in this file', { urgent: true })
  }
  return (
    <>
      <PageHead
        crumbs={<Link to="/exports">Exports</Link>}
        title="Compare with the accounts"
        detail="Export the list of invoices there as CSV and drop it here. Nothing changes until you take something over."
      />
      <div className={layout.stack}>
        <FileInput
          label="The accounts’ list of invoices"
          placeholder="A CSV file"
          accept=".csv,text/csv,text/plain"
          leftSection={<IconUpload size={16} stroke={1.75} aria-hidden />}
          clearable
          w={420}
          maw="100%"
          onChange={(file) => void read(file)}
        />
        {table ? <Confirm key={table.name} table={table} /> : null}
      </div>
    </>
  )
}

/** Which column is which, as guessed, for a person to confirm; then the differences. */
function Confirm({ table }: { table: Table }) {
  const { currency } = useMe().organization
  const country = useHome()
  const queries = useQueryClient()
  const [columns, setColumns] = useState<Columns>(() => guessColumns(table.headings))
  const dates = table.rows.map((row) => (columns.date === null ? '' : (row[columns.date] ?? '')))
  const [order, setOrder] = useState<DateOrder>(() => guessDateOrder(dates, country === 'US' ? 'mdy' : 'dmy'))
  const list = readList(table.rows, columns, { digits: currencyExponent(currency), order })
  const compared = useMutation({
    mutationFn: () => call(accountsApi.compareAccounts, { body: { invoices: list.invoices } }),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  const change = (column: ListColumn, value: string | null) => {
    compared.reset()
    setColumns({ ...columns, [column]: value === null ? null : Number(value) })
  }
  return (
    <>
      <Panel
        title="Columns"
        id="columns"
        actions={
          <Button
            loading={compared.isPending}
            disabled={columns.number === null || list.invoices.length === 0}
            onClick={() => compared.mutate()}
          >
            Compare {list.invoices.length} invoice{list.invoices.length === 1 ? '' : 's'}
          </Button>
        }
      >
        <div className={layout.stack}>
          <div className={layout.two}>
            {listColumns.map((column) => (
              <Select
                key={column}
                label={columnWords[column]}
                required={column === 'number'}
                clearable={column !== 'number'}
                placeholder="Not in the list"
                data={table.headings.map((heading, index) => ({
                  value: String(index),
                  label: heading || `Column ${index + 1}`,
                }))}
                value={columns[column] === null ? null : String(columns[column])}
                onChange={(value) => change(column, value)}
              />
            ))}
            <Select
              label="Dates are written"
              allowDeselect={false}
              data={[
                { value: 'dmy', label: 'Day, month, year' },
                { value: 'mdy', label: 'Month, day, year' },
              ]}
              value={order}
              onChange={(value) => setOrder(value === 'mdy' ? 'mdy' : 'dmy')}
            />
          </div>
          {list.unread > 0 ? (
            <p className={layout.warn}>
              {list.unread} row{list.unread === 1 ? '' : 's'} could not be read and count for nothing.
            </p>
          ) : null}
        </div>
      </Panel>
      {compared.data ? (
        <Differences
          comparison={compared.data}
          onTaken={() => {
            refresh(queries, [
              { kind: 'invoice', id: '', version: 0 },
              { kind: 'export_batch', id: '', version: 0 },
            ])
            compared.mutate()
          }}
        />
      ) : null}
    </>
  )
}
