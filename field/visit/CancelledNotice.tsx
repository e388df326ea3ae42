import { IconBan } from '@tabler/icons-react'
import type { Visit, WorkDocument } from '#core/work-orders/document.ts'
import { Banner } from '../shell/Banner.tsx'

/** For whoever is on the way or on site while the office cancels: on Today as on the visit, with the reason. */
export function CancelledNotice({ work, visit }: { work: WorkDocument; visit: Visit | undefined }) {
  if (!work.cancelled && visit?.plan.state !== 'cancelled') return null
  const reason = work.cancelled?.reason ?? visit?.plan.cancelReason
  return (
    <Banner icon={<IconBan stroke={1.75} />} title="The office cancelled this visit">
      {[reason, 'What you did stays on the record.'].filter(Boolean).join('\n')}
    </Banner>
  )
}
