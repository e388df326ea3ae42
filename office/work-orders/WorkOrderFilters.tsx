import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addDays, dayBounds, type Instant, localDate } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { priorities, workOrderKinds, workOrderStatuses } from '#core/work-orders/words.ts'
import { FilterBar, FilterChip } from '#ui/office/Page.tsx'
import { priorityWords, workOrderMarks } from '#ui/status.ts'
import { ask } from '../kit/ask.ts'
import { useNow } from '../kit/clock.ts'
import { useMay, useMe } from '../kit/me.ts'
import { SearchBox } from '../kit/SearchBox.tsx'
import { FilterMenu } from './FilterMenu.tsx'
import { type Filters, partsOf } from './filters.ts'
import styles from './WorkOrdersPage.module.css'

type Props = {
  filters: Filters
  onChange: (changes: Filters) => void
  /** Names of what is filtered by id, where a row on the screen knows them. */
  names: { customer?: string; site?: string }
  result: string
  searchBox: React.RefObject<HTMLInputElement | null>
  children?: React.ReactNode
}

export function WorkOrderFilters({ filters, onChange, names, result, searchBox, children }: Props) {
  const technicians =
    useQuery({ ...ask(peopleApi.listTechnicians, {}), enabled: useMay('people.read') }).data?.items ?? []
  return (
    <FilterBar result={result}>
      <SearchBox
        label="Search work orders"
        placeholder="Number, customer, site, title"
        className={styles.search}
        value={filters.q ?? ''}
        onChange={(q) => onChange({ q })}
        box={searchBox}
      />
      <FilterMenu
        name="Status"
        options={workOrderStatuses.map((value) => ({ value, label: workOrderMarks[value].word }))}
        chosen={partsOf(filters.status, workOrderStatuses)}
        onChange={(chosen) => onChange({ status: chosen.join(',') })}
      />
      <FilterMenu
        name="Priority"
        options={priorities.map((value) => ({ value, label: `${value} ${priorityWords[value]}` }))}
        chosen={partsOf(filters.priority, priorities)}
        onChange={(chosen) => onChange({ priority: chosen.join(',') })}
      />
      <FilterMenu
        name="Kind"
        options={workOrderKinds.map((value) => ({ value, label: heading(value) }))}
        chosen={partsOf(filters.kind, workOrderKinds)}
        onChange={(chosen) => onChange({ kind: chosen.join(',') })}
      />
      <Select
        aria-label="Technician"
        placeholder="Technician"
        size="xs"
        w={140}
        searchable
        clearable
        data={technicians.map((one) => ({ value: one.id, label: one.name }))}
        value={filters.technician ?? null}
        onChange={(value) => onChange({ technician: value ?? '' })}
      />
      <Select
        aria-label="Response target"
        placeholder="Target"
        size="xs"
        w={150}
        clearable
        data={[
          { value: 'at_risk', label: 'At risk or missed' },
          { value: 'missed', label: 'Missed' },
          { value: 'soon', label: 'At risk' },
        ]}
        value={filters.target ?? null}
        onChange={(value) => onChange({ target: value ?? '' })}
      />
      <RaisedWithin filters={filters} onChange={onChange} />
      {filters.flagged ? <FilterChip name="Flags" value="open" onRemove={() => onChange({ flagged: '' })} /> : null}
      {filters.customer ? (
        <FilterChip name="Customer" value={names.customer ?? 'chosen'} onRemove={() => onChange({ customer: '' })} />
      ) : null}
      {filters.site ? (
        <FilterChip name="Site" value={names.site ?? 'chosen'} onRemove={() => onChange({ site: '' })} />
      ) : null}
      {children}
    </FilterBar>
  )
}

const spans = [
  { value: '0', label: 'Today' },
  { value: '6', label: 'Last 7 days' },
  { value: '29', label: 'Last 30 days' },
  { value: '89', label: 'Last 90 days' },
]

function RaisedWithin({ filters, onChange }: Pick<Props, 'filters' | 'onChange'>) {
  const { zone } = useMe().organization
  const today = localDate(useNow(), zone)
  const firstOf = (days: string): Instant => dayBounds(addDays(today, -Number(days)), zone).from
  const chosen = spans.find((span) => firstOf(span.value) === filters.raisedFrom)
  if (filters.raisedFrom && (!chosen || filters.raisedTo)) {
    return (
      <FilterChip name="Raised" value="between two days" onRemove={() => onChange({ raisedFrom: '', raisedTo: '' })} />
    )
  }
  return (
    <Select
      aria-label="Raised within"
      placeholder="Raised"
      size="xs"
      w={130}
      clearable
      data={spans}
      value={chosen?.value ?? null}
      onChange={(value) => onChange({ raisedFrom: value === null ? '' : firstOf(value), raisedTo: '' })}
    />
  )
}
