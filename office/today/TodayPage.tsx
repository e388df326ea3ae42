import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Reply } from '#core/kit/contract.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { useTitle } from '../kit/title.ts'
import { useUnbilled } from '../ledger/unbilled.ts'
import { FirstSteps } from './FirstSteps.tsx'
import { Numbers } from './Numbers.tsx'
import { PhonesPanel } from './PhonesPanel.tsx'
import { ReviewPanel } from './ReviewPanel.tsx'
import { TechnicianStrips } from './TechnicianStrips.tsx'
import { TodaySkeleton } from './TodaySkeleton.tsx'
import layout from '../kit/layout.module.css'
import styles from './TodayPage.module.css'
import { UnbilledPanel } from './UnbilledPanel.tsx'
import { WorkPanel } from './WorkPanel.tsx'

export type Today = Reply<typeof workOrderApi.readToday>

/** The day as it stands: what needs me now, in one look. */
export function TodayPage() {
  useTitle('Today')
  const { locale } = useMe().organization
  const mayRaise = useMay('work_orders.edit')
  const today = useQuery(ask(workOrderApi.readToday, {}))
  const unbilled = useUnbilled()
  return (
    <>
      <PageHead
        title="Today"
        detail={
          today.data
            ? formatLocalDate(today.data.date, locale, {
                weekday: 'long',
                day: 'numeric',
                month: 'long',
                year: 'numeric',
              })
            : ' '
        }
        actions={
          mayRaise ? (
            <Button component={Link} to="/raise" leftSection={<IconPlus size={16} stroke={2} aria-hidden />}>
              Raise a work order
            </Button>
          ) : null
        }
      />
      <Loaded query={today} failed="The day could not be shown" skeleton={<TodaySkeleton />}>
        {(day) => (
          <>
            <Numbers day={day} unbilled={unbilled} />
            <div className={styles.columns}>
              <div className={layout.column}>
                {day.technicians.length === 0 ? <FirstSteps /> : null}
                <TechnicianStrips day={day} />
                <ReviewPanel review={day.toReview} />
                <PhonesPanel phones={day.phones} zone={day.zone} />
              </div>
              <div className={layout.column}>
                <WorkPanel
                  id="at-risk"
                  title="At risk of a response target"
                  work={day.atRisk}
                  empty="Nothing is near what was promised."
                  all={{ target: 'at_risk' }}
                />
                <WorkPanel
                  id="unassigned"
                  title="Without a visit or a crew"
                  work={day.unassigned}
                  empty="Everything open has its visit and its crew."
                  all={{ status: 'unscheduled' }}
                />
                {unbilled === null ? null : <UnbilledPanel unbilled={unbilled} />}
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}
