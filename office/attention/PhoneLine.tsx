import { IconDeviceMobile } from '@tabler/icons-react'
import type { Reply } from '#core/kit/contract.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { sinceWords, unsentWords } from '../kit/unsent.ts'
import styles from './Attention.module.css'

type Phone = Reply<typeof workOrderApi.readAttention>['phones'][number]

function unsent(phone: Phone): string {
  const words = unsentWords(phone)
  return words ? `${words} when last heard of` : 'Nothing unsent when last heard of'
}

/** Below that a phone may soon have to refuse photos. */
const scarce = 200_000_000

function isFull({ freeBytes }: Phone): boolean {
  return freeBytes !== null && freeBytes < scarce
}

function roomWords(bytes: number | null): string {
  return `${Math.floor((bytes ?? 0) / 1_000_000)} MB`
}

export function PhoneLine({ phone }: { phone: Phone }) {
  const { zone } = useMe().organization
  return (
    <div className={styles.line}>
      <IconDeviceMobile size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        <p>
          {phone.member} <span className={layout.detail}>{phone.name}</span>
          {phone.signedOutAt ? <span className={layout.detail}> · signed out</span> : null}
        </p>
        <p className={phone.unsentCommands + phone.unsentFiles > 0 ? layout.warn : layout.detail}>
          {unsent(phone)}
          {phone.unsentSince ? (
            <>
              {sinceWords(phone)}
              <ShortTime at={phone.unsentSince} zone={zone} within />
            </>
          ) : null}
        </p>
        {isFull(phone) ? (
          <p className={layout.warn}>{`Little room left on it: ${roomWords(phone.freeBytes)}`}</p>
        ) : null}
      </div>
      <span className={layout.detail}>
        {phone.lastSyncAt ? (
          <>
            last sync <ShortTime at={phone.lastSyncAt} zone={zone} within />
          </>
        ) : (
          'never synced'
        )}
      </span>
    </div>
  )
}
