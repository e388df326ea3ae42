import { MultiSelect, Select } from '@mantine/core'
import { possibleWords } from '#core/work-orders/form-problems.ts'
import { conditionsFor, type DraftForm } from '#core/work-orders/form-edits.ts'
import type { Condition } from '#core/work-orders/form-schema.ts'
import layout from '../../kit/layout.module.css'
import { answerWord } from './kind-words.ts'

type Props = {
  form: DraftForm
  /** The question or section that waits. */
  asker: string
  shownBy: Condition | undefined
  onChange: (shownBy: Condition | undefined) => void
}

/** When it is asked: always, or when another question was answered with one of these words. */
export function ConditionFields({ form, asker, shownBy, onChange }: Props) {
  const on = form.tasks.find((task) => task.id === shownBy?.task)
  const words = (on && possibleWords(on)) ?? []
  return (
    <div className={layout.two}>
      <Select
        label="Shown"
        data={[
          { value: 'always', label: 'Always' },
          ...conditionsFor(form, asker).map((task) => ({
            value: task.id,
            label: `When: ${task.label || 'New question'}`,
          })),
        ]}
        value={shownBy?.task ?? 'always'}
        allowDeselect={false}
        onChange={(task) => {
          const chosen = form.tasks.find((one) => one.id === task)
          const [first] = (chosen && possibleWords(chosen)) ?? []
          onChange(chosen && first !== undefined ? { task: chosen.id, is: [first] } : undefined)
        }}
      />
      {shownBy ? (
        <MultiSelect
          label="was answered with"
          data={words.map((word) => ({ value: word, label: answerWord(word) }))}
          value={shownBy.is}
          onChange={(is) => (is.length > 0 ? onChange({ task: shownBy.task, is }) : undefined)}
        />
      ) : null}
    </div>
  )
}

/** ` · when Leak is Yes` */
export function ConditionWords({ form, shownBy }: Pick<Props, 'form' | 'shownBy'>) {
  const on = form.tasks.find((task) => task.id === shownBy?.task)
  if (!shownBy || !on) return null
  return (
    <>
      {' '}
      · when “{on.label}” is {shownBy.is.map(answerWord).join(' or ')}
    </>
  )
}
