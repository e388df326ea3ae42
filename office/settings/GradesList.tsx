import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Grade, gradeApi as api, zGrade } from '#core/people/grade-api.ts'
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

/** Grades of technicians, for rate cards that ask more for a master than for an apprentice. */
export function GradesList() {
  const setArchived = useArchiving(
    api.listGrades,
    (sent) => call(api.archiveGrade, sent),
    (sent) => call(api.restoreGrade, sent),
  )
  return (
    <CatalogueList
      title="Grades"
      add="Add a grade"
      empty="No grades, such as apprentice or master. Without them an hour costs the same whoever works."
      mayEdit={useMay('people.edit')}
      query={useQuery(ask(api.listGrades, { query: { archived: 'all' } }))}
      setArchived={setArchived}
      dialog={(grade, close) => <GradeDialog grade={grade} onClose={close} />}
    >
      {(grade) => <span className={layout.grow}>{grade.name}</span>}
    </CatalogueList>
  )
}

function GradeDialog({ grade, onClose }: { grade: Grade | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [id] = useState(() => grade?.id ?? newId())
  const form = useRowForm({
    start: { name: grade?.name ?? '' },
    version: grade?.version ?? null,
    row: zGrade,
    make: (fields) => call(api.makeGrade, { body: { id, ...fields } }),
    edit: (changes) => call(api.editGrade, { params: { id }, body: changes }),
  })
  return (
    <RowDialog
      title={grade ? `Rename ${grade.name}` : 'Add a grade'}
      action={grade ? 'Save' : 'Add'}
      form={form}
      size={400}
      labels={{ name: 'Name' }}
      reason={form.draft.name.trim() === '' ? 'Give the grade a name.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'grade', id, version: 0 }])
        toast(grade ? 'Saved' : 'Grade added')
      }}
    >
      <TextInput label="Name" required data-autofocus maxLength={80} {...form.text('name')} />
    </RowDialog>
  )
}
