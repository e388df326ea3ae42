import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { changeOptions, type DraftForm } from '#core/work-orders/form-edits.ts'
import type { TaskDefinition } from '#core/work-orders/form-schema.ts'
import layout from '../../kit/layout.module.css'
import styles from './Form.module.css'

type Props = { task: TaskDefinition; form: DraftForm; onChange: (form: DraftForm) => void }

/** The words to choose from; said otherwise, what hangs on a word goes with it. */
export function OptionsEditor({ task, form, onChange }: Props) {
  const options = task.options ?? []
  const set = (changed: string[]) => onChange(changeOptions(form, task.id, changed))
  return (
    <fieldset className={layout.fields}>
      <legend>Answers</legend>
      {options.map((word, index) => (
        // The words themselves change with every key, so a line is known by its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className={styles.option}>
          <TextInput
            aria-label={`Answer ${index + 1}`}
            maxLength={200}
            value={word}
            error={word.trim() === '' ? 'Give it words, or remove it.' : null}
            onChange={(event) => set(options.with(index, event.currentTarget.value))}
          />
          <ActionIcon
            aria-label={`Remove answer ${index + 1}`}
            disabled={options.length < 2}
            onClick={() => set(options.toSpliced(index, 1))}
          >
            <IconTrash size={15} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          disabled={options.length >= 50}
          onClick={() => set([...options, `Answer ${options.length + 1}`])}
        >
          Add an answer
        </Button>
      </div>
    </fieldset>
  )
}
