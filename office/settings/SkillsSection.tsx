import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleApi, type Skill, zSkill } from '#core/people/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay } from '../kit/me.ts'
import { useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { RowActions } from './RowActions.tsx'
import { useArchiving } from './archiving.ts'

/** What a technician can do and a job type may need. */
export function SkillsSection() {
  const mayEdit = useMay('people.edit')
  const query = useQuery(ask(peopleApi.listSkills, { query: {} }))
  const [open, setOpen] = useState<Skill | 'new' | null>(null)
  const setArchived = useArchiving(
    peopleApi.listSkills,
    (id) => call(peopleApi.archiveSkill, { params: { id } }),
    (id) => call(peopleApi.restoreSkill, { params: { id } }),
  )
  return (
    <Panel
      title="Skills"
      count={query.data?.items.length}
      flush
      id="skills"
      actions={
        mayEdit ? (
          <Button
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={() => setOpen('new')}
          >
            Add a skill
          </Button>
        ) : null
      }
    >
      <Loaded query={query} failed="The skills could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No skills yet, such as gas or high voltage.</p>
          ) : (
            items.map((skill) => (
              <div key={skill.id} className={layout.line}>
                <span className={layout.grow}>{skill.name}</span>
                {mayEdit ? (
                  <RowActions
                    name={skill.name}
                    archived={false}
                    onEdit={() => setOpen(skill)}
                    onArchive={(away) => setArchived(skill, away)}
                  />
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
      {open ? <SkillDialog skill={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Panel>
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
