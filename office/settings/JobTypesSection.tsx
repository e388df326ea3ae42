import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatMinutes } from '#core/kit/time.ts'
import { type JobType, workOrderCatalogueApi as api } from '#core/work-orders/catalogue-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { useMay } from '../kit/me.ts'
import { CatalogueList } from './CatalogueList.tsx'
import { JobTypeDialog } from './JobTypeDialog.tsx'
import { useArchiving } from './archiving.ts'

/** Kinds of jobs: what a new work order starts with, and what finishing one needs. */
export function JobTypesSection() {
  const setArchived = useArchiving(
    api.listJobTypes,
    (sent) => call(api.archiveJobType, sent),
    (sent) => call(api.restoreJobType, sent),
  )
  return (
    <CatalogueList
      title="Job types"
      add="Add a job type"
      empty="No job types yet. One fills in the questions, the time and what is required."
      mayEdit={useMay('settings.edit')}
      query={useQuery(ask(api.listJobTypes, { query: { archived: 'all' } }))}
      setArchived={setArchived}
      dialog={(type, close) => <JobTypeDialog type={type} onClose={close} />}
    >
      {(type) => (
        <>
          <PriorityBadge priority={type.priority} />
          <div className={layout.grow}>
            <p>
              <b>{type.name}</b> <span className={layout.detail}>{heading(type.kind)}</span>
            </p>
            <p className={layout.detail}>{detailOf(type)}</p>
          </div>
          <Link to="/settings/job-types/$id/form" params={{ id: type.id }} aria-label={`Form of ${type.name}`}>
            Form
          </Link>
        </>
      )}
    </CatalogueList>
  )
}

function detailOf({ defaultMinutes, crewSize, tasks, sections, requires }: JobType): string {
  return [
    formatMinutes(defaultMinutes),
    crewSize > 1 ? `crew of ${crewSize}` : '',
    `${tasks.length} question${tasks.length === 1 ? '' : 's'}`,
    sections.some((section) => section.purpose === 'risk_assessment') ? 'risk assessment' : '',
    requires.signOff ? 'sign-off' : '',
    requires.photosBefore > 0 ? `${requires.photosBefore} before` : '',
    requires.photosAfter > 0 ? `${requires.photosAfter} after` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
