import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleApi, type Skill, zSkill } from '#core/people/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay } from '../kit/me.ts'
import { useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { CatalogueList } from './CatalogueList.tsx'
import { useArchiving } from './archiving.ts'

/** What a technician can do and a job type may need. */
export function SkillsSection() {
  const setArchived = useArchiving(
    peopleApi.listSkills,
    (sent) => call(peopleApi.archiveSkill, sent),
    (sent) => call(peopleApi.restoreSkill, sent),
  )
  return (
    <CatalogueList
      title="Skills"
      add="Add a skill"
      empty="No skills yet, such as gas or high voltage."
      mayEdit={useMay('people.edit')}
      query={useQuery(ask(peopleApi.listSkills, { query: { archived: 'all' } }))}
      setArchived={setArchived}
      dialog={(skill, close) => <SkillDialog skill={skill} onClose={close} />}
    >
      {(skill) => <span className={layout.grow}>{skill.name}</span>}
    </CatalogueList>
  )
}

function SkillDialog({ skill, onClose }: { skill: Skill | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [id] = useState(() => skill?.id ?? newId())
  const form = useRowForm({
    start: { name: skill?.name ?? '' },
    version: skill?.version ?? null,
    row: zSkill,
    make: (fields) => call(peopleApi.makeSkill, { body: { id, ...fields } }),
    edit: (changes) => call(peopleApi.editSkill, { params: { id }, body: changes }),
  })
  return (
    <RowDialog
      title={skill ? `Rename ${skill.name}` : 'Add a skill'}
      action={skill ? 'Save' : 'Add'}
      form={form}
      size={400}
      labels={{ name: 'Name' }}
      reason={form.draft.name.trim() === '' ? 'Give the skill a name.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'skill', id, version: 0 }])
        toast(skill ? 'Saved' : 'Skill added')
      }}
    >
      <TextInput label="Name" required data-autofocus maxLength={80} {...form.text('name')} />
    </RowDialog>
  )
}
