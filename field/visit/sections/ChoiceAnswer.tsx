import { useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { CheckRow, RadioRows, Segmented } from '#ui/blocks/Choice.tsx'
import { fitsOneLine } from '#ui/blocks/one-line.ts'
import { Failure } from '../../shell/Failure.tsx'
import styles from './Tasks.module.css'
import { type Asked, useAnswer } from './use-answer.ts'

/** One of several words, kept with the press. */
export function ChoiceAnswer(props: Asked) {
  const { label, options = [] } = props.task
  const { failed, answer, last } = useAnswer(props)
  const value = last?.kind === 'choice' ? last.value : null
  const onChange = (chosen: string) => void answer({ kind: 'choice', value: chosen })
  return (
    <>
      {fitsOneLine(options) ? (
        <Segmented
          label={label}
          hideLabel
          value={value}
          options={options.map((one) => ({ value: one, label: one }))}
          onChange={onChange}
        />
      ) : (
        <div className={styles.rows}>
          <RadioRows
            label={label}
            hideLabel
            value={value}
            options={options.map((one) => ({ value: one, title: one }))}
            onChange={onChange}
          />
        </div>
      )}
      <Failure>{failed}</Failure>
    </>
  )
}

/** Any of several words; kept together, so that the record has one answer and not one a press. */
export function ChoicesAnswer(props: Asked) {
  const { label, options = [] } = props.task
  const { failed, busy, answer, last } = useAnswer(props)
  const said = last?.kind === 'choices' ? last.value : []
  const [picked, setPicked] = useState<string[] | null>(null)
  const chosen = picked ?? said
  const changed = picked !== null && (picked.length !== said.length || picked.some((word) => !said.includes(word)))
  const set = (word: string, checked: boolean) =>
    setPicked(options.filter((one) => (one === word ? checked : chosen.includes(one))))
  async function save() {
    if (await answer({ kind: 'choices', value: chosen })) setPicked(null)
  }
  return (
    <>
      <fieldset className={styles.rows}>
        <legend className="sr-only">{label}</legend>
        {options.map((word) => (
          <CheckRow
            key={word}
            title={word}
            checked={chosen.includes(word)}
            onChange={(checked) => set(word, checked)}
          />
        ))}
      </fieldset>
      {changed ? (
        <Button kind="primary" busy={busy} onClick={() => void save()}>
          Save
        </Button>
      ) : null}
      <Failure>{failed}</Failure>
    </>
  )
}
