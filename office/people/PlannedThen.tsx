import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Span } from '#core/kit/hours.ts'
import { localDate } from '#core/kit/time.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { ask } from '../kit/ask.ts'
import { useMe } from '../kit/me.ts'

/** What is planned already for somebody in a time they are to be away. */
export function PlannedThen({ technician, span }: { technician: string; span: Span }) {
  const { zone } = useMe().organization
  const { data } = useQuery(ask(schedulingApi.countPlanned, { params: { id: technician }, query: span }))
  if (!data || data.first === null) return null
  const from = localDate(data.first, zone)
  return (
    <output>
      {data.visits === 1 ? '1 visit is' : `${data.visits} visits are`} planned then.{' '}
      <Link to="/board" search={{ from, days: data.visits === 1 ? undefined : '7' }}>
        See {data.visits === 1 ? 'it' : 'them'} on the board
      </Link>
    </output>
  )
}
