import { Button, TextInput } from '@mantine/core'
import { IconAlertCircle, IconClock, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { harmlessCell } from '#core/billing/cells.ts'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import {
  payrollCsv,
  type PayrollProblem,
  payrollProblems,
  payrollRows,
  payrollTotals,
  type Worked,
} from '#core/fieldwork/payroll.ts'
import { addDays, dayOfWeek, formatDateTime, formatMinutes, localDate, type LocalDate } from '#core/kit/time.ts'
import { heading } from '#core/work-orders/labels.ts'
import { FilterBar, PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { keyOf } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { download } from '../kit/download.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMe } from '../kit/me.ts'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'

const route = getRouteApi('/shell/payroll')
const day = /^\d{4}-\d\d-\d\d$/
const daysAtOnce = 4
/** As many as one answer holds. */
const mostAtOnce = 5000

/** Everybody's time of some days, asked for a few days at a time; from the day before, whose nights reach into the first. */
async function readWorked(from: LocalDate, to: LocalDate): Promise<{ worked: Worked[]; cut: boolean }> {
  const worked: Worked[] = []
  let cut = false
  for (let first = addDays(from, -1); first <= to; first = addDays(first, daysAtOnce)) {
    const last = addDays(first, daysAtOnce - 1)
    const { items } = await call(fieldworkApi.listWorked, { query: { from: first, to: last < to ? last : to } })
    cut ||= items.length >= mostAtOnce
    worked.push(
      ...items.map((item) => ({
        ...item,
        workOrder: item.workOrder?.number ?? '',
        workOrderId: item.workOrder?.id ?? null,
      })),
    )
  }
  return { worked, cut }
}

/** Time for payroll by pay day of the organization, with what has to be looked at before it leaves. */
export function PayrollPage() {
  useTitle('Time for payroll')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { zone } = useMe().organization
  const today = localDate(useNow(), zone)
  const lastMonday = addDays(today, -6 - dayOfWeek(today))
  const from = day.test(search.from ?? '') ? (search.from ?? lastMonday) : lastMonday
  const asked = day.test(search.to ?? '') ? (search.to ?? from) : addDays(lastMonday, 6)
  const to = asked < from ? from : asked
  const query = useQuery({
    queryKey: [...keyOf(fieldworkApi.listWorked), 'payroll', from, to],
    queryFn: () => readWorked(from, to),
  })
  const change = (changes: { from?: string | undefined; to?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })
  return (
    <>
      <PageHead
        crumbs={<Link to="/exports">Exports</Link>}
        title="Time for payroll"
        detail={`Days begin and end at midnight in ${zone.replaceAll('_', ' ')}.`}
      />
      <FilterBar>
        <TextInput
          type="date"
          size="xs"
          aria-label="From"
          value={from}
          onChange={(event) => change({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          size="xs"
          aria-label="Until"
          min={from}
          value={to}
          onChange={(event) => change({ to: event.currentTarget.value || undefined })}
        />
      </FilterBar>
      <Loaded query={query} failed="The time could not be shown" skeleton={<TableSkeleton />}>
        {({ worked, cut }) => <Shown worked={worked} cut={cut} from={from} to={to} />}
      </Loaded>
    </>
  )
}

function Shown({ worked, cut, from, to }: { worked: Worked[]; cut: boolean; from: LocalDate; to: LocalDate }) {
  const { zone } = useMe().organization
  const rows = payrollRows(worked, { from, to, zone })
  const problems = payrollProblems(worked.filter((entry) => localDate(entry.to ?? entry.from, zone) >= from))
  const totals = payrollTotals(rows)
  const activities = [...new Set(rows.map((row) => row.activity))].sort()
  if (totals.length === 0 && problems.length === 0)
    return (
      <EmptyState icon={<IconClock stroke={1.5} />} title="No time on these days">
        Choose others, or look at the work orders of that week.
      </EmptyState>
    )
  return (
    <div className={layout.stack}>
      {cut ? (
        <p className={`${layout.notice} ${layout.problem}`} role="alert">
          There is more time than can be shown. Choose fewer days.
        </p>
      ) : null}
      {problems.length > 0 ? <Problems problems={problems} /> : null}
      <div className={layout.frame}>
        <div className={layout.filters}>
          <span className={layout.grow}>
            {totals.length} technician{totals.length === 1 ? '' : 's'},{' '}
            {formatMinutes(totals.reduce((all, one) => all + one.minutes, 0))}
          </span>
          <Button
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
            disabled={cut}
            onClick={() =>
              download(`time-${from}-${to}.csv`, payrollCsv(rows, zone, harmlessCell), 'text/csv;charset=utf-8')
            }
          >
            {problems.length > 0 ? `CSV, with ${problems.length} to look at` : 'CSV'}
          </Button>
        </div>
        <table className={`${layout.table} ${layout.rows}`}>
          <thead>
            <tr>
              <th>Technician</th>
              <th className={layout.right}>Days</th>
              {activities.map((activity) => (
                <th key={activity} className={`${layout.right} ${layout.fromTablet}`}>
                  {heading(activity)}
                </th>
              ))}
              <th className={layout.right}>All</th>
            </tr>
          </thead>
          <tbody>
            {totals.map((one) => (
              <tr key={one.technician}>
                <td>{one.name}</td>
                <td className={layout.right}>{one.days}</td>
                {activities.map((activity) => (
                  <td key={activity} className={`${layout.right} ${layout.fromTablet}`}>
                    {formatMinutes(one.byActivity.get(activity) ?? 0)}
                  </td>
                ))}
                <td className={layout.right}>
                  <b>{formatMinutes(one.minutes)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Problems({ problems }: { problems: readonly PayrollProblem[] }) {
  const { locale, zone } = useMe().organization
  const at = (entry: Worked) => formatDateTime(entry.from, zone, locale)
  return (
    <output className={layout.notice}>
      <p>
        <IconAlertCircle
          size={16}
          stroke={1.75}
          style={{ display: 'inline', verticalAlign: 'text-bottom' }}
          aria-hidden
        />{' '}
        To look at before it leaves. Time whose clock still runs is not in the file.
      </p>
      <ul className={layout.plain}>
        {problems.map((problem) => (
          <li key={`${problem.kind} ${problem.entry.id} ${problem.entry.from}`}>
            {problem.kind === 'open'
              ? `${problem.technician}: a clock runs since ${at(problem.entry)}`
              : `${problem.technician}: two entries overlap from ${at(problem.entry)}`}
            {problem.entry.workOrderId ? (
              <>
                {', '}
                <Link to="/work-orders/$id" params={{ id: problem.entry.workOrderId }}>
                  {problem.entry.workOrder}
                </Link>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </output>
  )
}
