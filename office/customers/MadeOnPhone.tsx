import { IconDeviceMobile } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MadeOnPhone } from '#core/customers/api.ts'

/** Who made it on their phone, with the work order they were at. */
export function MadeOnPhoneBy({ made }: { made: NonNullable<MadeOnPhone> }) {
  return (
    <>
      <IconDeviceMobile size={13} stroke={1.75} style={{ display: 'inline' }} aria-hidden />{' '}
      {made.by ? `by ${made.by}, ` : ''}
      <Link to="/work-orders/$id" params={{ id: made.workOrderId }}>
        {made.number || 'work order'}
      </Link>
    </>
  )
}

/** A line of the details of a row; none for what the office made. */
export function madeOnPhoneFact(made: MadeOnPhone): { label: string; value: ReactNode }[] {
  return made ? [{ label: 'Made on the phone', value: <MadeOnPhoneBy made={made} /> }] : []
}
