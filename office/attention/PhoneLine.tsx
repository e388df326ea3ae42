import { IconDeviceMobile } from '@tabler/icons-react'
import type { Reply } from '#core/kit/contract.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import styles from './Attention.module.css'

type Phone = Reply<typeof workOrderApi.readAttention>['phones'][number]

function unsent({ unsentCommands, unsentFiles }: Phone): string {
  const parts = [
    unsentCommands > 0 ? `${unsentCommands} ${unsentCommands === 1 ? 'entry' : 'entries'}` : '',
    unsentFiles > 0 ? `${unsentFiles} photo${unsentFiles === 1 ? '' : 's'}` : '',
  ].filter(Boolean)
  return parts.length > 0
    ? `${parts.join(' and ')} only on the phone when last heard of`
    : 'Nothing unsent when last heard of'
}

export function PhoneLine({ phone }: { phone: Phone }) {
  const { zone } = useMe().organization
  return (
    <div className={styles.line}>
      <IconDeviceMobile size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        <p>{phone.member}</p>
        <p className={phone.unsentCommands + phone.unsentFiles > 0 ? layout.warn : layout.detail}>{unsent(phone)}</p>
      </div>
      <span className={layout.detail}>
        {phone.lastSyncAt ? (
          <>
            last sync <ShortTime at={phone.lastSyncAt} zone={zone} />
          </>
        ) : (
          'never synced'
        )}
      </span>
    </div>
  )
}
