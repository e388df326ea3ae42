import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Id } from '#core/kit/ids.ts'
import { followUpApi, type FindingRow, type ReadingRow } from '#core/work-orders/follow-up-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { ShortTime } from '../kit/ShortTime.tsx'

/** What was read off an asset over time, and what was found on it. */
export function AssetRecord({ asset }: { asset: Id }) {
  const query = useQuery(ask(followUpApi.readAssetRecord, { params: { id: asset } }))
  return (
    <Loaded query={query} failed="Readings and findings could not be shown">
      {({ readings, findings }) => (
        <>
          {findings.length > 0 ? (
            <Panel title="Findings" count={findings.length} flush id="findings">
              {findings.map((finding) => (
                <FindingLine key={finding.id} finding={finding} />
              ))}
            </Panel>
          ) : null}
          {readings.length > 0 ? (
            <Panel title="Readings" count={readings.length} flush id="readings">
              {[...Map.groupBy(readings, (one) => one.label)].map(([label, some]) => (
                <Readings key={label} label={label} readings={some} />
              ))}
            </Panel>
          ) : null}
        </>
      )}
    </Loaded>
  )
}

function Readings({ label, readings }: { label: string; readings: readonly ReadingRow[] }) {
  return (
    <div className={layout.line}>
      <div className={layout.grow}>
        <p>
          <b>{label}</b>
        </p>
        <ul className={layout.plain}>
          {readings.map((one) => (
            <li key={one.id}>
              <span className={one.outOfRange ? layout.warn : undefined}>
                {[one.value, one.unit].filter(Boolean).join(' ')}
                {one.outOfRange ? ', outside the range' : ''}
              </span>{' '}
              <span className={layout.detail}>
                <ShortTime at={one.at} zone={one.zone} day /> · {one.technician} ·{' '}
                <Link to="/work-orders/$id" params={{ id: one.workOrder }}>
                  {one.number}
                </Link>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function FindingLine({ finding }: { finding: FindingRow }) {
  return (
    <div className={layout.line}>
      <div className={layout.grow}>
        <p>
          <b>{heading(finding.severity)}</b>: {finding.text}
        </p>
        <p className={layout.detail}>
          <ShortTime at={finding.at} zone={finding.zone} day /> · {finding.technician} ·{' '}
          <Link to="/work-orders/$id" params={{ id: finding.workOrder }} hash="findings">
            {finding.number}
          </Link>
        </p>
      </div>
      {finding.followedBy ? (
        <Link to="/work-orders/$id" params={{ id: finding.followedBy.id }}>
          {finding.followedBy.number}
        </Link>
      ) : (
        <span className={finding.state === 'open' ? layout.warn : layout.detail}>
          {finding.state === 'repaired' ? 'Put right' : heading(finding.state)}
        </span>
      )}
    </div>
  )
}
