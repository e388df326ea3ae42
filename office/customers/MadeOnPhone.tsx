import { IconDeviceMobile } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MadeOnPhone } from '#core/customers/api.ts'
import layout from '../kit/layout.module.css'

type Props = { made: NonNullable<MadeOnPhone> }

/** Who made it on their phone, and the work order they were at. */
function ByWhom({ made }: Props) {
  return (
    <>
      {made.by ? `by ${made.by}, ` : ''}
      <Link to="/work-orders/$id" params={{ id: made.workOrderId }}>
        {made.number || 'work order'}
      </Link>
    </>
  )
}

/** Below a row of a list; nothing for what the office made. */
export function MadeOnPhoneLine({ made }: { made: MadeOnPhone }) {
  if (!made) return null
  return (
    <p className={layout.detail}>
      <IconDeviceMobile size={13} stroke={1.75} style={{ display: 'inline' }} aria-hidden /> Made on the phone{' '}
      <ByWhom made={made} />
    </p>
  )
}

/** A line of the details of a row; none for what the office made. */
export function madeOnPhoneFact(made: MadeOnPhone): { label: string; value: ReactNode }[] {
  return made ? [{ label: 'Made on the phone', value: <ByWhom made={made} /> }] : []
}
