import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatQuantity } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { followUpApi, type FindingRow, type NeededPartRow } from '#core/work-orders/follow-up-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { useTitle } from '../kit/title.ts'

/** What came back from the field and has to become something: findings nobody acted on, parts nobody has yet. */
export function FollowUpsPage() {
  useTitle('Follow-ups')
  const query = useQuery(ask(followUpApi.listFollowUps, {}))
  return (
    <>
      <PageHead title="Follow-ups" detail="Findings nobody acted on, and parts a return waits for." />
      <Loaded query={query} failed="The follow-ups could not be shown">
        {({ findings, parts }) => (
          <div className={layout.stack}>
            <Panel title="Open findings" count={findings.length} flush id="open-findings">
              {findings.length === 0 ? (
                <p className={`${layout.pad} ${layout.empty}`}>Nothing that was found waits for an answer.</p>
              ) : (
                findings.map((finding) => <FindingLine key={finding.id} finding={finding} />)
              )}
            </Panel>
            <Panel title="Parts to order" count={parts.length} flush id="parts-to-order">
              {parts.length === 0 ? (
                <p className={`${layout.pad} ${layout.empty}`}>No part is to be ordered, and none on its way.</p>
              ) : (
                parts.map((part) => <PartLine key={part.id} part={part} />)
              )}
            </Panel>
          </div>
        )}
      </Loaded>
    </>
  )
}

function FindingLine({ finding }: { finding: FindingRow }) {
  return (
    <div className={layout.line}>
      <div className={layout.grow}>
        <p>
          <b className={finding.severity === 'dangerous' ? layout.bad : undefined}>{heading(finding.severity)}</b>
          {': '}
          {finding.text}
        </p>
        <p className={layout.detail}>
          {[finding.asset?.name, finding.customer, finding.site].filter(Boolean).join(', ')} ·{' '}
          <ShortTime at={finding.at} zone={finding.zone} day /> · {finding.technician}
        </p>
      </div>
      <Button
        variant="default"
        size="compact-sm"
        renderRoot={(props) => (
          <Link {...props} to="/work-orders/$id" params={{ id: finding.workOrder }} hash="findings" />
        )}
      >
        {finding.number}
      </Button>
    </div>
  )
}

function PartLine({ part }: { part: NeededPartRow }) {
  const { locale } = useMe().organization
  return (
    <div className={layout.line}>
      <div className={layout.grow}>
        <p>
          {formatQuantity(part.quantity, locale)} {part.unit} {part.name}
          {part.sku ? <span className={layout.detail}> {part.sku}</span> : null}
        </p>
        <p className={layout.detail}>
          {[part.customer, part.site].filter(Boolean).join(', ')} · <ShortTime at={part.at} zone={part.zone} day />
        </p>
      </div>
      <span className={part.state === 'needed' ? layout.warn : undefined}>
        {part.state === 'needed'
          ? 'Not ordered yet'
          : part.expected
            ? `Expected ${formatLocalDate(part.expected, locale)}`
            : 'Ordered, no date yet'}
      </span>
      <Button
        variant="default"
        size="compact-sm"
        renderRoot={(props) => (
          <Link {...props} to="/work-orders/$id" params={{ id: part.workOrder }} hash="parts-to-order" />
        )}
      >
        {part.number}
      </Button>
    </div>
  )
}
