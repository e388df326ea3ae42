import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { possibleWords } from '#core/work-orders/form-problems.ts'
import { changeKind, changeTask, type DraftForm } from '#core/work-orders/form-edits.ts'
import type { TaskDefinition } from '#core/work-orders/form-schema.ts'
import { heading } from '#core/work-orders/labels.ts'
import { outcomes, photoPhases, taskKinds } from '#core/work-orders/words.ts'
import { newId } from '../../kit/ask.ts'
import layout from '../../kit/layout.module.css'
import { ConditionFields } from './ConditionFields.tsx'
import { answerWord, kindWords } from './kind-words.ts'
import { OptionsEditor } from './OptionsEditor.tsx'
import { readOutcomes } from './RequirementsFields.tsx'
import styles from './Form.module.css'

type Props = {
  task: TaskDefinition
  form: DraftForm
  onChange: (form: DraftForm) => void
  onOpen: (id: string | null) => void
}

export function QuestionFields({ task, form, onChange, onOpen }: Props) {
  const input = useRef<HTMLInputElement>(null)
  // Of a new one the words come first.
  const isNew = useRef(task.label === '')
  useEffect(() => {
    if (isNew.current) input.current?.focus()
  }, [])
  const set = (changes: Partial<TaskDefinition>) => onChange(changeTask(form, task.id, changes))
  const section = form.sections.find((one) => one.id === task.section)
  const isNumber = task.kind === 'number' || task.kind === 'reading'
  const words = possibleWords(task) ?? []
  return (
    <div className={styles.fields}>
      <TextInput
        label="Question"
        ref={input}
        maxLength={300}
        placeholder="What to do or to write down"
        value={task.label}
        onChange={(event) => set({ label: event.currentTarget.value })}
      />
      <div className={layout.two}>
        <Select
          label="Answered with"
          data={taskKinds.map((value) => ({ value, label: kindWords[value] }))}
          value={task.kind}
          allowDeselect={false}
          onChange={(kind) => {
            if (!kind || kind === task.kind) return
            const id = newId()
            onChange(changeKind(form, task.id, kind, id))
            onOpen(id)
          }}
        />
        <TextInput
          label="Help"
          maxLength={500}
          value={task.help ?? ''}
          onChange={(event) => set({ help: event.currentTarget.value || undefined })}
        />
      </div>
      {task.kind === 'choice' || task.kind === 'choices' ? (
        <OptionsEditor task={task} form={form} onChange={onChange} />
      ) : null}
      {isNumber ? (
        <div className={layout.two}>
          <TextInput
            label="Unit"
            maxLength={20}
            value={task.unit ?? ''}
            onChange={(event) => set({ unit: event.currentTarget.value || undefined })}
          />
          <RangeInput label="At least" value={task.min} onChange={(min) => set({ min })} />
          <RangeInput label="At most" value={task.max} onChange={(max) => set({ max })} />
        </div>
      ) : null}
      {task.kind === 'photo' ? (
        <Select
          label="Phase of the photo"
          data={photoPhases.map((value) => ({ value, label: heading(value) }))}
          value={task.phase ?? 'during'}
          allowDeselect={false}
          onChange={(phase) => phase && set({ phase })}
        />
      ) : null}
      <ConditionFields form={form} asker={task.id} shownBy={task.shownBy} onChange={(shownBy) => set({ shownBy })} />
      <div className={layout.two}>
        <Checkbox
          label="Required"
          checked={task.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
        {task.required ? (
          <MultiSelect
            label="when the visit ends"
            data={outcomes.map((value) => ({ value, label: heading(value) }))}
            value={task.requiredFor ?? ['done']}
            onChange={(values) => (values.length > 0 ? set({ requiredFor: readOutcomes(values) }) : undefined)}
          />
        ) : null}
      </div>
      {section?.purpose === 'risk_assessment' && words.length > 0 ? (
        <MultiSelect
          label="Work must not start when it is answered with"
          placeholder={task.blocksStart ? undefined : 'Nothing stops it'}
          data={words.map((word) => ({ value: word, label: answerWord(word) }))}
          value={task.blocksStart ?? []}
          onChange={(blocks) => set({ blocksStart: blocks.length > 0 ? blocks : undefined })}
        />
      ) : null}
    </div>
  )
}

/** What is no number yet is typed on, and not taken over. */
function RangeInput({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      maxLength={20}
      value={value ?? ''}
      error={value !== undefined && !/^-?\d{1,12}([.,]\d{1,6})?$/.test(value) ? 'A number, as 1.5' : null}
      onChange={(event) => onChange(event.currentTarget.value.trim() || undefined)}
    />
  )
}
