import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { billingApi } from '#core/billing/api.ts'
import type { Mend } from '#core/billing/priced-line.ts'
import type { Reply } from '#core/kit/contract.ts'
import { useOrder } from '../work-orders/order-context.ts'
import styles from './Review.module.css'

type Warning = Reply<typeof billingApi.priceWorkOrder>['warnings'][number]

/** What to look at before the lines leave, each with the way to where it is put right. It forbids nothing. */
export function PriceWarnings({ warnings }: { warnings: readonly Warning[] }) {
  return warnings.map((warning) => (
    <div key={`${warning.code}/${warning.line}`} className={styles.blocker}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <p>{warning.sentence}</p>
      <MendButton mend={warning.mend} />
    </div>
  ))
}

function MendButton({ mend }: { mend: Mend }) {
  const { page } = useOrder()
  switch (mend.at) {
    case 'rates':
      return <SettingsButton section="rates">Rates and tax</SettingsButton>
    case 'price_book':
      return <SettingsButton section="price-book">Price book</SettingsButton>
    case 'customer':
      return (
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/customers/$id" params={{ id: mend.id }} />}
        >
          Open the customer
        </Button>
      )
    case 'site':
      return (
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/sites/$id" params={{ id: mend.id }} />}>
          Open the site
        </Button>
      )
    case 'work_order':
      return (
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/work-orders/$id" params={{ id: page.work.id }} />}
        >
          Open the record
        </Button>
      )
  }
}

function SettingsButton({ section, children }: { section: string; children: string }) {
  return (
    <Button variant="default" renderRoot={(props) => <Link {...props} to="/settings" search={{ section }} />}>
      {children}
    </Button>
  )
}
