import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload, IconFileDescription } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { type Report, reportApi } from '#core/reports/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask, keyOf, newId } from '../../kit/ask.ts'
import { call, fileUrl } from '../../kit/client.ts'
import { Loaded } from '../../kit/Loaded.tsx'
import { sentenceOf } from '../../kit/problem.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** The frozen PDF of the record, for a visit or the whole order. It waits for what has not arrived. */
export function ReportsPanel() {
  const { page } = useOrder()
  const queries = useQueryClient()
  const id = page.work.id
  const reports = useQuery({
    ...ask(reportApi.listReports, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'making') ? 1500 : false),
  })
  const make = useMutation({
    mutationFn: (visit: Id | null) => call(reportApi.askReport, { params: { id }, body: { id: newId(), visit } }),
    onSuccess: (report) => {
      toast(
        report.state === 'waiting'
          ? `The report waits for ${report.awaited} file${report.awaited === 1 ? '' : 's'} still on a phone`
          : 'The report is being made',
      )
      void queries.invalidateQueries({ queryKey: keyOf(reportApi.listReports) })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (
    <Panel
      title="Reports"
      count={reports.data?.items.length ?? 0}
      flush
      id="reports"
      actions={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="default"
              loading={make.isPending}
              rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
            >
              Make a report
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => make.mutate(null)}>Of the whole order</Menu.Item>
            {page.work.visits.map((visit) => (
              <Menu.Item key={visit.id} onClick={() => make.mutate(visit.id)}>
                Of visit {visit.number}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <Loaded query={reports} failed="The reports could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No report has been made yet.</p>
          ) : (
            items.map((report) => (
              <ReportLine
                key={report.id}
                report={report}
                // The latest first: one made since takes its place.
                anew={
                  items.find((one) => one.visit === report.visit) === report ? (
                    <Button variant="default" loading={make.isPending} onClick={() => make.mutate(report.visit)}>
                      Make it anew
                    </Button>
                  ) : null
                }
              />
            ))
          )
        }
      </Loaded>
    </Panel>
  )
}

function ReportLine({ report, anew }: { report: Report; anew: ReactNode }) {
  const { page, zone } = useOrder()
  const visit = page.work.visits.find((one) => one.id === report.visit)
  const name = visit ? `Visit ${visit.number}` : 'Whole order'
  return (
    <div className={styles.line}>
      <IconFileDescription size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        <p>{name}</p>
        <p className={layout.detail}>
          {report.askedBy}, <ShortTime at={report.askedAt} zone={zone} />
          {report.outdated === 'changed' ? ', the record went on since' : ''}
        </p>
        {report.outdated === 'withdrawn_photo' ? (
          <p className={layout.warn}>It shows a photo that was withdrawn or is no longer for the customer.</p>
        ) : null}
      </div>
      {report.outdated === 'withdrawn_photo' ? anew : null}
      <ReportState report={report} name={`${page.work.number ?? 'report'} ${name}.pdf`} />
    </div>
  )
}

function ReportState({ report, name }: { report: Report; name: string }) {
  switch (report.state) {
    case 'waiting':
      return <span className={layout.warn}>Waits for {report.awaited}</span>
    case 'making':
      return <span className={layout.detail}>Being made</span>
    case 'failed':
      return <span className={layout.bad}>{report.problem ?? 'Could not be made'}</span>
    case 'ready':
      return report.sha256 ? (
        <Button
          component="a"
          variant="default"
          href={fileUrl(report.sha256, 'original')}
          download={name}
          leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
        >
          Download
        </Button>
      ) : null
  }
}
