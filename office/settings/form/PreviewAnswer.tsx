import { IconCamera } from '@tabler/icons-react'
import { never } from '#core/kit/refusal.ts'
import type { Answer } from '#core/work-orders/commands.ts'
import type { TaskDefinition } from '#core/work-orders/form-schema.ts'
import { CheckRow, RadioRows, Segmented } from '#ui/blocks/Choice.tsx'
import { fitsOneLine } from '#ui/blocks/one-line.ts'
import { TextArea, TextField } from '#ui/blocks/Field.tsx'
import styles from './Preview.module.css'

type Props = { task: TaskDefinition; answer: Answer | undefined; onAnswer: (answer: Answer | null) => void }

const checks = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'not_applicable', label: 'Not applicable' },
] as const

/** The controls of the phone; nothing of it is kept. */
export function PreviewAnswer({ task, answer, onAnswer }: Props) {
  const { kind, label, options = [] } = task
  const written = answer && typeof answer.value === 'string' ? answer.value : ''
  switch (kind) {
    case 'check':
      return (
        <Segmented
          label={label}
          hideLabel
          value={answer?.kind === 'check' ? answer.value : null}
          options={checks}
          onChange={(value) => onAnswer({ kind, value })}
        />
      )
    case 'text':
      return (
        <TextArea
          label={label}
          hideLabel
          rows={2}
          value={written}
          onChange={(event) => onAnswer({ kind, value: event.target.value })}
        />
      )
    case 'number':
    case 'reading':
      return (
        <TextField
          label={label}
          hideLabel
          inputMode="decimal"
          placeholder={task.unit || 'Number'}
          value={written}
          onChange={(event) =>
            onAnswer(
              kind === 'number'
                ? { kind, value: event.target.value }
                : { kind, value: event.target.value, asset: null },
            )
          }
        />
      )
    case 'date':
      return (
        <TextField
          label={label}
          hideLabel
          type="date"
          value={written}
          onChange={(event) => onAnswer({ kind, value: event.target.value })}
        />
      )
    case 'choice':
      return fitsOneLine(options) ? (
        <Segmented
          label={label}
          hideLabel
          value={written || null}
          options={options.map((value) => ({ value, label: value }))}
          onChange={(value) => onAnswer({ kind, value })}
        />
      ) : (
        <div className={styles.rows}>
          <RadioRows
            label={label}
            hideLabel
            value={written || null}
            options={options.map((value) => ({ value, title: value }))}
            onChange={(value) => onAnswer({ kind, value })}
          />
        </div>
      )
    case 'choices': {
      const chosen = answer?.kind === 'choices' ? answer.value : []
      return (
        <fieldset className={styles.rows}>
          <legend className="sr-only">{label}</legend>
          {options.map((word) => (
            <CheckRow
              key={word}
              title={word}
              checked={chosen.includes(word)}
              onChange={(checked) =>
                onAnswer({ kind, value: options.filter((one) => (one === word ? checked : chosen.includes(one))) })
              }
            />
          ))}
        </fieldset>
      )
    }
    case 'photo':
      return (
        <button
          type="button"
          className={styles.camera}
          aria-pressed={answer !== undefined}
          onClick={() => onAnswer(answer ? null : { kind, value: task.id })}
        >
          <IconCamera stroke={1.5} aria-hidden />
          {answer ? 'Taken' : 'Photo'}
        </button>
      )
    default:
      return never(kind)
  }
}
