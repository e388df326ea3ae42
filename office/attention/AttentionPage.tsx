import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { workOrderApi } from '#core/work-orders/api.ts'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { DayFlagLine } from './DayFlagLine.tsx'
import { FlagLine } from './FlagLine.tsx'
import { HeldLine } from './HeldLine.tsx'
import { PhoneLine } from './PhoneLine.tsx'

/** What a person has to look at, each with what settles it. */
export function AttentionPage() {
  useTitle('Attention')
  const query = useQuery(ask(workOrderApi.readAttention, {}))
  return (
    <>
      <PageHead title="Attention" detail="What the record cannot settle by itself" />
      <Loaded query={query} failed="This could not be shown" skeleton={<TableSkeleton />}>
        {({ flags, dayFlags, held, phones }) =>
          flags.length + dayFlags.length + held.length + phones.length === 0 ? (
            <EmptyState icon={<IconCircleCheck stroke={1.5} />} title="Nothing needs you">
              Flags, entries that could not be applied and phones that are silent come here.
            </EmptyState>
          ) : (
            <div className={layout.stack}>
              {held.length > 0 ? (
                <Panel title="Could not be applied" count={held.length} flush id="held">
                  {held.map((one) => (
                    <HeldLine key={one.command} held={one} />
                  ))}
                </Panel>
              ) : null}
              <Panel title="Flags" count={flags.length + dayFlags.length} flush id="flags">
                {flags.length + dayFlags.length === 0 ? (
                  <p className={`${layout.pad} ${layout.empty}`}>No flag is open.</p>
                ) : null}
                {dayFlags.map((flag) => (
                  <DayFlagLine key={`${flag.technician}/${flag.flag}`} flag={flag} />
                ))}
                {flags.map((flag) => (
                  <FlagLine key={`${flag.workOrder}/${flag.flag}`} flag={flag} />
                ))}
              </Panel>
              <Panel title="Phones not synced today, or with unsent work" count={phones.length} flush id="phones">
                {phones.length === 0 ? (
                  <p className={`${layout.pad} ${layout.empty}`}>
                    Every phone has synced today and has nothing unsent.
                  </p>
                ) : (
                  phones.map((phone) => <PhoneLine key={phone.device} phone={phone} />)
                )}
              </Panel>
            </div>
          )
        }
      </Loaded>
    </>
  )
}
