import Papa from 'papaparse'
import { amountOf, minorToDecimal, quantityToDecimal, unitPriceToDecimal } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import { harmless } from './cells.ts'
import type { ExportedLine } from './export.ts'
import { isTimed } from './price.ts'

/**
 * Quantity and price whose product, rounded, is the line's net: as they are billed, in hours where it is time, and one
 * at the whole amount where rounding, hours or a tax within would make something else of it.
 */
export function multiplied(line: ExportedLine, currency: string): { quantity: string; price: string } {
  const quantity = isTimed(line) ? line.quantity / 60 : line.quantity
  const fits =
    Number.isInteger(quantity) && !line.taxIncluded && amountOf(quantity, line.unitPrice, currency) === line.net
  if (fits) return { quantity: quantityToDecimal(quantity), price: unitPriceToDecimal(line.unitPrice, currency) }
  return { quantity: line.net < 0 ? '-1' : '1', price: minorToDecimal(Math.abs(line.net), currency) }
}

/** What the line says, with its time where the quantity cannot. */
export function described(line: ExportedLine): string {
  return line.workOrder ? `${line.description} (${line.workOrder})` : line.description
}

/** `31/12/2026`, or `12/31/2026` in the United States: both systems read dates as their company writes them. */
export function dateFor(country: string): (date: LocalDate) => string {
  return (date) => {
    const [year = '', month = '', day = ''] = date.split('-')
    return country === 'US' ? `${month}/${day}/${year}` : `${day}/${month}/${year}`
  }
}

/** Rows under these columns, in their order; spreadsheets find no formula in them. */
export function csvOf(columns: readonly string[], rows: readonly Record<string, string>[]): string {
  return `\ufeff${Papa.unparse({ fields: [...columns], data: rows.map(harmless) }, { newline: '\r\n' })}\r\n`
}

/** Pieces of at most so many. */
export function inPieces<T>(all: readonly T[], most: number): T[][] {
  const pieces: T[][] = []
  for (let from = 0; from < all.length; from += most) pieces.push(all.slice(from, from + most))
  return pieces
}
