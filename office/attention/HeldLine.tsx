import { IconInboxOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Body } from '#core/kit/contract.ts'
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
import { type HeldChoice, choicesFor, choiceWord } from './choices.ts'
import { contentOf } from './held-content.ts'
import { HeldPlaceDialog } from './HeldPlaceDialog.tsx'

type Choice = Body<typeof workOrderApi.settleHeld>

/** An entry from a phone that could not be applied: what it says, why, and what can be done with it. */
export function HeldLine({ held }: { held: HeldRow }) {
  const queries = useQueryClient()
  const mayEdit = useMay('work_orders.edit')
  const { zone } = useMe().organization
  const [open, setOpen] = useState<'place' | 'aside' | null>(null)
  const [busy, setBusy] = useState(false)
  const notAllowed = mayEdit ? null : sentence('not_allowed')

  const settle = (choice: Choice, done: string): Promise<boolean> => {
    setBusy(true)
    return tried(
      async () => {
        await call(workOrderApi.settleHeld, { params: { id: held.command }, body: choice })
        return done
      },
      () => {
        setBusy(false)
        refresh(queries, [{ kind: 'held_command', id: held.command, version: 0 }])
      },
    )
  }
  const known = held.number !== null
  const press: Record<HeldChoice, () => void> = {
    again: () => void settle({ choice: 'apply', workOrder: held.workOrder, visit: null }, 'Applied'),
    place: () => setOpen('place'),
    aside: () => setOpen('aside'),
  }
  return (
    <div className={styles.line}>
      <IconInboxOff size={18} stroke={1.75} className={styles.held} aria-hidden />
      <div className={layout.grow}>
        <p>
          <b>{heading(held.type)}</b> from {held.member || 'somebody'}. {held.sentence}
        </p>
        <p className={layout.detail}>
          {known ? (
            <>
              <Link to="/work-orders/$id" params={{ id: held.workOrder }}>
                {held.number}
              </Link>
              {' · '}
            </>
          ) : null}
          received <ShortTime at={held.receivedAt} zone={zone} within />
        </p>
      </div>
      <dl className={styles.content}>
        {contentOf(held.body).map((part) => (
          <div key={`${part.label}${part.text}`}>
            <dt>{part.label}</dt>
            <dd>{part.instant ? <ShortTime at={part.text} zone={zone} /> : part.text}</dd>
          </div>
        ))}
      </dl>
      <span className="actions">
        {choicesFor(held.code, known).map((choice) => (
          <Action key={choice} reason={notAllowed} loading={busy && choice === 'again'} onPress={press[choice]}>
            {choiceWord(held.code, choice)}
          </Action>
        ))}
      </span>
      {open === 'place' ? (
        <HeldPlaceDialog
          held={held}
          onClose={() => setOpen(null)}
          onPlace={(place) => settle({ choice: 'apply', ...place }, 'Applied')}
        />
      ) : null}
      {open === 'aside' ? (
        <ReasonDialog
          title="Put aside"
          action="Put aside"
          onClose={() => setOpen(null)}
          onReason={(reason) => settle({ choice: 'put_aside', reason }, 'Put aside')}
        >
          <p>It is kept as it came, with the reason, and leaves this list.</p>
        </ReasonDialog>
      ) : null}
    </div>
  )
}
