import { Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { creditable, creditOf, creditRefusal, wholeCredit } from '#core/billing/credit.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { sentence } from '#core/kit/sentences.ts'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { tried } from '../kit/tried.ts'
import { Sums } from '../review/Sums.tsx'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'

type Props = { invoice: Invoice; onClose: () => void; onIssued: (credit: Invoice) => void }

/** A credit note against an invoice: which lines, how much of each, why, and whether the work is billed again. */
export function CreditDialog({ invoice, onClose, onIssued }: Props) {
  const money = useMoney()
  const { currency } = useMe().organization
  const [id] = useState(newId)
  const [amounts, setAmounts] = useState<ReadonlyMap<string, number | null>>(
    () => new Map(wholeCredit(invoice.lines).map((one) => [one.line, one.net])),
  )
  const [reason, setReason] = useState('')
  const [billAgain, setBillAgain] = useState(false)
  const unread = [...amounts.values()].some((amount) => amount === null)
  const wishes = [...amounts].flatMap(([line, net]) => (net === null || net === 0 ? [] : [{ line, net }]))
  const refusal = creditRefusal(invoice.lines, wishes)
  const credit = creditOf(invoice, refusal ? [] : wishes, { by: '', reason, billAgain })
  const set = (line: string, net: number | null | undefined) =>
    setAmounts((before) => {
      const others = [...before].filter(([one]) => one !== line)
      return new Map(net === undefined ? others : [...others, [line, net]])
    })
  const submit = () =>
    tried(async () => {
      const body = { id, version: invoice.version, reason: reason.trim(), lines: wishes, billAgain }
      onIssued(await call(billingApi.creditInvoice, { params: { id: invoice.id }, body }))
      return null
    })
  const why = unread
    ? 'Write each amount as a number.'
    : refusal
      ? sentence(refusal.code, refusal.params)
      : reason.trim() === ''
        ? 'Give a reason.'
        : null
  return (
    <Dialog
      title={`Credit ${invoice.number ?? 'the invoice'}`}
      action="Issue the credit note"
      size={720}
      reason={why}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className={layout.scrollX}>
        <table className={layout.table}>
          <thead>
            <tr>
              <th>Line</th>
              <th className={layout.right}>Left of it</th>
              <th className={layout.right}>Credited, net</th>
            </tr>
          </thead>
          <tbody>
            {invoice.lines.map((line) => {
              const left = creditable(line)
              const amount = amounts.get(line.id)
              return (
                <tr key={line.id}>
                  <td>
                    <Checkbox
                      label={line.description}
                      checked={amount !== undefined}
                      disabled={left === 0}
                      onChange={(event) => set(line.id, event.currentTarget.checked ? left : undefined)}
                    />
                  </td>
                  <td className={layout.right}>{money(left)}</td>
                  <td className={layout.right}>
                    {amount === undefined ? null : (
                      <DecimalInput
                        aria-label={`Net credited of ${line.description}`}
                        digits={currencyExponent(currency)}
                        value={amount}
                        onChange={(net) => set(line.id, net)}
                      />
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {wishes.length > 0 && !refusal ? <Sums of={credit} /> : null}
      <Textarea
        label="Reason, as the customer reads it"
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Checkbox
        label="Bill the work again"
        description="Lines credited to their end stand in a new draft. Without it the credit is money alone."
        checked={billAgain}
        onChange={(event) => setBillAgain(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
