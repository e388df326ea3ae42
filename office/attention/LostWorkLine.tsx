import { IconDeviceMobileQuestion } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { sentence } from '#core/kit/sentences.ts'
import { type LostWork, workOrderApi } from '#core/work-orders/api.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { unsentWords } from '../kit/unsent.ts'
import { tried } from '../kit/tried.ts'
import { Action } from '../work-orders/Action.tsx'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import styles from './Attention.module.css'
import { awaitedWords } from './lost-words.ts'

/** A phone that had work of its own and came back without it: what was lost, as far as anybody can know. */
export function LostWorkLine({ lost }: { lost: LostWork }) {
  const queries = useQueryClient()
  const mayEdit = useMay('work_orders.edit')
  const { zone } = useMe().organization
  const [closing, setClosing] = useState(false)
  const { id, member, name, commands, files, unsentSince, lastHeardAt, noticedAt, isCertain, awaited } = lost
  const what = unsentWords({ unsentCommands: commands, unsentFiles: files }, 'only on it')

  const close = (note: string) =>
    tried(
      async () => {
        await call(workOrderApi.settleLostWork, { params: { id }, body: { note } })
        return 'Closed'
      },
      () => refresh(queries, [{ kind: 'lost_work', id, version: 0 }]),
    )
  return (
    <div className={styles.line}>
      <IconDeviceMobileQuestion size={18} stroke={1.75} className={styles.held} aria-hidden />
      <div className={layout.grow}>
        <p>
          <b>{`${name || 'A phone'} of ${member} ${isCertain ? 'came back empty' : 'seems to have come back empty'}.`}</b>{' '}
          {what ? `It had ${what}` : null}
          {unsentSince ? (
            <>
              {' since '}
              <ShortTime at={unsentSince} zone={zone} within />
            </>
          ) : null}
          {what ? '. ' : null}
          {isCertain ? null : `${member} signed in anew, and the old one has been silent since.`}
        </p>
        <p className={layout.detail}>
          {lastHeardAt ? (
            <>
              last heard of <ShortTime at={lastHeardAt} zone={zone} within />
              {' · '}
            </>
          ) : null}
          noticed <ShortTime at={noticedAt} zone={zone} within />
        </p>
        {awaited.length === 0 ? (
          <p className={layout.detail}>No photo, file or signature of it is named by the record.</p>
        ) : null}
      </div>
      {awaited.length > 0 ? (
        <ul className={styles.lost}>
          {awaited.map((one) => (
            <li key={`${one.workOrder}/${one.visit}`}>
              <Link to="/work-orders/$id" params={{ id: one.workOrder }} hash="evidence">
                {one.number ?? 'New'} {one.title}
              </Link>
              {one.visitStart ? (
                <>
                  {', '}
                  <ShortTime at={one.visitStart} zone={zone} day within />
                </>
              ) : null}
              : {awaitedWords(one)}
            </li>
          ))}
        </ul>
      ) : null}
      <span className="actions">
        <Action reason={mayEdit ? null : sentence('not_allowed')} onPress={() => setClosing(true)}>
          Close
        </Action>
      </span>
      {closing ? (
        <ReasonDialog
          title={`Lost on the phone of ${member}`}
          action="Close"
          label="What was done about it"
          onClose={() => setClosing(false)}
          onReason={close}
        >
          <p>
            Ask {member} first: a saved file can be taken in above. What stays missing can be waived at its work order.
          </p>
        </ReasonDialog>
      ) : null}
    </div>
  )
}
