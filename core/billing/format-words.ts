import type { FormatId } from './accounts-api.ts'

export const formatWords: Readonly<Record<FormatId, string>> = {
  csv: 'CSV, for any accounts',
  json: 'JSON, for any accounts',
  xero: 'Xero, sales invoices',
  quickbooks: 'QuickBooks Online, invoices',
}
