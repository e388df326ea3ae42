import { Button } from '@mantine/core'
import { IconAlertCircle, IconDownload, IconFileCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { sentence } from '#core/kit/sentences.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { FactList, PageHead, Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { call, fileUrl } from '../kit/client.ts'
import { downloadFile } from '../kit/download.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { sentenceOf } from '../kit/problem.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { tried } from '../kit/tried.ts'
import { NotBillable } from '../review/NotBillable.tsx'
import { Action } from '../work-orders/Action.tsx'
import { LoadOrder } from '../work-orders/LoadOrder.tsx'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import { InvoiceBadge } from './InvoiceBadge.tsx'
import { CreditDialog } from './CreditDialog.tsx'
import { chainFacts } from './InvoiceChain.tsx'
import { InvoiceLines } from './InvoiceLines.tsx'
import { PaymentsPanel } from './PaymentsPanel.tsx'

const route = getRouteApi('/shell/invoices/$id')

export function InvoicePage() {
  const { id } = route.useParams()
  const query = useQuery({
    ...ask(billingApi.readInvoice, { params: { id } }),
    // The paper is set a moment after issuing.
    refetchInterval: ({ state }) => (state.data?.state === 'issued' && !state.data.paper ? 2000 : false),
  })
  return (
    <LoadedPage name="Invoice" query={query} failed="The invoice could not be shown" skeleton={<PageSkeleton />}>
      {(invoice) => <Shown key={id} invoice={invoice} />}
    </LoadedPage>
  )
}

function Shown({ invoice }: { invoice: Invoice }) {
  const name = invoice.number ?? (invoice.kind === 'credit_note' ? 'Credit note draft' : 'Invoice draft')
  useTitle(name)
  return (
    <>
      <PageHead
        crumbs={<Link to="/invoices">Invoices</Link>}
        title={name}
        badges={<InvoiceBadge state={invoice.state} gross={invoice.gross} look="large" />}
        detail={
          <Link to="/customers/$id" params={{ id: invoice.customer.id }} className="quiet-link">
            {invoice.customer.name}
          </Link>
        }
        actions={<Actions invoice={invoice} />}
      />
      <div className={layout.stack}>
        {invoice.blocked ? (
          <output className={layout.notice}>
            <p>
              <IconAlertCircle
                size={16}
                stroke={1.75}
                style={{ display: 'inline', verticalAlign: 'text-bottom' }}
                aria-hidden
              />{' '}
              {saysWhy(invoice.blocked)}{' '}
              {invoice.workOrders[0] ? (
                <Link to="/review/$id" params={{ id: invoice.workOrders[0].id }}>
                  Go to the review
                </Link>
              ) : null}
            </p>
            {nothingToBill.includes(invoice.blocked.code) && invoice.workOrders[0] ? (
              <LoadOrder id={invoice.workOrders[0].id}>
                <div>
                  <NotBillable />
                </div>
              </LoadOrder>
            ) : null}
          </output>
        ) : null}
        <div className={layout.columns}>
          <InvoiceLines invoice={invoice} />
          <div className={layout.column}>
            <Facts invoice={invoice} />
            {invoice.state === 'draft' || invoice.state === 'void' ? null : <PaymentsPanel invoice={invoice} />}
          </div>
        </div>
      </div>
    </>
  )
}

/** Codes of drafts that never can be issued as they are: their work may be ended instead. */
const nothingToBill: readonly string[] = ['invoice_empty', 'invoice_zero']

function saysWhy({ code, sentence: says }: NonNullable<Invoice['blocked']>): string {
  if (code === 'invoice_empty') return 'Every line is struck. It cannot be issued with nothing to bill on it.'
  return `It cannot be issued yet. ${says}`
}

function Actions({ invoice }: { invoice: Invoice }) {
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const mayEdit = useMay('invoices.edit')
  const [voiding, setVoiding] = useState(false)
  const [crediting, setCrediting] = useState(false)
  const { id, version, state } = invoice
  const fresh = () =>
    refresh(queries, [
      { kind: 'invoice', id, version: 0 },
      ...invoice.workOrders.map((order) => ({ kind: 'work_order', id: order.id, version: 0 })),
    ])
  const notAllowed = mayEdit ? null : sentence('not_allowed')

  const issue = useMutation({
    mutationFn: () => call(billingApi.issueInvoice, { params: { id }, body: { version } }),
    onSuccess: (issued) => toast(`${issued.number} issued`),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: fresh,
  })
  const draftAgain = useMutation({
    mutationFn: async () => {
      let made: string | null = null
      for (const order of invoice.workOrders)
        made = (await call(billingApi.draftInvoice, { params: { id: order.id } })).invoice ?? made
      return made
    },
    onSuccess: (made) => {
      if (made === null) toast('Nothing is left to bill, or the work is not reviewed')
      else if (made !== id) void navigate({ to: '/invoices/$id', params: { id: made } })
      else toast('The draft is up to date')
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: fresh,
  })
  const fetchPaper = useMutation({
    mutationFn: (sha256: string) => downloadFile(`${invoice.number ?? 'invoice'}.pdf`, fileUrl(sha256, 'original')),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  const takeBack = (reason: string) =>
    tried(async () => {
      await call(billingApi.voidInvoice, { params: { id }, body: { version, reason } })
      return 'Invoice void'
    }, fresh)
  const voidReason = whyNotVoid(invoice)
  return (
    <>
      <Action reason={notAllowed ?? voidReason} onPress={() => setVoiding(true)}>
        Void
      </Action>
      {state === 'draft' || state === 'void' || invoice.kind === 'credit_note' ? null : (
        <Action
          reason={notAllowed ?? (invoice.gross + invoice.credited === 0 ? 'All of it is credited.' : null)}
          onPress={() => setCrediting(true)}
        >
          Credit
        </Action>
      )}
      {state === 'draft' || state === 'void' ? null : (
        <Button
          variant="default"
          loading={invoice.paper === null || fetchPaper.isPending}
          leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          onClick={() => invoice.paper && fetchPaper.mutate(invoice.paper.sha256)}
        >
          PDF
        </Button>
      )}
      {state === 'draft' || state === 'void' ? (
        <Action reason={notAllowed} loading={draftAgain.isPending} onPress={() => draftAgain.mutate()}>
          Make the draft again
        </Action>
      ) : null}
      {state === 'draft' ? (
        <Action
          variant="filled"
          leftSection={<IconFileCheck size={16} stroke={1.75} aria-hidden />}
          loading={issue.isPending}
          reason={notAllowed ?? invoice.blocked?.sentence ?? null}
          onPress={() => issue.mutate()}
        >
          Issue
        </Action>
      ) : null}
      {crediting ? (
        <CreditDialog
          invoice={invoice}
          onClose={() => setCrediting(false)}
          onIssued={(credit) => {
            fresh()
            toast(`${credit.number} issued`)
            void navigate({ to: '/invoices/$id', params: { id: credit.id } })
          }}
        />
      ) : null}
      {voiding ? (
        <ReasonDialog
          title={`Void ${invoice.number ?? 'this draft'}`}
          action="Void"
          danger
          onClose={() => setVoiding(false)}
          onReason={takeBack}
        >
          <p>
            {state === 'draft'
              ? 'The draft is taken back. The work stays ready to invoice.'
              : 'Its number stays used. The work is ready to invoice again, in a new draft.'}
          </p>
        </ReasonDialog>
      ) : null}
    </>
  )
}

const handedWords = { handed: 'handed over', accepted: 'accepted', refused: 'refused' } as const

function Handed({ of: { number, state, words } }: { of: Invoice['handed'][number] }) {
  return (
    <p className={state === 'refused' ? layout.bad : undefined}>
      <Link to="/exports">Batch {number}</Link>, {handedWords[state]}
      {words ? `: ${words}` : ''}
    </p>
  )
}

function whyNotVoid({ state, kind, credited, paid }: Invoice): string | null {
  if (state === 'draft') return null
  if (state === 'void') return sentence('already_void')
  if (kind === 'credit_note') return sentence('credit_stays')
  if (state !== 'issued') return sentence('invoice_exported')
  if (credited !== 0) return sentence('invoice_credited')
  return paid === 0 ? null : sentence('invoice_paid')
}

function Facts({ invoice }: { invoice: Invoice }) {
  const money = useMoney()
  const { locale } = useMe().organization
  const day = (date: string | null) => (date ? formatLocalDate(date, locale) : '')
  return (
    <Panel title="Details" id="details">
      <FactList
        absent="Not yet"
        facts={[
          { label: 'Total', value: <b>{money(invoice.gross)}</b> },
          { label: 'Issued', value: day(invoice.issuedOn) },
          { label: 'Due', value: day(invoice.dueOn) },
          {
            label: 'Billed to',
            value: (
              <span className={layout.prose}>
                {[invoice.billingName, invoice.billingAddress].filter(Boolean).join('\n')}
              </span>
            ),
          },
          ...(invoice.customerTaxNumber ? [{ label: 'Tax number', value: invoice.customerTaxNumber }] : []),
          { label: 'Purchase order', value: invoice.purchaseOrder || 'None' },
          {
            label: 'Work orders',
            value: invoice.workOrders.map((order) => (
              <p key={order.id}>
                <Link to="/work-orders/$id" params={{ id: order.id }}>
                  {order.number}
                </Link>{' '}
                {order.title}
              </p>
            )),
          },
          ...chainFacts(invoice),
          {
            label: 'Accounts',
            value: invoice.handed.length > 0 ? invoice.handed.map((one) => <Handed key={one.batch} of={one} />) : '',
          },
          ...(invoice.state === 'void' ? [{ label: 'Void because', value: invoice.voidReason }] : []),
        ]}
      />
    </Panel>
  )
}
