import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatMinutes } from '#core/kit/time.ts'
import { type JobType, workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { Panel } from '#ui/office/Page.tsx'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay } from '../kit/me.ts'
import { JobTypeDialog } from './JobTypeDialog.tsx'
import { RowActions } from './RowActions.tsx'
import { useArchiving } from './archiving.ts'

/** Kinds of jobs: what a new work order starts with, and what finishing one needs. */
export function JobTypesSection() {
  const mayEdit = useMay('settings.edit')
  const query = useQuery(ask(workOrderCatalogueApi.listJobTypes, { query: {} }))
  const [open, setOpen] = useState<JobType | 'new' | null>(null)
  const setArchived = useArchiving(
    workOrderCatalogueApi.listJobTypes,
    (id) => call(workOrderCatalogueApi.archiveJobType, { params: { id } }),
    (id) => call(workOrderCatalogueApi.restoreJobType, { params: { id } }),
  )
  return (
    <Panel
      title="Job types"
      count={query.data?.items.length}
      flush
      id="job-types"
      actions={
        mayEdit ? (
          <Button
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={() => setOpen('new')}
          >
            Add a job type
          </Button>
        ) : null
      }
    >
      <Loaded query={query} failed="The job types could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>
              No job types yet. One fills in the tasks, the time and what is required.
            </p>
          ) : (
            items.map((type) => (
              <div key={type.id} className={layout.line}>
                <PriorityBadge priority={type.priority} />
                <div className={layout.grow}>
                  <p>
                    <b>{type.name}</b> <span className={layout.detail}>{heading(type.kind)}</span>
                  </p>
                  <p className={layout.detail}>{detailOf(type)}</p>
                </div>
                {mayEdit ? (
                  <RowActions
                    name={type.name}
                    archived={false}
                    onEdit={() => setOpen(type)}
                    onArchive={(away) => setArchived(type, away)}
                  />
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
      {open ? <JobTypeDialog type={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Panel>
  )
}

function detailOf({ defaultMinutes, crewSize, tasks, requires }: JobType): string {
  return [
    formatMinutes(defaultMinutes),
    crewSize > 1 ? `crew of ${crewSize}` : '',
    `${tasks.length} task${tasks.length === 1 ? '' : 's'}`,
    requires.signOff ? 'sign-off' : '',
    requires.photosBefore > 0 ? `${requires.photosBefore} before` : '',
    requires.photosAfter > 0 ? `${requires.photosAfter} after` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
