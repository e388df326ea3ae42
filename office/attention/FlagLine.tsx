import { IconFlag } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { sentence } from '#core/kit/sentences.ts'
import type { FlagRow } from '#core/work-orders/api.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { Action } from '../work-orders/Action.tsx'
import { useCommand } from '../work-orders/command.ts'
import { LoadOrder } from '../work-orders/LoadOrder.tsx'
import styles from './Attention.module.css'
import { LinkPlace } from './LinkPlace.tsx'

/** A flag as a sentence, with the record it is about and one press that settles it. */
export function FlagLine({ flag }: { flag: FlagRow }) {
  const send = useCommand(flag.workOrder)
  const mayEdit = useMay('work_orders.edit')
  const { zone } = useMe().organization
  const unknownPlace = flag.code === 'customer_unknown' || flag.code === 'site_unknown'
  return (
    <div className={styles.line}>
      <IconFlag size={18} stroke={1.75} className={styles.flag} aria-hidden />
      <div className={layout.grow}>
        <p>{flag.sentence}</p>
        <p className={layout.detail}>
          <Link to="/work-orders/$id" params={{ id: flag.workOrder }} hash="flags">
            {flag.number ?? 'New'} {flag.title}
          </Link>
          {flag.customer ? ` · ${flag.customer}` : ''} · <ShortTime at={flag.raisedAt} zone={zone} />
        </p>
      </div>
      {unknownPlace ? (
        <LoadOrder id={flag.workOrder} skeleton={<span />}>
          <LinkPlace what={flag.code === 'customer_unknown' ? 'customer' : 'site'} />
        </LoadOrder>
      ) : (
        <Action
          reason={mayEdit ? null : sentence('not_allowed')}
          onPress={() =>
            void send({ type: 'settle_flag', body: { flag: flag.flag, note: '' } }, { done: 'Flag settled' })
          }
        >
          Settle
        </Action>
      )}
    </div>
  )
}
