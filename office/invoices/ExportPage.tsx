import { Button } from '@mantine/core'
import { IconCheck, IconClock, IconDownload, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { billingApi } from '#core/billing/api.ts'
import { formatWords } from '#core/billing/format-words.ts'
import type { Reply } from '#core/kit/contract.ts'
import { formatTaxRate } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { FactList, PageHead, Panel } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { download } from '../kit/download.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { tried } from '../kit/tried.ts'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'

const route = getRouteApi('/shell/exports/$id')
type Whole = Reply<typeof billingApi.readExport>
type Answered = Whole['invoices'][number]

const marks = {
  handed: { word: 'No answer yet', tone: 'waiting', icon: IconClock },
  accepted: { word: 'Accepted', tone: 'done', icon: IconCheck },
  refused: { word: 'Refused', tone: 'problem', icon: IconX },
} as const

/** One batch: its files and control totals, and what the accounts said of each invoice. */
export function ExportPage() {
  const { id } = route.useParams()
  const query = useQuery(ask(billingApi.readExport, { params: { id } }))
  return (
    <LoadedPage name="Batch" query={query} failed="The batch could not be shown" skeleton={<PageSkeleton />}>
      {(batch) => <Shown key={id} batch={batch} />}
    </LoadedPage>
  )
}

function Shown({ batch }: { batch: Whole }) {
  useTitle(`Batch ${batch.number}`)
  const { zone } = useMe().organization
  const [refusing, setRefusing] = useState<Answered | null>(null)
  const [isTaken, setTaken] = useState(false)
  const answer = useAnswering(batch)
  const open = batch.invoices.filter((one) => one.answer === 'handed')
  const mayEdit = useMay('invoices.edit')
  return (
    <>
      <PageHead
        crumbs={<Link to="/exports">Exports</Link>}
        title={`Batch ${batch.number}`}
        detail={
          <>
            {formatWords[batch.format]}, made <ShortTime at={batch.madeAt} zone={zone} day />
            {batch.madeBy ? ` by ${batch.madeBy}` : ''}
          </>
        }
        actions={
          <>
            {batch.files.map((name, file) => (
              <FileButton key={name} id={batch.id} file={file} name={batch.files.length > 1 ? name : 'Download'} />
            ))}
            {mayEdit && open.length > 0 ? (
              <Button
                loading={isTaken}
                onClick={async () => {
                  setTaken(true)
                  await answer(open.map(({ id: invoice }) => ({ invoice, accepted: true })))
                  setTaken(false)
                }}
              >
                All accepted
              </Button>
            ) : null}
          </>
        }
      />
      <div className={layout.columns}>
        <Invoices batch={batch} onAccept={answer} onRefuse={mayEdit ? setRefusing : null} />
        <Totals batch={batch} />
      </div>
      {refusing ? (
        <ReasonDialog
          title={`${refusing.number ?? ''} was refused`}
          label="What the accounts said"
          action="It was refused"
          danger
          onClose={() => setRefusing(null)}
          onReason={(words) => answer([{ invoice: refusing.id, accepted: false, words }])}
        >
          <p>It is issued again, and goes into the next batch once what is wrong is mended.</p>
        </ReasonDialog>
      ) : null}
    </>
  )
}

type Answers = { invoice: string; accepted: boolean; words?: string }[]

/** Records what the accounts said; gives whether it was recorded. */
function useAnswering(batch: Whole): (answers: Answers) => Promise<boolean> {
  const queries = useQueryClient()
  return (answers) =>
    tried(
      async () => {
        const params = { id: batch.id }
        const { accepted, refused } = await call(billingApi.acknowledgeExport, { params, body: { answers } })
        return [accepted > 0 ? `${accepted} accepted` : '', refused > 0 ? `${refused} refused` : '']
          .filter(Boolean)
          .join(', ')
      },
      () =>
        refresh(queries, [
          { kind: 'export_batch', id: batch.id, version: 0 },
          { kind: 'invoice', id: '', version: 0 },
        ]),
    )
}

function FileButton({ id, file, name }: { id: string; file: number; name: string }) {
  const fetching = useMutation({
    mutationFn: () => call(billingApi.readExportCsv, { params: { id }, query: { file } }),
    onSuccess: (got) => download(got.name, got.csv, `${got.type};charset=utf-8`),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (
    <Button
      variant="default"
      loading={fetching.isPending}
      leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
      onClick={() => fetching.mutate()}
    >
      {name}
    </Button>
  )
}

function Invoices({
  batch,
  onAccept,
  onRefuse,
}: {
  batch: Whole
  onAccept: (answers: Answers) => void
  onRefuse: ((invoice: Answered) => void) | null
}) {
  const money = useMoney()
  const { locale } = useMe().organization
  return (
    <div className={layout.frame}>
      <table className={`${layout.table} ${layout.rows}`}>
        <thead>
          <tr>
            <th>Invoice</th>
            <th className={layout.fromTablet}>Customer</th>
            <th className={layout.right}>Total</th>
            <th>Accounts</th>
            <th>
              <span className="sr-only">Answer</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {batch.invoices.map((invoice) => (
            <tr key={invoice.id}>
              <td>
                <Link to="/invoices/$id" params={{ id: invoice.id }} className={`${layout.main} nowrap`}>
                  {invoice.number}
                </Link>
                <span className={layout.detail}>
                  {' '}
                  {invoice.issuedOn ? formatLocalDate(invoice.issuedOn, locale, { dateStyle: 'medium' }) : ''}
                </span>
              </td>
              <td className={layout.fromTablet}>{invoice.customer.name}</td>
              <td className={layout.right}>{money(invoice.gross)}</td>
              <td>
                <MarkBadge mark={marks[invoice.answer]} look="plain" />
                {invoice.words ? <p className={layout.detail}>{invoice.words}</p> : null}
              </td>
              <td className={layout.right}>
                {invoice.answer === 'handed' && onRefuse ? (
                  <>
                    <Button
                      variant="subtle"
                      size="xs"
                      aria-label={`${invoice.number ?? ''} was accepted`}
                      onClick={() => onAccept([{ invoice: invoice.id, accepted: true }])}
                    >
                      Accepted
                    </Button>
                    <Button
                      variant="subtle"
                      size="xs"
                      color="gray"
                      aria-label={`${invoice.number ?? ''} was refused`}
                      onClick={() => onRefuse(invoice)}
                    >
                      Refused
                    </Button>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Totals({ batch }: { batch: Whole }) {
  const money = useMoney()
  const { locale } = useMe().organization
  return (
    <Panel title="Control totals" id="totals">
      <FactList
        facts={[
          { label: 'Invoices', value: batch.count },
          { label: 'Net', value: money(batch.net) },
          ...batch.byRate.map((rate) => ({
            label: `Tax ${formatTaxRate(rate.percent, locale)}`,
            value: `${money(rate.tax)} on ${money(rate.net)}`,
          })),
          { label: 'Tax', value: money(batch.tax) },
          { label: 'Total', value: <b>{money(batch.gross)}</b> },
        ]}
      />
    </Panel>
  )
}
