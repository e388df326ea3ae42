import type { Minor } from '../kit/money.ts'

export const paymentMethods = ['transfer', 'card', 'cash', 'cheque', 'direct_debit', 'other'] as const
export type PaymentMethod = (typeof paymentMethods)[number]
export const methodWords: Readonly<Record<PaymentMethod, string>> = {
  transfer: 'Bank transfer',
  card: 'Card',
  cash: 'Cash',
  cheque: 'Cheque',
  direct_debit: 'Direct debit',
  other: 'Other',
}

/** Sums that say what an invoice still asks for; `credited` is zero or below. */
export type Asked = { gross: Minor; credited: Minor; paid: Minor }
export type PaymentState = 'unpaid' | 'part_paid' | 'paid' | 'overpaid'

/** What is still to come; below zero it is to give back. */
export function openAmount({ gross, credited, paid }: Asked): Minor {
  return gross + credited - paid
}

export function paymentState(asked: Asked): PaymentState {
  const open = openAmount(asked)
  if (open === 0) return 'paid'
  const due = asked.gross + asked.credited
  if (due >= 0 ? open < 0 : open > 0) return 'overpaid'
  return asked.paid === 0 ? 'unpaid' : 'part_paid'
}
