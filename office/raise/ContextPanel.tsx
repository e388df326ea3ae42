import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { workOrderApi } from '#core/work-orders/api.ts'
import { outcomes, type Outcome } from '#core/work-orders/words.ts'
import { Panel } from '#ui/office/Page.tsx'
import { OutcomeBadge, PriorityBadge, WorkOrderBadge } from '#ui/StatusBadge.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { ask } from '../kit/ask.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import type { Draft } from './draft.ts'
import styles from './RaisePage.module.css'

function outcomeOf(text: string | null): Outcome | undefined {
  return outcomes.find((one) => one === text)
}

/** What somebody who takes a call wants to see: what is open there, and what was done last. */
export function ContextPanel({ draft }: { draft: Draft }) {
  const place = { customer: draft.customer ?? undefined, site: draft.site ?? undefined }
  const known = draft.customer !== null || draft.site !== null
  const context = useQuery({
    ...ask(workOrderApi.readPlaceContext, { query: place }),
    enabled: known,
    placeholderData: keepPreviousData,
  })
  if (!known) {
    return (
      <Panel title="What is known of them">
        <p className={styles.detail}>Open work and the last visits show here as soon as you choose somebody.</p>
      </Panel>
    )
  }
  return (
    <Loaded query={context} failed="What is known of them could not be shown">
      {(data) => (
        <>
          <Panel
            title={draft.site ? 'Open work at this site' : 'Open work of this customer'}
            count={data.open.length}
            flush
          >
            {data.open.length === 0 ? <p className={styles.empty}>Nothing is open.</p> : null}
            {data.open.map((order) => (
              <div key={order.id} className={styles.line}>
                <PriorityBadge priority={order.priority} />
                <span className={styles.lineBody}>
                  <Link to="/work-orders/$id" params={{ id: order.id }} target="_blank" className={styles.lineTitle}>
                    {order.number ?? order.provisional} {order.title}
                  </Link>
                  <span className={styles.detail}>
                    Raised <ShortTime at={order.raisedAt} zone={order.zone} />
                    {order.nextVisit?.start ? (
                      <>
                        , visit <ShortTime at={order.nextVisit.start} zone={order.zone} />
                      </>
                    ) : null}
                  </span>
                </span>
                <WorkOrderBadge status={order.status} />
              </div>
            ))}
          </Panel>
          <Panel title="Last visits" count={data.lastVisits.length} flush>
            {data.lastVisits.length === 0 ? <p className={styles.empty}>Nobody was there yet.</p> : null}
            {data.lastVisits.map((visit) => {
              const outcome = outcomeOf(visit.outcome)
              return (
                <div key={visit.visit} className={styles.line}>
                  <span className={styles.lineBody}>
                    <Link
                      to="/work-orders/$id"
                      params={{ id: visit.workOrder }}
                      target="_blank"
                      className={styles.lineTitle}
                    >
                      {visit.number} {visit.title}
                    </Link>
                    {visit.note ? <span className={styles.note}>{visit.note}</span> : null}
                    <span className={styles.detail}>
                      <ShortTime at={visit.at} zone={visit.zone} />
                      {visit.crew.length > 0 ? `, ${visit.crew.join(', ')}` : ''}
                    </span>
                  </span>
                  {outcome ? <OutcomeBadge outcome={outcome} /> : null}
                </div>
              )
            })}
          </Panel>
        </>
      )}
    </Loaded>
  )
}

/** Work that this may be a duplicate of, with why. */
export function Duplicates({ draft }: { draft: Draft }) {
  const [title] = useDebouncedValue(draft.title.trim(), 300)
  const [reference] = useDebouncedValue(draft.reference.trim(), 300)
  const known = draft.customer !== null || draft.site !== null
  const { data } = useQuery({
    ...ask(workOrderApi.listSimilar, {
      query: {
        customer: draft.customer ?? undefined,
        site: draft.site ?? undefined,
        title: title || undefined,
        reference: reference || undefined,
      },
    }),
    enabled: known && (title !== '' || reference !== ''),
  })
  const items = known ? (data?.items.filter((one) => one.id !== draft.id) ?? []) : []
  return (
    <div aria-live="polite">
      {items.length > 0 ? (
        <div className={styles.duplicates}>
          <b>{items.length === 1 ? 'This may be raised already' : 'One of these may be the same'}</b>
          <ul>
            {items.slice(0, 4).map((one) => (
              <li key={one.id}>
                <Link to="/work-orders/$id" params={{ id: one.id }} target="_blank">
                  {one.number ?? one.provisional} {one.title}
                </Link>{' '}
                <span className={styles.detail}>{one.why}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  )
}
