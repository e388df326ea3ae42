import type { Id } from '#core/kit/ids.ts'
import { everybodyOn, outcomeOf, visitStatus } from '#core/work-orders/visits.ts'
import { SkeletonLines } from '#ui/States.tsx'
import { OutcomeBadge, VisitBadge, WorkOrderBadge } from '#ui/StatusBadge.tsx'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { StickyBar } from '#ui/blocks/StickyBar.tsx'
import { useAct, useLocale, usePhone, useStatus, useWorkOrder } from '../hooks.ts'
import { reachOf } from '../offline/views/reach.ts'
import type { WorkOrderView } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { goBack, navigate } from '../routes/router.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import { whenText } from '../words.ts'
import { NotHere } from './NotHere.tsx'
import { PlaceActions, PlaceNotes } from './Place.tsx'
import { Contacts } from './sections/Contacts.tsx'
import { Equipment } from './sections/Equipment.tsx'
import { Files } from './sections/Files.tsx'
import { History } from './sections/History.tsx'
import { JobText } from './sections/Job.tsx'
import { VisitPage } from './VisitPage.tsx'

/** A work order on this phone without a visit of one's own: look at it, help with a visit, or begin one. */
export function OrderPage({ workOrder }: { workOrder: Id }) {
  const view = useWorkOrder(workOrder)
  const { doing } = useStatus()
  const open = view?.visits.filter((visit) => visit.status !== 'finished') ?? []
  if (open[0] && open.length === 1) return <VisitPage workOrder={workOrder} visitId={open[0].visit} />
  if (view) return <Order view={view} />
  if (doing === 'idle' || doing === 'waiting' || doing === 'copying') return <NotHere />
  return (
    <Screen title="Fetching the work order" onBack={() => goBack({ page: 'search' })}>
      <Card>
        <SkeletonLines count={5} height="1.5rem" label="Fetching the work order" />
      </Card>
    </Screen>
  )
}

function Order({ view }: { view: WorkOrderView }) {
  const phone = usePhone()
  const locale = useLocale()
  const { work } = view.order
  const act = useAct(work.id)
  const place = {
    siteName: view.siteName,
    address: view.site?.address ?? work.reported?.site ?? '',
    latitude: view.site?.latitude ?? null,
    longitude: view.site?.longitude ?? null,
    reach: reachOf(work, view.site, view.customer),
    accessNotes: [work.details.accessNotes, view.site?.accessNotes ?? ''].filter(Boolean).join('\n'),
    hazards: view.site?.hazards ?? '',
  }

  async function begin() {
    const visit = phone.newId()
    const kept = await act([{ workOrder: work.id, command: { type: 'open_visit', body: phone.fact(visit) } }])
    if (kept) navigate({ page: 'visit', workOrder: work.id, visit }, { replace: true })
  }

  return (
    <Screen
      onBack={() => goBack({ page: 'search' })}
      overline={[view.reference, view.customerName].filter(Boolean).join(' · ')}
      title={work.details.title}
      bar={
        <StickyBar>
          <Button kind="primary" size="large" wide onClick={() => void begin()}>
            Begin a visit
          </Button>
        </StickyBar>
      }
    >
      <div>
        <WorkOrderBadge status={view.status} />
      </div>
      <PlaceActions card={place} />
      <PlaceNotes card={place} />
      <JobText view={view} />
      <Equipment view={view} />
      <Contacts view={view} />
      {work.visits.length > 0 ? (
        <Section title="Visits" count={work.visits.length}>
          <Card flush>
            <Rows>
              {work.visits.map((visit) => {
                const outcome = outcomeOf(visit)?.outcome
                return (
                  <ListRow
                    key={visit.id}
                    href={pathTo({ page: 'visit', workOrder: work.id, visit: visit.id })}
                    title={whenText({ window: visit.plan.window, start: visit.plan.start, zone: work.zone }, locale)}
                    detail={everybodyOn(work, visit).map(view.nameOf).filter(Boolean).join(', ') || 'Nobody yet'}
                    trail={
                      outcome ? (
                        <OutcomeBadge outcome={outcome} look="plain" />
                      ) : (
                        <VisitBadge status={visitStatus(visit)} look="plain" />
                      )
                    }
                  />
                )
              })}
            </Rows>
          </Card>
        </Section>
      ) : null}
      <History view={view} />
      <Files view={view} />
    </Screen>
  )
}
