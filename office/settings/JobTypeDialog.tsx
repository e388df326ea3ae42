import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleApi } from '#core/people/api.ts'
import { emptyJobType, type JobType, workOrderCatalogueApi, zJobType } from '#core/work-orders/catalogue-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { priorities, workOrderKinds } from '#core/work-orders/words.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { priorityWords } from '#ui/status.ts'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { offered } from '../kit/offered.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

/** Tasks, sections and what a finish needs are the form's, which has a page of its own. */
type Fields = Omit<JobType, 'id' | 'version' | 'archivedAt' | 'tasks' | 'sections' | 'requires' | 'formVersion'>

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  kind: 'Kind',
  priority: 'Priority',
  description: 'Description to start with',
  defaultMinutes: 'Minutes on site',
  skillIds: 'Skills needed',
  crewSize: 'Crew of',
}

export function JobTypeDialog({ type, onClose }: { type: JobType | null; onClose: () => void }) {
  const queries = useQueryClient()
  const skills = offered(useQuery(ask(peopleApi.listSkills, { query: {} })), 'The skills')
  const [id] = useState(() => type?.id ?? newId())
  const [blank] = useState<Fields>(() => {
    const { kind, priority, description, defaultMinutes, skillIds, crewSize } = emptyJobType
    return { name: '', kind, priority, description, defaultMinutes, skillIds, crewSize }
  })
  const form = useRowForm({
    start: type ? fieldsOf(blank, type) : blank,
    version: type?.version ?? null,
    row: zJobType,
    make: (fields) => call(workOrderCatalogueApi.makeJobType, { body: { id, ...fields } }),
    edit: (changes) => call(workOrderCatalogueApi.editJobType, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  const reason =
    draft.name.trim() === ''
      ? 'Give it a name.'
      : draft.defaultMinutes < 1
        ? 'Say how long it takes.'
        : draft.crewSize < 1
          ? 'Somebody has to go.'
          : null
  return (
    <RowDialog
      title={type ? `Edit ${type.name}` : 'Add a job type'}
      action={type ? 'Save' : 'Add'}
      form={form}
      size={680}
      labels={labels}
      shown={(_field, value) => (typeof value === 'object' ? 'changed' : String(value))}
      reason={reason}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'job_type', id, version: 0 }])
        toast(type ? 'Saved. Work orders raised before keep what they were raised with.' : 'Job type added')
      }}
    >
      <TextInput label={labels.name} required data-autofocus maxLength={120} {...text('name')} />
      <div className={layout.two}>
        <Select
          label={labels.kind}
          data={workOrderKinds.map((value) => ({ value, label: heading(value) }))}
          value={draft.kind}
          onChange={(value) => value && set({ kind: value })}
          allowDeselect={false}
        />
        <Select
          label={labels.priority}
          data={priorities.map((value) => ({ value, label: `${value} ${priorityWords[value]}` }))}
          value={draft.priority}
          onChange={(value) => value && set({ priority: value })}
          allowDeselect={false}
        />
        <DecimalInput
          label={labels.defaultMinutes}
          digits={0}
          value={draft.defaultMinutes}
          error={form.error('defaultMinutes')}
          onChange={(value) => set({ defaultMinutes: value ?? 0 })}
        />
        <DecimalInput
          label={labels.crewSize}
          digits={0}
          value={draft.crewSize}
          error={form.error('crewSize')}
          onChange={(value) => set({ crewSize: value ?? 0 })}
        />
      </div>
      <MultiSelect
        label={labels.skillIds}
        placeholder={draft.skillIds.length === 0 ? 'None' : undefined}
        searchable
        error={skills.error}
        data={skills.items.map((skill) => ({ value: skill.id, label: skill.name }))}
        value={draft.skillIds}
        onChange={(skillIds) => set({ skillIds })}
      />
      <Textarea label={labels.description} autosize minRows={2} maxLength={4000} {...text('description')} />
      {type ? null : <p className={layout.detail}>Its questions come next, under Form in the list.</p>}
    </RowDialog>
  )
}
