import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { type FormProblem, problemSentence } from '#core/work-orders/form-problems.ts'
import { type DraftForm, removeTask } from '#core/work-orders/form-edits.ts'
import type { TaskDefinition } from '#core/work-orders/form-schema.ts'
import layout from '../../kit/layout.module.css'
import { ConditionWords } from './ConditionFields.tsx'
import { kindWords } from './kind-words.ts'
import { QuestionFields } from './QuestionFields.tsx'
import styles from './Form.module.css'

type Props = {
  task: TaskDefinition
  form: DraftForm
  problems: readonly FormProblem[]
  isOpen: boolean
  onOpen: (id: string | null) => void
  onStep: (task: TaskDefinition, by: -1 | 1) => void
  onChange: (form: DraftForm) => void
}

/** A question as one line, with its fields below it while it is open. */
export function QuestionRow({ task, form, problems, isOpen, onOpen, onStep, onChange }: Props) {
  const name = task.label || 'New question'
  function move(event: KeyboardEvent) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    onStep(task, event.key === 'ArrowUp' ? -1 : 1)
    // Moved into another section it is drawn anew: the focus goes with it.
    requestAnimationFrame(() => document.getElementById(`handle-${task.id}`)?.focus())
  }
  return (
    <>
      <div className={styles.row}>
        <button
          type="button"
          id={`handle-${task.id}`}
          className={styles.handle}
          draggable
          aria-label={`Move ${name}: arrow up or down`}
          onKeyDown={move}
          onDragStart={(event) => {
            event.dataTransfer.setData('text/plain', task.id)
            event.dataTransfer.effectAllowed = 'move'
          }}
        >
          <IconGripVertical size={16} stroke={1.75} aria-hidden />
        </button>
        <button
          type="button"
          className={styles.words}
          aria-expanded={isOpen}
          onClick={() => onOpen(isOpen ? null : task.id)}
        >
          <span>
            {name}
            {task.required ? null : <span className={layout.detail}> optional</span>}
          </span>
          <span className={layout.detail}>
            {kindWords[task.kind]}
            <ConditionWords form={form} shownBy={task.shownBy} />
            {task.blocksStart ? ' · may stop the start' : ''}
          </span>
        </button>
        {isOpen ? (
          <IconChevronUp size={16} stroke={1.75} aria-hidden />
        ) : (
          <IconChevronDown size={16} stroke={1.75} aria-hidden />
        )}
        <ActionIcon aria-label={`Remove ${name}`} onClick={() => onChange(removeTask(form, task.id))}>
          <IconTrash size={15} stroke={1.75} />
        </ActionIcon>
      </div>
      {problems.map((problem) => (
        <p key={problem.code} className={styles.problem} role="alert">
          {problemSentence(problem)}
        </p>
      ))}
      {isOpen ? <QuestionFields task={task} form={form} onChange={onChange} onOpen={onOpen} /> : null}
    </>
  )
}
