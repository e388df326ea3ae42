import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconLayoutBoard, IconPrinter } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { addDays, localDate } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { daySheetApi } from '#core/scheduling/day-sheet-api.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask } from '../../kit/ask.ts'
import { useNow } from '../../kit/clock.ts'
import { Loaded } from '../../kit/Loaded.tsx'
import { useMe } from '../../kit/me.ts'
import { useTitle } from '../../kit/title.ts'
import { DaySheet } from './DaySheet.tsx'
import styles from './DaySheet.module.css'

const route = getRouteApi('/shell/board/print')
const icon = { size: 16, stroke: 1.75 }

/** A day on paper: a page for each technician with visits, or for one; printed as it is seen. */
export function DaySheetsPage() {
  useTitle('Printed day')
  const { zone, locale, name } = useMe().organization
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const today = localDate(useNow(), zone)
  const from = /^\d{4}-\d\d-\d\d$/.test(search.from ?? '') ? (search.from ?? today) : today
  const technician = search.technician ?? null
  const technicians = useQuery(ask(peopleApi.listTechnicians, { query: {} }))
  const sheets = useQuery({
    ...ask(daySheetApi.readDaySheets, { query: { from, ...(technician ? { technician } : {}) } }),
    placeholderData: keepPreviousData,
  })
  const go = (next: { from?: string; technician?: string | null }) =>
    void navigate({
      search: (before) => ({
        from: next.from ?? before.from,
        technician: next.technician === undefined ? before.technician : (next.technician ?? undefined),
      }),
      replace: true,
    })
  return (
    <div className={styles.page}>
      <div className={styles.screenOnly}>
        <PageHead
          title="Printed day"
          detail="A page for each technician, as it comes out of the printer."
          actions={
            <>
              <Button
                variant="default"
                leftSection={<IconLayoutBoard {...icon} aria-hidden />}
                renderRoot={(props) => <Link {...props} to="/board" search={{ from }} />}
              >
                Board
              </Button>
              <Select
                size="xs"
                aria-label="Technician"
                placeholder="Everybody with visits"
                clearable
                searchable
                data={(technicians.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
                value={technician}
                onChange={(id) => go({ technician: id })}
              />
              <ActionIcon
                variant="default"
                size={30}
                aria-label="The day before"
                onClick={() => go({ from: addDays(from, -1) })}
              >
                <IconChevronLeft {...icon} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={30}
                aria-label="The next day"
                onClick={() => go({ from: addDays(from, 1) })}
              >
                <IconChevronRight {...icon} />
              </ActionIcon>
              <TextInput
                type="date"
                size="xs"
                aria-label="Go to a day"
                value={from}
                onChange={(event) => event.currentTarget.value && go({ from: event.currentTarget.value })}
              />
              <Button
                leftSection={<IconPrinter {...icon} aria-hidden />}
                disabled={!sheets.data || sheets.data.sheets.length === 0 || sheets.isPlaceholderData}
                onClick={() => window.print()}
              >
                Print
              </Button>
            </>
          }
        />
      </div>
      <Loaded query={sheets} failed="The day could not be shown">
        {({ date, at, sheets: pages }) =>
          pages.length === 0 ? (
            <EmptyState title="Nobody has a visit on this day">
              Plan visits on the board, or choose a technician to print an empty page.
            </EmptyState>
          ) : (
            pages.map((sheet) => (
              <DaySheet key={sheet.technician.id} sheet={sheet} date={date} at={at} company={name} locale={locale} />
            ))
          )
        }
      </Loaded>
    </div>
  )
}
