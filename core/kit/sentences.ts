/**
 * What people read for a code: one catalogue a language. Codes are stable, sentences may change. A name in braces is filled
 * from the parameters; ids among them are turned into names by the caller before.
 */
const english: Readonly<Record<string, string>> = {
  // requests
  not_found: 'There is nothing here under this address.',
  invalid_body: 'Some of what was sent is not right.',
  not_signed_in: 'Sign in to go on.',
  not_allowed: 'Your role does not allow this.',
  changed_meanwhile: 'Somebody changed this while you were looking at it.',
  too_many_requests: 'Too many tries. Wait a little.',
  unexpected: 'Something went wrong on our side. Nothing is lost; it is tried again.',
  unavailable: 'The service cannot be reached. Nothing is lost; try again in a moment.',

  // steps of a visit
  already_accepted: 'Already accepted.',
  already_travelling: 'Already on the way.',
  already_on_site: 'Already on site.',
  already_paused: 'Already paused.',
  already_left: 'Already left.',
  already_finished: 'This visit is already finished on this phone.',
  not_on_site: 'Not on site yet.',
  not_paused: 'Not paused.',
  nothing_running: 'No clock is running.',
  return_reason_missing: 'Say what the return is for.',
  time_upside_down: 'The end has to be after the beginning.',
  fact_unknown: 'This entry is not on the record any more.',
  not_the_author: 'Only the person who made this entry, or the office, can change it.',
  reason_missing: 'Give a reason.',
  task_unknown: 'This task is not on the work order.',
  task_exists: 'This task is already on the work order.',
  visit_unknown: 'This visit is not on the work order.',
  visit_exists: 'This visit already exists.',
  already_raised: 'This work order already exists.',

  // intentions of the office
  order_cancelled: 'The work order is cancelled.',
  order_complete: 'The work is complete.',
  order_on_hold: 'The work order is on hold. Release it first.',
  already_invoiced: 'It is already invoiced. Void or credit the invoice instead.',
  already_reviewed: 'It is already reviewed.',
  changed_since_review: 'Something billable was added while you were looking. Look again.',
  plan_changed_since: 'Somebody else changed this plan in the meantime. Look again.',
  proposal_raised: 'A work order was raised from it already.',
  proposal_declined: 'It was declined. Let it wait again first.',
  proposal_archived: 'It is archived. Restore it first.',
  site_archived: 'Its site is archived. Restore the site first.',
  recall_first: 'The visit is dispatched. Recall it first.',
  visit_started: 'The technician has already set out.',
  visit_finished: 'The visit is finished.',
  visit_cancelled: 'The visit is cancelled.',
  already_dispatched: 'The visit is already dispatched.',
  not_dispatched: 'The visit is not dispatched.',
  visit_without_time: 'Give the visit a time first.',
  visit_without_crew: 'Assign somebody first.',
  window_upside_down: 'The arrival window has to end after it begins.',
  lead_not_in_crew: 'The lead has to be part of the crew.',
  not_on_hold: 'It is not on hold.',
  no_return_need: 'No return is open for this visit.',
  flag_unknown: 'This flag is not on the record.',
  flag_settled_already: 'Already settled by {by}.',
  entry_unknown: 'This time entry is not on the record.',
  evidence_unknown: 'Not all of it is still awaited. Look again.',
  finding_unknown: 'This finding is not on the record any more.',
  finding_settled_already: 'Something was done about this finding already.',
  needed_part_unknown: 'This part is not on the record any more.',
  needed_part_settled_already: 'This part arrived already, or is not wanted any more.',
  form_without_version: 'It was raised before forms had versions, and keeps the form it has.',
  form_not_newer: 'It has this version of the form already.',

  // a form that cannot be asked
  form_id_twice: 'Two questions have the same id. Remove one and add it again.',
  form_section_unknown: '“{question}” is in a section that is not there. Choose its section again.',
  form_nothing_to_choose: '“{question}” has nothing to choose from. Add an answer.',
  form_option_twice: '“{question}” has the same answer twice. Change or remove one.',
  form_range_upside_down: '“{question}” expects at least more than at most. Swap the two.',
  form_block_too_late:
    '“{question}” would stop work that has begun. Move it to a risk assessment, or let it stop nothing.',
  form_word_unknown: '“{question}” waits for “{word}”, which “{on}” cannot say. Choose the answer again.',
  form_condition_unknown: '“{question}” waits for a question that is not there. Choose another, or show it always.',
  form_circle: '“{question}” waits for “{through}”, which waits for it in turn. Show one of them always.',

  line_unknown: 'This line is not among what would be billed.',

  // people and plain rows
  last_owner: 'Somebody has to be the owner. Make another owner first.',
  owner_only: 'Only an owner can do this to an owner.',
  member_elsewhere: 'This person also belongs to another organization and changes the password themselves.',
  technician_has_visits: '{count} visits are still planned for this technician. Assign them to somebody else first.',
  'technician_has_visits/1': 'A visit is still planned for this technician. Assign it to somebody else first.',
  customer_has_work: '{count} work orders are still open for this customer. Finish or cancel them first.',
  'customer_has_work/1': 'A work order is still open for this customer. Finish or cancel it first.',
  site_has_work: '{count} work orders are still open at this site. Finish or cancel them first.',
  'site_has_work/1': 'A work order is still open at this site. Finish or cancel it first.',
  tax_rate_in_use: 'It is the default rate. Make another one the default first.',
  rate_card_in_use: 'It is the only default rate card. Make another one the default first.',

  // what stands between finished work and its invoice
  not_complete: 'The work is not complete.',
  evidence_awaited: '{count} photos or signatures are still on a phone.',
  'evidence_awaited/1': 'A photo or signature is still on a phone.',
  flags_open: '{count} flags to settle.',
  'flags_open/1': '1 flag to settle.',
  time_open: '{count} clocks still run.',
  'time_open/1': 'A clock still runs.',
  clock_of: 'The clock of {technician} still runs.',
  purchase_order_missing: 'The customer requires a purchase order number.',
  customer_missing: 'No customer is linked yet.',
  no_photo_after: 'No photo shows the finished work of visit {visit}.',
  time_longer_than_on_site: '{technician} has {worked} of work on a visit of {onSite}.',
  time_gap: 'Nothing tells what {technician} did {span}.',
  part_without_serial: '{part} has no serial number, though what it replaced had one.',

  // flags
  performed_by_other: 'Done by {technician}, who was not assigned.',
  worked_after_cancellation: 'Worked after the visit was cancelled.',
  worked_while_recalled: 'Worked while the visit was not dispatched.',
  arrived_after_review: 'Reported after the office had reviewed the work.',
  arrived_after_invoicing: 'Reported after the work was invoiced. The difference can be billed.',
  others_still_on_site: '{technician} is still on site after the visit was finished.',
  outcomes_differ: 'Two people finished with different outcomes: {shown} shows, {other} was also reported.',
  devices_clash: '{technician} reported this visit from two devices.',
  requirements_missing: 'Finished with requirements missing: {first} and {more} more.',
  'requirements_missing/1': 'Finished with a requirement missing: {first}.',
  field_changed_by_both: 'Changed by the office and the field: {field}. Now “{now}”, before “{was}”.',
  times_overlap: 'Two time entries of {technician} overlap.',
  clock_stepped: 'A time entry of {technician} ends before it begins; the phone’s clock was set.',
  clock_changed: 'The phone’s clock was moved by {minutes} min during the visit. Check the times.',
  time_recorded_by_other: 'Time of {technician} was recorded by {by}.',
  time_corrected_by_other: 'Time of {technician} was corrected by {by}.',
  customer_unknown: 'The customer reported is not in the list: {reported}.',
  site_unknown: 'The site reported is not in the list: {reported}.',
  summary_hash_differs: 'The summary that came with a signature is not the one that was signed.',
  start_blocked: 'Work must not start: “{question}” was answered with “{answer}”.',
  dangerous_finding: 'Something dangerous was found and left: {text}',
  bytes_refused: 'A file could not be kept. {reason}',
  bytes_lost: 'A file is missing on the server and asked for again.',
  asset_serial_known: '{name}, added on a phone, has the same serial number as {alike}, which is listed at this site.',
  row_id_taken:
    '{name}, added on a phone, came under an id something else has. It is on the record but not in the list.',
  row_changed_since: '{name} was corrected by the technician after somebody had changed it in the list.',
  row_not_archived: '{name} was taken back by the technician, but was changed or is used since. It stays in the list.',

  // held commands
  id_conflict: 'Two different entries came under the same id.',
  unknown_target: 'It belongs to a work order this organization does not have.',
  wrong_shape: 'Its content could not be read.',
  actor_without_membership: 'Its author is no longer a member.',
  damaged: 'It is damaged in the file. Save the file on the phone again.',
  phone_signed_out: 'It came from a phone that was signed out.',
  apply_failed: 'It could not be applied because of a fault.',
  technician_unknown: 'It names a technician this organization does not have.',
  push_address: 'This browser takes notices at an address that cannot be used.',
  held_settled_already: 'Somebody settled this meanwhile.',
  put_aside: 'Put aside.',

  // files
  file_not_supported: 'Only JPEG, PNG, WebP and PDF can be kept.',
  file_too_large: 'The file is too large.',
  file_unreadable: 'The picture cannot be read.',
  file_too_many_pixels: 'The picture has too many pixels.',
  hash_differs: 'The bytes that arrived are not the ones announced. They are asked for again.',
  size_differs: 'Not all of the file arrived. It is asked for again.',

  // on a phone
  not_saved: 'This phone could not keep it.',
  phone_full: 'This phone has no space left. Make room and try again.',
  space_short:
    'This phone has too little space for photos: {free} MB left. Make room first. Notes and times are still kept.',
  no_space_for_photos: 'This phone has too little space for photos. Make room first. Notes and times are still kept.',
  file_refused: 'It could not be kept by the office.',
  phone_storage: 'This phone does not let the app keep anything.',
  phone_not_opened: 'What this phone keeps could not be opened. Nothing of it was deleted.',
  session_in_doubt:
    'A sign-in was cut off here. Sign in again, or try again where there is a network. Nothing on this phone is lost.',
  heic_unreadable: 'This phone cannot open HEIC pictures. Set its camera to JPEG, or take the photo here.',
  unreadable_picture: 'This is not a picture, or it is broken.',
  bytes_damaged: 'The bytes on this phone are not the ones that were taken.',
  damaged_on_phone: 'It was damaged on the phone before it was handed in.',
  bytes_missing: 'It is not on the phone any more.',
  wrong_type: 'Only JPEG, PNG, WebP and PDF can be kept.',
  too_large: 'It is too large.',
  not_a_technician: 'This account is not a technician’s. Ask the office.',
  no_membership: 'You are not a technician in any organization here. Ask your office.',
  no_technician: 'You are not set up as a technician. Ask the office.',
  device_unknown: 'This phone is not registered any more. Sign in again; nothing on it is lost.',
  needs_network: 'This needs a network. Try again where there is one.',
  sign_in_needs_network: 'Signing in needs a network. Try again where there is one.',
  wrong_credentials: 'The address or the password is not right.',
  too_many_attempts: 'Too many attempts. Wait a quarter of an hour and try again.',

  // prices
  override_over_limit: 'This goes further than your role may change a price. {who} may.',
  rate_missing: 'No rate holds on {day}: {what} has no price. Add a rate card, or let one begin earlier.',
  price_missing: '{what} has no price. Put it in the price book, or give the line a price.',
  tax_rate_missing: 'No tax rate is set for {what}. Choose a default rate.',
  zone_missing: 'The site is in no travel zone of {card}. Name its zone, or give it a position.',
  exemption_expired:
    'The exemption certificate {certificate} ended on {until}, so there is tax on work of {day}. Renew it at the customer.',
  over_limit: 'Above the limit of {limit} that was agreed, by {over}. Agree on more, or bill less.',

  // invoices
  invoice_not_draft: 'Only a draft can be issued.',
  invoice_exported: 'It was handed to the accounts. Make a credit note instead.',
  invoice_empty: 'There is nothing to bill on it.',
  invoice_zero: 'It comes to nothing. End the work as not billable in its review, or change a line there.',
  already_void: 'It is already void.',
  invoice_credited: 'There is a credit note against it. Credit the rest as well instead.',
  invoice_paid: 'Something was paid for it. Take the payment back first, or make a credit note.',
  credit_stays: 'A credit note is not taken back. Invoice the amount again instead.',
  credit_of_credit: 'A credit note is not credited. Invoice the amount again instead.',
  credit_not_issued: 'Only an issued invoice can be credited.',
  credit_empty: 'Choose at least one line to credit.',
  credit_twice: 'A line is named twice.',
  credit_line_unknown: 'One of the lines is not on this invoice.',
  credit_too_much: 'More than is left of “{line}” cannot be credited.',
  credit_nothing: 'The lines chosen come to nothing or below. Choose others.',
  payment_of_draft: 'A draft asks for no money yet. Issue it first.',
  payment_of_void: 'It is void. Record the payment with the invoice that takes its place.',
  not_ready_to_invoice: '{number} is not reviewed, or it is invoiced already. Look again.',
  customers_differ: 'They are for different customers, and an invoice is for one.',
  purchase_orders_differ: 'They have different purchase order numbers, and an invoice has one. Gather them apart.',
  period_closed: 'The books are closed up to {until}. Choose a later day, or open them in Settings under Accounts.',

  // what keeps a batch from the accounts
  batch_invalid: 'Nothing was handed over.',
  account_unmapped: '{count} lines of “{name}” have no account yet.',
  'account_unmapped/1': 'A line of “{name}” has no account yet.',
  tax_unmapped: '{count} lines taxed as “{name}” have no tax code yet.',
  'tax_unmapped/1': 'A line taxed as “{name}” has no tax code yet.',
  no_tax_rate: 'no tax rate',
  sums_differ: '{number}: its lines and taxes do not make its total.',
  credit_note_not_taken: '{number}: this format takes no credit notes. Leave it out and enter it by hand.',
  number_too_long: '{number}: this format takes numbers of at most {most} characters.',
  customer_without_name: '{number}: its customer has no name.',
  amounts_too_fine: '{number}: this format keeps {digits} digits, and an amount in {currency} has more.',
  answered_before: 'The accounts said something else of {number} before.',
  not_in_batch: 'One of the invoices is not in this batch.',

  purchase_order_expired:
    'The purchase order {number} ended on {until}. Prolong it on the customer’s page, or put another number on the work order.',
  purchase_order_exhausted:
    'The purchase order {number} is for {limit}, {left} are left, and this comes to {net}. Raise it on the customer’s page, or put another number on the work order.',
}

export type SentenceParams = Readonly<Record<string, string | number>>

/** The sentence of a code; the code itself, readable, where the catalogue has none. */
export function sentence(code: string, params: SentenceParams = {}): string {
  const counted = typeof params.count === 'number' ? english[`${code}/${params.count}`] : undefined
  const template = counted ?? english[code] ?? `${code.replaceAll('_', ' ')}.`
  const more = typeof params.count === 'number' ? params.count - 1 : ''
  const said = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'reason' ? whySentence(params.reason) : String(params[name] ?? (name === 'more' ? more : '')),
  )
  return said.trim()
}

/** A reason is a code itself; nothing where it has no sentence. */
function whySentence(reason: string | number | undefined): string {
  return typeof reason === 'string' && hasSentence(reason) ? sentence(reason) : ''
}

export function hasSentence(code: string): boolean {
  return Object.hasOwn(english, code)
}
