import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Finding, WorkDocument } from '#core/work-orders/document.ts'
import { findingsOf, findingState } from '#core/work-orders/findings.ts'
import { heading } from '#core/work-orders/labels.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../Action.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { Lightbox } from './EvidencePanel.tsx'
import { EvidenceTile } from './EvidenceTile.tsx'

/** What was found wrong; one press makes work of it. */
export function FindingsPanel() {
  const { page } = useOrder()
  const findings = findingsOf(page.work)
  const { follows } = page.work
  if (findings.length === 0 && !follows) return null
  return (
    <Panel title="Findings" count={findings.length} flush id="findings">
      {follows ? (
        <p className={styles.line}>
          <span>
            Raised for a finding of{' '}
            <Link to="/work-orders/$id" params={{ id: follows.workOrder }} hash="findings">
              another work order
            </Link>
            .
          </span>
        </p>
      ) : null}
      <ul>
        {findings.map((finding) => (
          <FindingLine key={finding.id} finding={finding} />
        ))}
      </ul>
    </Panel>
  )
}

function FindingLine({ finding }: { finding: Finding }) {
  const { page, zone, nameOf, why, send } = useOrder()
  const [closing, setClosing] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const { work, names } = page
  const photos = work.photos.filter((photo) => finding.photos.includes(photo.id))
  const state = findingState(finding)
  const close = { type: 'close_finding', body: { finding: finding.id, reason: '' } } as const
  const on = finding.asset === null ? 'The site' : (names.assetNames[finding.asset] ?? 'Equipment not in the list')
  return (
    <li className={styles.line}>
      <IconAlertTriangle
        size={16}
        stroke={1.75}
        color={state === 'open' ? 'var(--tone-waiting-text)' : 'var(--color-text-faint)'}
        aria-hidden
      />
      <div className={layout.grow}>
        <p>
          <b>{heading(finding.severity)}</b> · {on}
        </p>
        <p className={layout.prose}>{finding.text}</p>
        {finding.recommendation ? <p className={layout.prose}>To do: {finding.recommendation}</p> : null}
        {photos.length > 0 ? (
          <div className={styles.photos}>
            {photos.map((photo) => (
              <EvidenceTile key={photo.id} photo={photo} onOpen={() => setShown(photo.id)} />
            ))}
          </div>
        ) : null}
        <p className={layout.detail}>
          {nameOf(finding.technician)}, <ShortTime at={finding.at} zone={zone} />
        </p>
        <Standing finding={finding} />
      </div>
      {state === 'open' ? (
        <div className={styles.actions}>
          <Button
            size="compact-sm"
            variant="filled"
            renderRoot={(props) => <Link {...props} to="/raise" search={raiseFor(work, finding, on)} />}
          >
            Raise work
          </Button>
          <Action size="compact-sm" reason={why({ ...close })} onPress={() => setClosing(true)}>
            Close
          </Action>
        </div>
      ) : null}
      {closing ? (
        <ReasonDialog
          title="Close the finding"
          action="Close"
          onClose={() => setClosing(false)}
          onReason={async (reason) =>
            (await send({ type: 'close_finding', body: { finding: finding.id, reason } }, { done: 'Finding closed' }))
              .ok
          }
        >
          <p>Nothing is to follow from it.</p>
        </ReasonDialog>
      ) : null}
      {shown ? <Lightbox photos={photos} shown={shown} onShow={setShown} /> : null}
    </li>
  )
}

function Standing({ finding: { repaired, followUp, closed } }: { finding: Finding }) {
  if (followUp) {
    return (
      <p>
        Work raised:{' '}
        <Link to="/work-orders/$id" params={{ id: followUp.workOrder }}>
          {followUp.number || followUp.title}
        </Link>
      </p>
    )
  }
  if (repaired) return <p>Put right on the visit.</p>
  return closed ? <p>{`Closed by ${closed.by}: ${closed.reason}`}</p> : null
}

/** What the raise begins with: the same place, the equipment, and what was found. */
export function raiseFor(work: Pick<WorkDocument, 'id' | 'number' | 'details'>, finding: Finding, on: string) {
  const { customer, site } = work.details
  const title = (finding.recommendation || finding.text).split('\n')[0]?.slice(0, 200) ?? ''
  const about = [`Found on ${work.number ?? 'a visit'}, ${on}: ${finding.text}`, finding.recommendation]
  return {
    order: work.id,
    finding: finding.id,
    title,
    about: about.filter(Boolean).join('\n').slice(0, 1500),
    ...(customer ? { customer } : {}),
    ...(site ? { site } : {}),
    ...(finding.asset ? { asset: finding.asset } : {}),
  }
}
