import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { billingApi, type Invoice, type Payment } from '#core/billing/api.ts'
import { methodWords, openAmount, type PaymentMethod, paymentMethods, paymentState } from '#core/billing/payments.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { formatLocalDate, instantFrom, localDate } from '#core/kit/time.ts'
import { Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { tried } from '../kit/tried.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import { Button } from '@mantine/core'

const openWords = { unpaid: 'Open', part_paid: 'Still open', paid: 'Open', overpaid: 'To give back' } as const

/** What was received for an invoice, recorded by hand or taken over, and what is still open. */
export function PaymentsPanel({ invoice }: { invoice: Invoice }) {
  const money = useMoney()
  const queries = useQueryClient()
  const mayEdit = useMay('invoices.edit')
  const [adding, setAdding] = useState(false)
  const [taking, setTaking] = useState<Payment | null>(null)
  const fresh = () =>
    refresh(queries, [
      { kind: 'invoice', id: invoice.id, version: 0 },
      ...invoice.workOrders.map((order) => ({ kind: 'work_order', id: order.id, version: 0 })),
    ])
  return (
    <Panel
      title="Payments"
      count={invoice.payments.filter((one) => !one.takenBack).length}
      flush
      id="payments"
      actions={mayEdit ? <AddButton onPress={() => setAdding(true)}>Record a payment</AddButton> : null}
    >
      {invoice.payments.map((payment) => (
        <PaymentLine key={payment.id} payment={payment} onTakeBack={mayEdit ? () => setTaking(payment) : null} />
      ))}
      {invoice.credited !== 0 ? (
        <div className={layout.line}>
          <span className={layout.grow}>{invoice.corrects ? 'Set off against its invoice' : 'Credited'}</span>
          <span className={layout.right}>{money(invoice.credited)}</span>
        </div>
      ) : null}
      <div className={layout.line}>
        <b className={layout.grow}>{openWords[paymentState(invoice)]}</b>
        <b className={layout.right}>{money(Math.abs(openAmount(invoice)))}</b>
      </div>
      {adding ? (
        <PaymentDialog
          invoice={invoice}
          onClose={() => setAdding(false)}
          onRecord={(body) =>
            tried(async () => {
              await call(billingApi.recordPayment, { params: { id: invoice.id }, body })
              return 'Payment recorded'
            }, fresh)
          }
        />
      ) : null}
      {taking ? (
        <ReasonDialog
          title="Take the payment back"
          action="Take back"
          danger
          onClose={() => setTaking(null)}
          onReason={(reason) =>
            tried(async () => {
              await call(billingApi.takeBackPayment, { params: { id: taking.id }, body: { reason } })
              return 'Payment taken back'
            }, fresh)
          }
        >
          <p>{money(taking.amount)} count no more. The payment stays in sight, with the reason.</p>
        </ReasonDialog>
      ) : null}
    </Panel>
  )
}

function PaymentLine({ payment, onTakeBack }: { payment: Payment; onTakeBack: (() => void) | null }) {
  const money = useMoney()
  const { locale } = useMe().organization
  const { takenBack } = payment
  return (
    <div className={layout.line}>
      <div className={layout.grow}>
        <p>
          {formatLocalDate(payment.on, locale)}, {methodWords[payment.method].toLowerCase()}
        </p>
        <p className={layout.detail}>
          {[
            payment.note,
            payment.fromAccounts ? 'from the accounts' : '',
            payment.recordedBy ? `recorded by ${payment.recordedBy}` : '',
            takenBack ? `taken back by ${takenBack.by}: ${takenBack.reason}` : '',
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      </div>
      <span className={layout.right}>{takenBack ? <s>{money(payment.amount)}</s> : money(payment.amount)}</span>
      {takenBack || !onTakeBack ? null : (
        <Button variant="subtle" color="gray" size="xs" onClick={onTakeBack}>
          Take back
        </Button>
      )}
    </div>
  )
}

type Given = { id: string; on: string; amount: number; method: PaymentMethod; note: string }

function PaymentDialog({
  invoice,
  onClose,
  onRecord,
}: {
  invoice: Invoice
  onClose: () => void
  onRecord: (given: Given) => Promise<boolean>
}) {
  const money = useMoney()
  const { currency, zone } = useMe().organization
  const open = openAmount(invoice)
  const [id] = useState(newId)
  const [amount, setAmount] = useState<number | null>(open)
  const [on, setOn] = useState(() => localDate(instantFrom(Date.now()), zone))
  const [method, setMethod] = useState<PaymentMethod>('transfer')
  const [note, setNote] = useState('')
  const over = amount !== null && open >= 0 && amount > open
  return (
    <Dialog
      title={`Payment of ${invoice.number ?? 'the invoice'}`}
      action="Record"
      size={460}
      reason={amount === null || amount === 0 ? 'Say how much.' : on === '' ? 'Say when.' : null}
      onClose={onClose}
      onSubmit={() => onRecord({ id, on, amount: amount ?? 0, method, note })}
    >
      <div className={layout.two}>
        <DecimalInput
          label="Amount"
          description="Below zero: given back"
          required
          data-autofocus
          digits={currencyExponent(currency)}
          value={amount}
          onChange={setAmount}
        />
        <TextInput
          label="Received on"
          type="date"
          required
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <Select
          label="How"
          allowDeselect={false}
          data={paymentMethods.map((value) => ({ value, label: methodWords[value] }))}
          value={method}
          onChange={(value) => setMethod(paymentMethods.find((one) => one === value) ?? 'transfer')}
        />
        <TextInput label="Note" maxLength={300} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      </div>
      {over ? (
        <p className={layout.warn}>{money((amount ?? 0) - open)} more than is open. It stays to be given back.</p>
      ) : null}
    </Dialog>
  )
}
