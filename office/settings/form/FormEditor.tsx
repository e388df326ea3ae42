import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { FormProblem } from '#core/work-orders/form-problems.ts'
import { type DraftForm, placeTask, stepTask } from '#core/work-orders/form-edits.ts'
import type { Section, TaskDefinition } from '#core/work-orders/form-schema.ts'
import { Panel } from '#ui/office/Page.tsx'
import { newId } from '../../kit/ask.ts'
import layout from '../../kit/layout.module.css'
import { dropTarget } from './drop-target.ts'
import { QuestionRow } from './QuestionRow.tsx'
import { SectionHead } from './SectionHead.tsx'
import styles from './Form.module.css'

export type EditorProps = {
  form: DraftForm
  problems: readonly FormProblem[]
  onChange: (form: DraftForm) => void
}

/** Sections with their questions; a question is dragged by its handle, or moved with the arrows while it has the focus. */
export function FormEditor(props: EditorProps) {
  const { form, onChange } = props
  const [open, setOpen] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const add = (purpose: Section['purpose'], title: string) =>
    onChange({ ...form, sections: [...form.sections, { id: newId(), title, purpose }] })
  const groups: (Section | null)[] = [null, ...form.sections]
  const step = (task: TaskDefinition, by: -1 | 1) => {
    const moved = stepTask(form, task.id, by)
    onChange(moved)
    const section = moved.sections.find((one) => one.id === moved.tasks.find(({ id }) => id === task.id)?.section)
    setSaid(`${task.label} moved ${by < 0 ? 'up' : 'down'}${section ? `, in ${section.title}` : ''}.`)
  }
  return (
    <>
      {groups.map((section) => (
        <Group key={section?.id ?? 'none'} {...props} section={section} open={open} onOpen={setOpen} onStep={step} />
      ))}
      <div className={styles.adds}>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
          onClick={() => add('work', 'New section')}
        >
          Add a section
        </Button>
        {form.sections.some((one) => one.purpose === 'risk_assessment') ? null : (
          <Button
            variant="default"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={() => add('risk_assessment', 'Before the work')}
          >
            Add a risk assessment
          </Button>
        )}
      </div>
      <output className="sr-only">{said}</output>
    </>
  )
}

type GroupProps = EditorProps & {
  section: Section | null
  open: string | null
  onOpen: (id: string | null) => void
  onStep: (task: TaskDefinition, by: -1 | 1) => void
}

function Group({ section, form, problems, onChange, open, onOpen, onStep }: GroupProps) {
  const tasks = form.tasks.filter((task) => (task.section ?? null) === (section?.id ?? null))
  const drop = (dragged: string, before: string | null) =>
    onChange(placeTask(form, dragged, section?.id ?? null, before))
  function addQuestion() {
    const id = newId()
    const task: TaskDefinition = {
      id,
      label: '',
      kind: 'check',
      required: true,
      ...(section ? { section: section.id } : {}),
    }
    onChange({ ...form, tasks: [...form.tasks, task] })
    onOpen(id)
  }
  return (
    <Panel
      title={section ? section.title || 'Section' : 'Questions without a section'}
      count={tasks.length}
      flush
      id={section ? `section-${section.id}` : 'questions'}
    >
      {section ? <SectionHead section={section} form={form} problems={problems} onChange={onChange} /> : null}
      <ul className={styles.questions}>
        {tasks.map((task) => (
          <li key={task.id} ref={dropTarget((dragged) => drop(dragged, task.id))}>
            <QuestionRow
              task={task}
              form={form}
              problems={problems.filter((one) => one.at === task.id)}
              isOpen={open === task.id}
              onOpen={onOpen}
              onStep={onStep}
              onChange={onChange}
            />
          </li>
        ))}
      </ul>
      <div className={styles.end} ref={dropTarget((dragged) => drop(dragged, null))}>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
          aria-label={section ? `Add a question to ${section.title}` : 'Add a question'}
          onClick={addQuestion}
        >
          Add a question
        </Button>
        {tasks.length === 0 ? <span className={layout.detail}>or drop one here</span> : null}
      </div>
    </Panel>
  )
}
