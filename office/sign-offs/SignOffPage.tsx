import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { sentenceOfChange } from '#core/work-orders/signed-words.ts'
import { type SignOffEvidence, signOffApi } from '#core/work-orders/sign-off-api.ts'
import type { EvidenceCheck } from '#core/work-orders/sign-off-check.ts'
import { FactList, PageHead, Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMe } from '../kit/me.ts'
import { SiteTime } from '../kit/SiteTime.tsx'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { SignedSummary } from './SignedSummary.tsx'
import { saveEvidence } from './save-evidence.ts'
import styles from './SignOff.module.css'

const route = getRouteApi('/shell/sign-offs/$id')

/** Whether what is on record is what was signed, said in words, with everything it is said by. */
export function SignOffPage() {
  const { id } = route.useParams()
  const query = useQuery(ask(signOffApi.readSignOff, { params: { id } }))
  return (
    <LoadedPage name="Sign-off" query={query} failed="The sign-off could not be shown" skeleton={<PageSkeleton />}>
      {(evidence) => <Shown evidence={evidence} />}
    </LoadedPage>
  )
}

function Shown({ evidence }: { evidence: SignOffEvidence }) {
  useTitle(`Sign-off, ${evidence.number}`)
  return (
    <>
      <PageHead
        title={titleOf(evidence)}
        crumbs={
          <>
            <Link to="/sign-offs">Verify a sign-off</Link>
            <span aria-hidden>/</span>
            <Link to="/work-orders/$id" params={{ id: evidence.workOrder }}>
              {[evidence.number, evidence.title].filter(Boolean).join(' ')}
            </Link>
          </>
        }
        detail={
          <>
            Visit {evidence.visitNumber}, <SiteTime at={evidence.signedAt} zone={evidence.zone} show="both" />
          </>
        }
        actions={
          <Button
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
            onClick={() => saveEvidence(evidence)}
          >
            Save the evidence
          </Button>
        }
      />
      <Verdict evidence={evidence} />
      <div className={layout.columns}>
        <div className={layout.column}>
          <Changes evidence={evidence} />
          <Panel title="What was signed" id="signed">
            {evidence.summary ? (
              <SignedSummary summary={evidence.summary} />
            ) : (
              <p className={layout.empty}>
                What was signed cannot be read as a summary; it is in the evidence as it is.
              </p>
            )}
          </Panel>
          {evidence.shownText ? (
            <Panel title="The words on the screen" id="shown">
              <p className={styles.paper}>{evidence.shownText}</p>
            </Panel>
          ) : null}
        </div>
        <div className={layout.column}>
          <Panel title="Is every piece as it was?" flush id="pieces">
            <ul className={styles.checks}>
              {evidence.checks.map((check) => (
                <li key={check.piece}>
                  <Mark check={check} />
                  <span>{check.detail}</span>
                </li>
              ))}
            </ul>
          </Panel>
          <Facts evidence={evidence} />
        </div>
      </div>
    </>
  )
}

function titleOf({ kind, name }: SignOffEvidence): string {
  switch (kind) {
    case 'signed':
      return `Signed by ${name}`
    case 'refused':
      return name ? `${name} refused to sign` : 'Sign-off refused'
    case 'unattended':
      return 'Nobody was there to sign'
  }
}

function Verdict({ evidence: { checks, changes, withdrawn } }: { evidence: SignOffEvidence }) {
  const wrong = checks.filter((check) => check.state === 'wrong').length
  if (wrong > 0) {
    return (
      <p className={styles.verdict} data-tone="problem">
        <IconAlertTriangle stroke={1.75} aria-hidden />
        <span>
          {wrong === 1 ? 'One piece is' : `${wrong} pieces are`} not as it was kept. What is shown cannot be relied on.
        </span>
      </p>
    )
  }
  return (
    <p className={styles.verdict} data-tone={changes.length > 0 || withdrawn ? 'waiting' : 'done'}>
      {changes.length > 0 || withdrawn ? (
        <IconAlertTriangle stroke={1.75} aria-hidden />
      ) : (
        <IconCircleCheck stroke={1.75} aria-hidden />
      )}
      <span>
        {withdrawn
          ? 'This sign-off was taken back. Every piece is as it was kept.'
          : changes.length > 0
            ? 'Every piece is as it was kept. Since then the record says something else, named below.'
            : 'What is on record now is what was shown then. Every piece is as it was kept.'}
      </span>
    </p>
  )
}

function Changes({ evidence: { changes } }: { evidence: SignOffEvidence }) {
  if (changes.length === 0) return null
  return (
    <Panel title="Changed since" count={changes.length} flush id="changes">
      <ul className={styles.checks}>
        {changes.map((change) => (
          <li key={`${change.part}/${change.how}/${change.signed}/${change.now}`}>
            <span className={layout.prose}>{sentenceOfChange(change)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Mark({ check }: { check: EvidenceCheck }) {
  switch (check.state) {
    case 'right':
      return <IconCircleCheck size={16} stroke={1.75} color="var(--tone-done-solid)" aria-label="Right" />
    case 'awaited':
      return <IconCircleDashed size={16} stroke={1.75} color="var(--color-text-faint)" aria-label="Awaited" />
    case 'wrong':
      return <IconAlertTriangle size={16} stroke={1.75} color="var(--tone-problem-text)" aria-label="Wrong" />
  }
}

function Facts({ evidence }: { evidence: SignOffEvidence }) {
  const { locale } = useMe().organization
  const { clockOffset, consent, statement } = evidence
  return (
    <Panel title="How it was made" id="how">
      <FactList
        facts={[
          { label: 'Name', value: evidence.name },
          { label: 'Capacity', value: evidence.capacity },
          ...(evidence.kind === 'signed'
            ? [{ label: 'Agreed to', value: consent ? <span className={layout.prose}>{consent}</span> : '' }]
            : [{ label: 'Reason', value: evidence.reason }]),
          ...(statement ? [{ label: 'Statement', value: <span className={layout.prose}>{statement}</span> }] : []),
          { label: 'Recorded by', value: evidence.recordedBy },
          { label: 'Technician', value: evidence.technician },
          { label: 'Clock of the phone', value: <SiteTime at={evidence.signedAt} zone={evidence.zone} show="both" /> },
          {
            label: 'Heard by us',
            value: evidence.heardAt ? <SiteTime at={evidence.heardAt} zone={evidence.zone} show="both" /> : '',
          },
          {
            label: 'Clock against ours',
            value: clockOffset === null ? 'Not measured' : `${(clockOffset / 1000).toLocaleString(locale)} s`,
          },
          ...(evidence.consentVersion ? [{ label: 'Wording', value: evidence.consentVersion }] : []),
          { label: 'Language', value: evidence.language },
          { label: 'Template', value: evidence.template },
          { label: 'Hash of the summary', value: <span className={styles.hash}>{evidence.summaryHash}</span> },
          { label: 'Hash of what was handed in', value: <span className={styles.hash}>{evidence.bytesHash}</span> },
        ]}
      />
    </Panel>
  )
}
