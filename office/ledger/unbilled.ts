import { useQuery } from '@tanstack/react-query'
import { type LedgerLine, ledgerApi } from '#core/billing/ledger-api.ts'
import { ask } from '../kit/ask.ts'
import { useMay } from '../kit/me.ts'

/** What is done and on no invoice yet; undefined while it is asked for, null for those who do not see invoices. */
export function useUnbilled(): LedgerLine[] | null | undefined {
  const may = useMay('invoices.read')
  const { data } = useQuery({ ...ask(ledgerApi.readLedger, {}), enabled: may })
  return may ? data?.lines.filter(isUnbilled) : null
}

export function isUnbilled({ place }: Pick<LedgerLine, 'place'>): boolean {
  return place === 'blocked' || place === 'ready'
}
