import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Invoice, LinkedInvoice } from '#core/billing/api.ts'
import { useMoney } from '../kit/money.ts'

/** What an invoice hangs together with, as facts of its page. */
export function chainFacts(invoice: Invoice): { label: string; value: ReactNode }[] {
  const { corrects, rebills, creditNotes, rebilledBy, part, reason } = invoice
  const facts: { label: string; value: ReactNode }[] = []
  if (part)
    facts.push({
      label: 'Part',
      value: part === 'partial' ? 'Partial: lines are left for later' : 'Final: the rest of a partial one',
    })
  if (corrects) facts.push({ label: 'Corrects', value: <Linked one={corrects} /> })
  if (reason) facts.push({ label: 'Reason', value: reason })
  if (rebills) facts.push({ label: 'In place of', value: <Linked one={rebills} /> })
  if (creditNotes.length > 0) facts.push({ label: 'Credited by', value: creditNotes.map(linkedLine) })
  if (rebilledBy.length > 0) facts.push({ label: 'Billed again by', value: rebilledBy.map(linkedLine) })
  return facts
}

const linkedLine = (one: LinkedInvoice) => (
  <p key={one.id}>
    <Linked one={one} />
  </p>
)

function Linked({ one }: { one: LinkedInvoice }) {
  const money = useMoney()
  return (
    <>
      <Link to="/invoices/$id" params={{ id: one.id }}>
        {one.number ?? 'A draft'}
      </Link>{' '}
      <span className="faint">{money(one.gross)}</span>
    </>
  )
}
