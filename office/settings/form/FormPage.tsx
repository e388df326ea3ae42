import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type JobType, workOrderCatalogueApi as api, zJobType } from '#core/work-orders/catalogue-api.ts'
import { formProblems, problemSentence } from '#core/work-orders/form-problems.ts'
import type { DraftForm } from '#core/work-orders/form-edits.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { ask } from '../../kit/ask.ts'
import { call } from '../../kit/client.ts'
import { refresh } from '../../kit/freshness.ts'
import layout from '../../kit/layout.module.css'
import { Loaded } from '../../kit/Loaded.tsx'
import { useMay } from '../../kit/me.ts'
import { useRowForm } from '../../kit/row-form.ts'
import { PageMissing } from '../../shell/PageMissing.tsx'
import { useTitle } from '../../kit/title.ts'
import { FormEditor } from './FormEditor.tsx'
import { PhonePreview } from './PhonePreview.tsx'
import { RequirementsFields } from './RequirementsFields.tsx'
import styles from './Form.module.css'

const route = getRouteApi('/shell/settings/job-types/$id/form')

/** The questions of a job type, and beside them how they are asked on a phone. */
export function FormPage() {
  const { id } = route.useParams()
  const query = useQuery(ask(api.listJobTypes, { query: { archived: 'all' } }))
  return (
    <>
      {query.data === undefined ? <h1 className="sr-only">Form</h1> : null}
      <Loaded query={query} failed="The form could not be shown">
        {({ items }) => {
          const type = items.find((one) => one.id === id)
          return type ? <Editing key={id} type={type} /> : <PageMissing />
        }}
      </Loaded>
    </>
  )
}

type Fields = Pick<JobType, 'tasks' | 'sections' | 'requires'>

function Editing({ type }: { type: JobType }) {
  useTitle(`Form of ${type.name}`)
  const queries = useQueryClient()
  const mayEdit = useMay('settings.edit')
  const [start] = useState<Fields>(() => ({ tasks: type.tasks, sections: type.sections, requires: type.requires }))
  const form = useRowForm<Fields, JobType>({
    start,
    version: type.version,
    row: zJobType,
    make: () => Promise.resolve(),
    edit: (changes) => call(api.editJobType, { params: { id: type.id }, body: changes }),
  })
  const { draft, set } = form
  const problems = formProblems(draft)
  const unnamed =
    draft.tasks.some((task) => task.label.trim() === '') || draft.sections.some((one) => one.title.trim() === '')
  const [problem] = problems
  const reason = !mayEdit
    ? 'Your role does not allow this.'
    : unnamed
      ? 'Every question and section needs its words.'
      : problem
        ? problemSentence(problem)
        : null
  async function save() {
    if (!(await form.save())) return
    refresh(queries, [{ kind: 'job_type', id: type.id, version: 0 }])
    toast('Saved. Work orders raised before keep the form they were raised with.')
  }
  return (
    <>
      <PageHead
        title={`Form of ${type.name}`}
        crumbs={
          <Link to="/settings" search={{ section: 'job-types' }}>
            Job types
          </Link>
        }
        detail={`Version ${type.formVersion}`}
        actions={
          <Button loading={form.busy} disabled={reason !== null} onClick={() => void save()}>
            Save
          </Button>
        }
      />
      {reason ? <output className={styles.reason}>{reason}</output> : null}
      {form.clash ? (
        <div className={styles.reason} role="alert">
          Somebody saved another form meanwhile. Save again to put yours in its place, or{' '}
          <Button variant="subtle" size="compact-sm" onClick={form.takeTheirs}>
            take theirs
          </Button>
        </div>
      ) : form.problem ? (
        <p className={styles.reason} role="alert">
          {form.problem}
        </p>
      ) : null}
      <div className={styles.beside}>
        <div className={layout.column}>
          <FormEditor form={draft} problems={problems} onChange={(changed: DraftForm) => set(changed)} />
          <Panel title="Required to finish" id="requires">
            <RequirementsFields requires={draft.requires} onChange={(requires) => set({ requires })} />
          </Panel>
        </div>
        <PhonePreview form={draft} requires={draft.requires} name={type.name} />
      </div>
    </>
  )
}
