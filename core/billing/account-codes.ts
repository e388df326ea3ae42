import type { AccountCode } from './accounts-api.ts'
import type { PricedLine } from './priced-line.ts'

/** Kinds of lines a bookkeeper gives an account to. */
export const lineKindWords: Readonly<Record<PricedLine['kind'], string>> = {
  labour: 'Labour',
  travel: 'Travel',
  part: 'Parts',
  fee: 'Fees',
  added: 'Lines added by the office',
}

/** The account of a line: of its category where that has one, else of its kind; null where neither has. */
export function accountOf(
  codes: readonly AccountCode[],
  line: { kind: PricedLine['kind']; category: string },
): string | null {
  const of = (what: AccountCode['what'], key: string) =>
    codes.find((one) => one.what === what && one.key === key)?.code ?? null
  return (line.category && of('category', line.category)) || of('line_kind', line.kind)
}

/** The accounts' name of a tax rate: from the map, else the code the rate itself has. */
export function taxCodeOf(codes: readonly AccountCode[], rate: { id: string | null; code: string }): string | null {
  const mapped = codes.find((one) => one.what === 'tax_rate' && one.key === rate.id)
  return mapped?.code ?? (rate.code || null)
}
