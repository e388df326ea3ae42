import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { TaskDefinition } from '#core/work-orders/commands.ts'
import { taskKinds, type TaskKind } from '#core/work-orders/words.ts'
import { newId } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import styles from './Settings.module.css'

const kindWords: Readonly<Record<TaskKind, string>> = {
  check: 'Yes or no',
  text: 'Text',
  number: 'Number',
  photo: 'Photo',
}

/** The lines of work a job type brings, in their order. */
export function TasksEditor({
  tasks,
  onChange,
}: {
  tasks: TaskDefinition[]
  onChange: (tasks: TaskDefinition[]) => void
}) {
  const change = (id: string, changes: Partial<TaskDefinition>) =>
    onChange(tasks.map((task) => (task.id === id ? { ...task, ...changes } : task)))
  const move = (index: number, step: number) => {
    const moved = [...tasks]
    const [task] = moved.splice(index, 1)
    if (task) moved.splice(index + step, 0, task)
    onChange(moved)
  }
  return (
    <fieldset className={layout.fields}>
      <legend>Tasks</legend>
      {tasks.map((task, index) => (
        <div key={task.id} className={styles.task}>
          <TextInput
            aria-label={`Task ${index + 1}`}
            placeholder="What to do or to write down"
            maxLength={300}
            value={task.label}
            onChange={(event) => change(task.id, { label: event.currentTarget.value })}
          />
          <Select
            aria-label={`Answer to task ${index + 1}`}
            data={taskKinds.map((value) => ({ value, label: kindWords[value] }))}
            value={task.kind}
            allowDeselect={false}
            onChange={(value) =>
              value && change(task.id, { kind: value, unit: value === 'number' ? task.unit : undefined })
            }
          />
          <TextInput
            aria-label={`Unit of task ${index + 1}`}
            placeholder="Unit"
            maxLength={20}
            disabled={task.kind !== 'number'}
            value={task.unit ?? ''}
            onChange={(event) => change(task.id, { unit: event.currentTarget.value || undefined })}
          />
          <Checkbox
            label="Required"
            checked={task.required}
            onChange={(event) => change(task.id, { required: event.currentTarget.checked })}
          />
          <span className={styles.icons}>
            <ActionIcon aria-label={`Move task ${index + 1} up`} disabled={index === 0} onClick={() => move(index, -1)}>
              <IconArrowUp size={15} stroke={1.75} />
            </ActionIcon>
            <ActionIcon
              aria-label={`Move task ${index + 1} down`}
              disabled={index === tasks.length - 1}
              onClick={() => move(index, 1)}
            >
              <IconArrowDown size={15} stroke={1.75} />
            </ActionIcon>
            <ActionIcon
              aria-label={`Remove task ${index + 1}`}
              onClick={() => onChange(tasks.filter((one) => one.id !== task.id))}
            >
              <IconTrash size={15} stroke={1.75} />
            </ActionIcon>
          </span>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...tasks, { id: newId(), label: '', kind: 'check', required: true }])}
        >
          Add a task
        </Button>
      </div>
    </fieldset>
  )
}
