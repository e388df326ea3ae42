import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { problemSentence } from '#core/work-orders/form-problems.ts'
import { changeSection, removeSection, stepSection } from '#core/work-orders/form-edits.ts'
import type { Section } from '#core/work-orders/form-schema.ts'
import { sectionPurposes } from '#core/work-orders/words.ts'
import { ConditionFields } from './ConditionFields.tsx'
import type { EditorProps } from './FormEditor.tsx'
import styles from './Form.module.css'

const purposeWords = { work: 'Asked with the work', risk_assessment: 'Risk assessment, before work starts' } as const

/** What a section is called, when it is asked, and its place among the others. */
export function SectionHead({ section, form, problems, onChange }: EditorProps & { section: Section }) {
  const set = (changes: Partial<Section>) => onChange(changeSection(form, section.id, changes))
  const at = form.sections.indexOf(section)
  const name = section.title || 'section'
  return (
    <div className={styles.sectionHead}>
      <div className={styles.sectionLine}>
        <TextInput
          aria-label="Title of the section"
          maxLength={120}
          value={section.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Select
          aria-label={`When ${name} is asked`}
          data={sectionPurposes.map((value) => ({ value, label: purposeWords[value] }))}
          value={section.purpose}
          allowDeselect={false}
          onChange={(purpose) => purpose && set({ purpose })}
        />
        <ActionIcon
          aria-label={`Move ${name} up`}
          disabled={at === 0}
          onClick={() => onChange(stepSection(form, section.id, -1))}
        >
          <IconArrowUp size={15} stroke={1.75} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Move ${name} down`}
          disabled={at === form.sections.length - 1}
          onClick={() => onChange(stepSection(form, section.id, 1))}
        >
          <IconArrowDown size={15} stroke={1.75} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Remove ${name} and its questions`}
          onClick={() => onChange(removeSection(form, section.id))}
        >
          <IconTrash size={15} stroke={1.75} />
        </ActionIcon>
      </div>
      <ConditionFields
        form={form}
        asker={section.id}
        shownBy={section.shownBy}
        onChange={(shownBy) => set({ shownBy })}
      />
      {problems
        .filter((one) => one.at === section.id)
        .map((problem) => (
          <p key={problem.code} className={styles.problem} role="alert">
            {problemSentence(problem)}
          </p>
        ))}
    </div>
  )
}
