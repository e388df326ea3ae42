import { useState } from 'react'
import type { Task } from '#core/work-orders/document.ts'
import { tasksOf } from '#core/work-orders/missing.ts'
import { type TaskKind, taskKinds } from '#core/work-orders/words.ts'
import { AddIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping, usePhone } from '../../hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import type { OnVisit } from '../card.ts'
import { FactLine } from './FactLine.tsx'
import { OtherAnswers } from './OtherAnswers.tsx'
import { TaskAnswer } from './TaskAnswer.tsx'
import styles from './Tasks.module.css'

export function Tasks(on: OnVisit) {
  const { view, visit } = on
  const [adding, setAdding] = useState(false)
  const tasks = tasksOf(view.order.work, visit)
  const answered = tasks.filter((task) => task.answers.length > 0).length
  return (
    <Section
      id="tasks"
      title="Tasks"
      count={tasks.length > 0 ? `${answered} of ${tasks.length}` : undefined}
      action={
        <Button kind="quiet" size="small" icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {tasks.length > 0 ? (
        <Card flush>
          <Rows>
            {tasks.map((task) => (
              <TaskRow key={task.id} task={task} {...on} />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>No tasks on this work order.</p>
      )}
      <AddTask open={adding} onClose={() => setAdding(false)} {...on} />
    </Section>
  )
}

function TaskRow({ task, ...on }: OnVisit & { task: Task }) {
  const last = task.answers.at(-1)
  return (
    <section className={styles.task} id={`task-${task.id}`} tabIndex={-1} aria-label={task.label}>
      <p className={styles.label}>
        {task.label}
        {task.required ? null : <span className={styles.optional}> optional</span>}
      </p>
      <TaskAnswer task={task} {...on} />
      {last ? (
        <FactLine view={on.view} fact={last.id} at={last.at} who={on.view.nameOf(last.technician)}>
          {last.note}
        </FactLine>
      ) : null}
      <OtherAnswers view={on.view} task={task} visit={on.visit.id} />
    </section>
  )
}

const kindWords: Readonly<Record<TaskKind, string>> = { check: 'Check', text: 'Text', number: 'Number', photo: 'Photo' }

/** Something more to do here, found on the spot. */
function AddTask({ view, visit, open, onClose }: OnVisit & { open: boolean; onClose: () => void }) {
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  const [label, setLabel] = useState('')
  const [kind, setKind] = useState<TaskKind>('check')
  async function add() {
    const task = { id: phone.newId(), label: label.trim(), kind, required: false }
    const body = { task, visit: visit.id, at: phone.now() }
    const workOrder = view.order.work.id
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'add_task', body } })))) return
    setLabel('')
    onClose()
  }
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title="Add a task"
      actions={
        <Button
          kind="primary"
          size="large"
          busy={busy}
          reason={label.trim() ? null : 'Say what is to be done.'}
          onClick={() => void add()}
        >
          Add
        </Button>
      }
    >
      <div className={forms.stack}>
        <TextField
          label="What is to be done"
          maxLength={300}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Segmented
          label="Answered with"
          value={kind}
          options={taskKinds.map((value) => ({ value, label: kindWords[value] }))}
          onChange={setKind}
        />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
