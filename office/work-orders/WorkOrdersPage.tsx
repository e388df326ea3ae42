import { ActionIcon, Button, Checkbox, Popover, Stack, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import {
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconColumns3,
  IconPlus,
  IconTool,
} from '@tabler/icons-react'
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { workOrderApi } from '#core/work-orders/api.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { keyOf } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay } from '../kit/me.ts'
import { useTitle } from '../kit/title.ts'
import { useColumns } from './chosen-columns.ts'
import { columns } from './columns.tsx'
import { filterNames, type Filters, queryOf, sortOf } from './filters.ts'
import { WorkOrderFilters } from './WorkOrderFilters.tsx'
import styles from './WorkOrdersPage.module.css'
import { WorkOrdersTable } from './WorkOrdersTable.tsx'

const route = getRouteApi('/shell/work-orders')

function askPages(query: ReturnType<typeof queryOf>) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(workOrderApi.listWorkOrders), { query }],
    queryFn: ({ pageParam }) =>
      call(workOrderApi.listWorkOrders, { query: { ...query, cursor: pageParam, limit: 100 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function WorkOrdersPage() {
  useTitle('Work orders')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayRaise = useMay('work_orders.edit')
  const pages = useInfiniteQuery(askPages(queryOf(search)))
  const [visible, setVisible] = useColumns()
  const [dense, setDense] = useLocalStorage({
    key: 'roundtrip.work-orders.dense',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const searchBox = useRef<HTMLInputElement>(null)

  const change = (changes: Filters & { sort?: string }) =>
    void navigate({
      search: (before) => ({
        ...before,
        ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value || undefined])),
      }),
      replace: true,
    })
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, ''])))

  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const count = pages.data?.pages[0]?.count
  const result = count
    ? `${count.value.toLocaleString()}${count.exact ? '' : '+'} work order${count.value === 1 ? '' : 's'}`
    : ''
  const filtered = filterNames.some((name) => search[name])

  return (
    <div className={styles.page}>
      <PageHead
        title="Work orders"
        actions={
          <>
            <Columns visible={visible} onChange={setVisible} />
            <Tooltip label={dense ? 'More air' : 'More rows'}>
              <ActionIcon
                variant="default"
                size="md"
                aria-label="Dense rows"
                aria-pressed={dense}
                onClick={() => setDense(!dense)}
              >
                {dense ? (
                  <IconBaselineDensitySmall size={16} stroke={1.75} />
                ) : (
                  <IconBaselineDensityMedium size={16} stroke={1.75} />
                )}
              </ActionIcon>
            </Tooltip>
            {mayRaise ? (
              <Button component={Link} to="/raise" leftSection={<IconPlus size={16} stroke={2} aria-hidden />}>
                Raise
              </Button>
            ) : null}
          </>
        }
      />
      <WorkOrderFilters
        filters={search}
        onChange={change}
        names={{ customer: rows[0]?.customer?.name, site: rows[0]?.site?.name }}
        result={result}
        searchBox={searchBox}
      >
        {filtered ? (
          <Button variant="subtle" color="gray" onClick={clear}>
            Clear all
          </Button>
        ) : null}
      </WorkOrderFilters>
      <Loaded query={pages} failed="The work orders could not be shown">
        {() =>
          rows.length === 0 ? (
            <EmptyState
              icon={<IconTool stroke={1.5} />}
              title={filtered ? 'No work order fits these filters' : 'No work orders yet'}
              action={
                filtered ? (
                  <Button variant="default" onClick={clear}>
                    Clear the filters
                  </Button>
                ) : mayRaise ? (
                  <Button component={Link} to="/raise">
                    Raise the first
                  </Button>
                ) : null
              }
            >
              {filtered
                ? 'Take one away, or search by number, customer or site.'
                : 'A work order is raised here when a customer calls, or on a phone on site.'}
            </EmptyState>
          ) : (
            <WorkOrdersTable
              rows={rows}
              visible={visible}
              dense={dense}
              sort={sortOf(search.sort)}
              onSort={(sort) => change({ sort: sort === '-raised' ? '' : sort })}
              more={pages.hasNextPage}
              loadingMore={pages.isFetchingNextPage}
              onMore={() => void pages.fetchNextPage()}
              stale={pages.isPlaceholderData}
              searchBox={searchBox}
            />
          )
        }
      </Loaded>
    </div>
  )
}

type ColumnsProps = { visible: Readonly<Record<string, boolean>>; onChange: (visible: Record<string, boolean>) => void }

function Columns({ visible, onChange }: ColumnsProps) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size="md" aria-label="Columns">
          <IconColumns3 size={16} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" component="fieldset" aria-label="Columns shown">
          {columns
            .filter(({ id }) => id !== 'number')
            .map(({ id = '', header }) => (
              <Checkbox
                key={id}
                label={typeof header === 'string' ? header : id}
                checked={visible[id] ?? true}
                onChange={(event) => onChange({ ...visible, [id]: event.currentTarget.checked })}
              />
            ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
