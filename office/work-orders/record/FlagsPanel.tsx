import { IconFlag } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { sentence } from '#core/kit/sentences.ts'
import { word } from '#core/work-orders/labels.ts'
import type { Flag } from '#core/work-orders/document.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { LinkPlace } from '../../attention/LinkPlace.tsx'
import { Action } from '../Action.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** What a person has to look at; one press settles it. */
export function FlagsPanel() {
  const { page } = useOrder()
  const open = page.work.flags.filter((flag) => !flag.settled)
  if (open.length === 0 && page.held === 0) return null
  return (
    <Panel title="Flags" count={open.length} flush id="flags">
      {open.map((flag) => (
        <FlagLine key={flag.id} flag={flag} />
      ))}
      {page.held > 0 ? (
        <div className={styles.flag}>
          <IconFlag size={18} stroke={1.75} aria-hidden />
          <p className={layout.grow}>
            {page.held === 1 ? 'One entry from a phone waits' : `${page.held} entries from phones wait`} for somebody in
            the office.
          </p>
          <Link to="/attention">Attention</Link>
        </div>
      ) : null}
    </Panel>
  )
}

function FlagLine({ flag }: { flag: Flag }) {
  const { why, send, zone, page, nameOf } = useOrder()
  const command = { type: 'settle_flag', body: { flag: flag.id, note: '' } } as const
  const visit = page.work.visits.find((one) => one.id === flag.visit)
  const { technician } = flag.params
  const params = {
    ...flag.params,
    ...(typeof technician === 'string' ? { technician: nameOf(technician) } : {}),
    ...(typeof flag.params.field === 'string' ? { field: word(flag.params.field) } : {}),
    ...(typeof flag.params.shown === 'string' ? { shown: word(flag.params.shown) } : {}),
    ...(typeof flag.params.other === 'string' ? { other: word(flag.params.other) } : {}),
  }
  return (
    <div className={styles.flag}>
      <IconFlag size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        <p>{sentence(flag.code, params)}</p>
        <p className={layout.detail}>
          {visit ? `Visit ${visit.number}, ` : ''}
          <ShortTime at={flag.raisedAt} zone={zone} />
        </p>
      </div>
      {flag.code === 'customer_unknown' || flag.code === 'site_unknown' ? (
        <LinkPlace what={flag.code === 'customer_unknown' ? 'customer' : 'site'} />
      ) : (
        <Action reason={why(command)} onPress={() => void send(command, { done: 'Flag settled' })}>
          Settle
        </Action>
      )}
    </div>
  )
}
