import { Button } from '@mantine/core'
import { IconCircleCheck, IconFileUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { type HeldRow, workOrderApi } from '#core/work-orders/api.ts'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay } from '../kit/me.ts'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { DayFlagLine } from './DayFlagLine.tsx'
import { FlagLine } from './FlagLine.tsx'
import { HeldLine } from './HeldLine.tsx'
import { HeldOfPhone } from './HeldOfPhone.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { LostWorkLine } from './LostWorkLine.tsx'
import { PhoneLine } from './PhoneLine.tsx'

/** What a person has to look at, each with what settles it. */
export function AttentionPage() {
  useTitle('Attention')
  const query = useQuery(ask(workOrderApi.readAttention, {}))
  const mayEdit = useMay('work_orders.edit')
  const [importing, setImporting] = useState(false)
  return (
    <>
      <PageHead
        title="Attention"
        detail="What the record cannot settle by itself"
        actions={
          mayEdit ? (
            <Button
              variant="default"
              leftSection={<IconFileUpload size={16} stroke={1.75} aria-hidden />}
              onClick={() => setImporting(true)}
            >
              Take in a saved file
            </Button>
          ) : null
        }
      />
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
      <Loaded query={query} failed="This could not be shown" skeleton={<TableSkeleton />}>
        {({ flags, dayFlags, held, phones, lostWork }) =>
          flags.length + dayFlags.length + held.length + phones.length + lostWork.length === 0 ? (
            <EmptyState icon={<IconCircleCheck stroke={1.5} />} title="Nothing needs you">
              Flags, entries that could not be applied and phones that are silent come here.
            </EmptyState>
          ) : (
            <div className={layout.stack}>
              {lostWork.length > 0 ? (
                <Panel title="Phones that came back empty" count={lostWork.length} flush id="lost-work">
                  {lostWork.map((lost) => (
                    <LostWorkLine key={lost.id} lost={lost} />
                  ))}
                </Panel>
              ) : null}
              {held.length > 0 ? (
                <Panel title="Not on the record yet" count={held.length} flush id="held">
                  {ofSignedOutPhones(held).map(([device, some]) => (
                    <HeldOfPhone key={device} device={device} held={some} />
                  ))}
                  {held
                    .filter((one) => !isOfSignedOutPhone(one))
                    .map((one) => (
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

/** One card a phone: what it handed in after it was signed out is judged together. */
function ofSignedOutPhones(held: readonly HeldRow[]): [Id, HeldRow[]][] {
  return [...Map.groupBy(held.filter(isOfSignedOutPhone), (one) => one.device ?? '')]
}

function isOfSignedOutPhone(held: HeldRow): boolean {
  return held.code === 'phone_signed_out' && held.device !== null
}
