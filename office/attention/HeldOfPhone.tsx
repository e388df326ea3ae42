import { IconDeviceMobileOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Body } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { sentence } from '#core/kit/sentences.ts'
import { type HeldRow, workOrderApi } from '#core/work-orders/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { tried } from '../kit/tried.ts'
import { Action } from '../work-orders/Action.tsx'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import styles from './Attention.module.css'

type Choice = Body<typeof workOrderApi.settleHeldOfPhone>

/** All that came from one phone after it was signed out: taken in together, or put aside together. */
export function HeldOfPhone({ device, held }: { device: Id; held: readonly HeldRow[] }) {
  const queries = useQueryClient()
  const mayEdit = useMay('work_orders.edit')
  const { zone } = useMe().organization
  const [busy, setBusy] = useState(false)
  const [putting, setPutting] = useState(false)
  const notAllowed = mayEdit ? null : sentence('not_allowed')
  const member = held[0]?.member || 'somebody'
  const count = held.length === 1 ? '1 entry' : `${held.length} entries`

  function settle(choice: Choice): Promise<boolean> {
    setBusy(true)
    return tried(
      async () => {
        const params = { id: device }
        const { settled, held: left } = await call(workOrderApi.settleHeldOfPhone, { params, body: choice })
        const done = choice.choice === 'take_in' ? 'Taken in' : 'Put aside'
        return left > 0 ? `${done}: ${settled}. ${left} could not be applied and stand below.` : done
      },
      () => {
        setBusy(false)
        refresh(queries, [
          { kind: 'held_command', id: device, version: 0 },
          { kind: 'work_order', id: device, version: 0 },
        ])
      },
    )
  }
  return (
    <div className={styles.line}>
      <IconDeviceMobileOff size={18} stroke={1.75} className={styles.held} aria-hidden />
      <div className={layout.grow}>
        <p>
          <b>{`${count} from a phone of ${member} that was signed out.`}</b> {held.length === 1 ? 'It is' : 'They are'}{' '}
          safe here and not on the record yet.
        </p>
        <details className={styles.more}>
          <summary>What they are</summary>
          <ul>
            {held.map((one) => (
              <li key={one.command}>
                {heading(one.type)}
                {one.number ? `, ${one.number}` : ''}
                {', received '}
                <ShortTime at={one.receivedAt} zone={zone} within />
              </li>
            ))}
          </ul>
        </details>
      </div>
      <span className="actions">
        <Action reason={notAllowed} loading={busy} onPress={() => void settle({ choice: 'take_in' })}>
          Take all its work in
        </Action>
        <Action reason={notAllowed} onPress={() => setPutting(true)}>
          Put aside
        </Action>
      </span>
      {putting ? (
        <ReasonDialog
          title={`Put aside ${count} of ${member}`}
          action="Put aside"
          onClose={() => setPutting(false)}
          onReason={(reason) => settle({ choice: 'put_aside', reason })}
        >
          <p>
            They are kept as they came, with the reason, and leave this list. Choose this when the phone was stolen.
          </p>
        </ReasonDialog>
      ) : null}
    </div>
  )
}
