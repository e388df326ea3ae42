/** Words for codes, as screens and papers show them; a code that is its own word needs no line. */
const words: Readonly<Record<string, string>> = {
  in_progress: 'in progress',
  on_hold: 'on hold',
  work_complete: 'work complete',
  ready_to_invoice: 'ready to invoice',
  not_billable: 'not billable',
  on_site: 'on site',
  temporary_fix: 'temporary fix',
  needs_return: 'needs return',
  no_access: 'no access',
  customer_refused: 'customer refused',
  not_required: 'not required',
  second_trade: 'second trade',
  not_applicable: 'not applicable',
  out_of_range: 'outside the range',
  risk_assessment: 'risk assessment',
  removedSerial: 'serial number out',
  phone_call: 'phone call',
  lost_phone: 'lost phone',
  drive_home: 'drive home',
  // fields
  customer: 'customer',
  jobType: 'job type',
  requestedAt: 'requested at',
  targetAt: 'agreed arrival',
  accessNotes: 'access notes',
  purchaseOrder: 'purchase order',
  notToExceed: 'not to exceed',
  fixedPrice: 'fixed price',
  coverage: 'what is covered',
  returnReason: 'reason for return',
  at: 'time',
  from: 'beginning',
  to: 'end',
}

/** `needs_return` → `needs return`. */
export function word(code: string): string {
  return words[code] ?? code.replaceAll('_', ' ')
}

/** The word at the beginning of a line. */
export function heading(code: string): string {
  const text = word(code)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
