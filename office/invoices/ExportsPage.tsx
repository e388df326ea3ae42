import { Button } from '@mantine/core'
import { IconDownload, IconFileExport } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type * as z from 'zod'
import { billingApi, type zExportBatch } from '#core/billing/api.ts'
import { formatTaxRate } from '#core/kit/money.ts'
import { sentence } from '#core/kit/sentences.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { download } from '../kit/download.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { usePages } from '../kit/pages.ts'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { Action } from '../work-orders/Action.tsx'

type Batch = z.output<typeof zExportBatch>

/** What was handed to the accounts, in batches with their control totals. */
export function ExportsPage() {
  useTitle('Exports')
  const queries = useQueryClient()
  const mayEdit = useMay('invoices.edit')
  const { query, rows } = usePages(billingApi.listExports, {}, (cursor) =>
    call(billingApi.listExports, { query: { cursor, limit: 50 } }),
  )
  const waiting = useQuery(ask(billingApi.listInvoices, { query: { state: 'issued', limit: 1 } })).data?.count.value
  const make = useMutation({
    mutationFn: () => call(billingApi.makeExport, { body: { id: newId() } }),
    onSuccess: ({ batch }) => {
      toast(
        batch
          ? `Batch ${batch.number} made, ${batch.count} invoice${batch.count === 1 ? '' : 's'}`
          : 'Every issued invoice is in a batch already',
      )
      refresh(queries, [
        { kind: 'export_batch', id: batch?.id ?? '', version: 0 },
        { kind: 'invoice', id: '', version: 0 },
      ])
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  const reason = mayEdit
    ? waiting === 0
      ? 'Every issued invoice is in a batch already.'
      : null
    : sentence('not_allowed')
  const action = (
    <Action
      variant="filled"
      leftSection={<IconFileExport size={16} stroke={1.75} aria-hidden />}
      loading={make.isPending}
      reason={reason}
      onPress={() => make.mutate()}
    >
      {waiting ? `Export ${waiting} invoice${waiting === 1 ? '' : 's'}` : 'Export'}
    </Action>
  )
  return (
    <>
      <PageHead
        crumbs={<Link to="/invoices">Invoices</Link>}
        title="Exports"
        detail="An invoice is in one batch only. Exporting again adds nothing."
        actions={action}
      />
      <Loaded query={query} failed="The exports could not be shown" skeleton={<TableSkeleton rows={4} />}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon={<IconFileExport stroke={1.5} />} title="Nothing was exported yet">
              A batch holds every issued invoice that is in none, as CSV for the accounts, with totals to check it by.
            </EmptyState>
          ) : (
            <div className={layout.frame}>
              <table className={layout.table}>
                <thead>
                  <tr>
                    <th>Batch</th>
                    <th className={layout.fromTablet}>Made</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Invoices</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Net</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Tax</th>
                    <th className={layout.right}>Total</th>
                    <th>
                      <span className="sr-only">Download</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((batch) => (
                    <BatchRow key={batch.id} batch={batch} />
                  ))}
                </tbody>
              </table>
              <LoadMore pages={query} />
            </div>
          )
        }
      </Loaded>
    </>
  )
}

function BatchRow({ batch }: { batch: Batch }) {
  const money = useMoney()
  const { locale, zone } = useMe().organization
  const csv = useMutation({
    mutationFn: () => call(billingApi.readExportCsv, { params: { id: batch.id } }),
    onSuccess: (file) => download(file.name, file.csv, 'text/csv;charset=utf-8'),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (
    <tr>
      <td>
        <b>{batch.number}</b>
        <span className={`${layout.detail} ${layout.tillTablet}`}>
          <ShortTime at={batch.madeAt} zone={zone} />
        </span>
        <span className={`${layout.detail} ${layout.tillTablet}`}>
          {batch.count} invoice{batch.count === 1 ? '' : 's'}
        </span>
      </td>
      <td className={layout.fromTablet}>
        <ShortTime at={batch.madeAt} zone={zone} />
        <p className={layout.detail}>{batch.madeBy}</p>
      </td>
      <td className={`${layout.right} ${layout.fromTablet}`}>{batch.count}</td>
      <td className={`${layout.right} ${layout.fromTablet}`}>{money(batch.net)}</td>
      <td className={`${layout.right} ${layout.fromTablet}`}>
        {money(batch.tax)}
        {batch.byRate.map((rate) => (
          <p key={`${rate.taxRate}/${rate.percent}`} className={layout.detail}>
            {formatTaxRate(rate.percent, locale)} on {money(rate.net)}: {money(rate.tax)}
          </p>
        ))}
      </td>
      <td className={layout.right}>{money(batch.gross)}</td>
      <td className={layout.right}>
        <Button
          variant="default"
          loading={csv.isPending}
          leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          onClick={() => csv.mutate()}
        >
          CSV
        </Button>
      </td>
    </tr>
  )
}
