import { ar } from './labels/ar.ts'
import { de } from './labels/de.ts'
import { en } from './labels/en.ts'
import { es } from './labels/es.ts'
import { fr } from './labels/fr.ts'
import { ja } from './labels/ja.ts'

/** The fixed words of the papers, in each language they can be printed in. */
export const languages = ['en', 'de', 'fr', 'es', 'ar', 'ja'] as const
export type Language = (typeof languages)[number]

/** Labels of the reference block and of the payment block. */
export const factLabels = [
  'work_order',
  'visit',
  'date',
  'job_type',
  'priority',
  'reported_by',
  'reported_at',
  'contact_on_site',
  'customer_reference',
  'purchase_order',
  'asset',
  'serial',
  'site',
  'invoice_date',
  'due_date',
  'supply_period',
  'corrects',
  'customer_number',
  'account_holder',
  'bank',
  'iban',
  'bic',
  'account_number',
  'routing_number',
  'payment_reference',
] as const
export type FactLabel = (typeof factLabels)[number]

const paperLabels = [
  'report',
  'visit_report',
  'invoice',
  'credit_note',
  'draft',
  'draft_notice',
  'void',
  'customer',
  'site',
  'bill_to',
  'tax_number',
  'summary',
  'asked_for',
  'was_done',
  'outcome',
  'sign_off',
  'photos',
  'photos_all',
  'photos_missing',
  'visits',
  'promised',
  'on_site',
  'crew',
  'found_and_done',
  'task_done',
  'task_yes',
  'task_no',
  'task_open',
  'task_not_applicable',
  'deviates',
  'time',
  'day',
  'technician',
  'activity',
  'from_to',
  'duration',
  'parts',
  'quantity',
  'part_number',
  'description',
  'serial_number',
  'notes',
  'before',
  'during',
  'after',
  'photo',
  'photo_awaited',
  'photo_unreadable',
  'logo',
  'signed',
  'signed_by_link',
  'signature_of',
  'signature_missing',
  'refused',
  'unattended',
  'waived',
  'not_signed',
  'reason',
  'statement',
  'capacity',
  'summary_hash',
  'follow_up',
  'follow_up_open',
  'follow_up_closed',
  'planned',
  'not_planned',
  'record_version',
  'page',
  'unit_price',
  'tax',
  'amount',
  'subtotal',
  'tax_rate',
  'net',
  'tax_amount',
  'total_net',
  'total_tax',
  'total_gross',
  'total_credit',
  'terms',
  'payment',
] as const
export type PaperLabel = (typeof paperLabels)[number]

/** `{n}`, `{m}` and the like are filled in by the paper. */
export type Labels = Readonly<Record<PaperLabel | FactLabel, string>>

const catalogues: Readonly<Record<Language, Labels>> = { en, de, fr, es, ar, ja }

export function labelsOf(language: Language): Labels {
  return catalogues[language]
}

/** The paper's language for a locale: `de-AT` is German; English where the language is not in the catalogue. */
export function languageOf(locale: string): Language {
  const wanted = locale.toLowerCase().split('-')[0]
  return languages.find((language) => language === wanted) ?? 'en'
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}
