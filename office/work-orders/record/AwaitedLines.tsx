import { useState } from 'react'
import { Action } from '../Action.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import layout from '../../kit/layout.module.css'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { useOrder } from '../order-context.ts'
import { type Awaited, awaitedByVisit } from './awaited.ts'
import styles from './Awaited.module.css'

/** What has not arrived, by visit: whose phone it is on, since when, and the way to go on without it. */
export function AwaitedLines() {
  const { page } = useOrder()
  const awaited = awaitedByVisit(page.work)
  if (awaited.length === 0) return null
  return (
    <ul className={styles.lines}>
      {awaited.map((one) => (
        <AwaitedLine key={one.visit} awaited={one} />
      ))}
    </ul>
  )
}

function AwaitedLine({ awaited }: { awaited: Awaited }) {
  const { page, why, send, zone, nameOf } = useOrder()
  const [waiving, setWaiving] = useState(false)
  const { facts, visit: of, technicians, since } = awaited
  const visit = page.work.visits.find((one) => one.id === of)
  const count = of ? page.evidenceByVisit[of] : undefined
  const one = facts.length === 1
  const phones = technicians.length > 0 ? technicians.map((id) => `${nameOf(id)}’s phone`).join(' or ') : 'a phone'
  return (
    <li className={styles.line}>
      <div className={layout.grow}>
        <p>
          {visit ? <b>{`Visit ${visit.number}: `}</b> : null}
          {count ? `${count.stored} of ${count.total} here. ` : null}
          <span className={layout.warn}>
            {`${facts.length} still on ${phones}`}
            {since ? (
              <>
                {' since '}
                <ShortTime at={since} zone={zone} />
              </>
            ) : null}
          </span>
        </p>
        <p className={layout.detail}>Report and invoice wait for {one ? 'it' : 'them'}.</p>
      </div>
      <Action reason={why({ type: 'waive_evidence', body: { facts, reason: '-' } })} onPress={() => setWaiving(true)}>
        Waive
      </Action>
      {waiving ? (
        <ReasonDialog
          title={visit ? `Waive what is missing of visit ${visit.number}` : 'Waive what is missing'}
          action="Waive"
          onClose={() => setWaiving(false)}
          onReason={async (reason) =>
            (
              await send(
                { type: 'waive_evidence', body: { facts, reason } },
                { done: 'Report and invoice wait no longer' },
              )
            ).ok
          }
        >
          <p>
            Report and invoice no longer wait for {one ? 'this file' : `these ${facts.length} files`}. What arrives
            later is still kept.
          </p>
        </ReasonDialog>
      ) : null}
    </li>
  )
}
