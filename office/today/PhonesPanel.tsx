import { Link } from '@tanstack/react-router'
import type { Zone } from '#core/kit/time.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../kit/ShortTime.tsx'
import { unsentWords } from '../kit/unsent.ts'
import type { Today } from './TodayPage.tsx'
import styles from './TodayPage.module.css'

type Phone = Today['phones'][number]

function unsent(phone: Phone): string {
  const words = unsentWords(phone)
  return words ? `${words} when last heard of` : 'Nothing unsent when last heard of'
}

/** Phones of active technicians that have not synced today. */
export function PhonesPanel({ phones, zone }: { phones: Phone[]; zone: Zone }) {
  const actions = (
    <Link to="/attention" className="quiet-link">
      Attention
    </Link>
  )
  return (
    <Panel title="Phones not synced today" count={phones.length} actions={actions} flush id="phones">
      {phones.length === 0 ? (
        <p className={styles.empty}>Every phone has synced today.</p>
      ) : (
        <ul className={styles.rows}>
          {phones.map((phone) => (
            <li key={phone.device} className={styles.row}>
              <span className={styles.rowBody}>
                <span className={styles.rowName}>{phone.member}</span>
                <span className={styles.rowDetail}>{unsent(phone)}</span>
              </span>
              <span className={styles.left}>
                {phone.lastSyncAt ? (
                  <ShortTime at={phone.lastSyncAt} zone={zone} className="faint" />
                ) : (
                  <span className="faint">Never</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
