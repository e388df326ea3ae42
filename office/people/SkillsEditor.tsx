import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Skill, TechnicianSkill } from '#core/people/api.ts'
import type { LocalDate } from '#core/kit/time.ts'
import layout from '../kit/layout.module.css'
import { CertificateMark } from './CertificateMark.tsx'
import styles from './SkillsEditor.module.css'

type Props = {
  value: readonly TechnicianSkill[]
  /** Archived ones too: who has one keeps it. */
  skills: readonly Skill[]
  today: LocalDate
  onChange: (skills: TechnicianSkill[]) => void
}

/** What somebody can do, each with the paper that says so and the last day it counts. */
export function SkillsEditor({ value, skills, today, onChange }: Props) {
  const free = skills.filter(({ id, archivedAt }) => archivedAt === null && !value.some((one) => one.skillId === id))
  const change = (skillId: string, changes: Partial<TechnicianSkill>) =>
    onChange(value.map((one) => (one.skillId === skillId ? { ...one, ...changes } : one)))
  return (
    <fieldset className={layout.fields}>
      <legend>Skills</legend>
      {value.map((one) => {
        const name = skills.find(({ id }) => id === one.skillId)?.name ?? 'A skill'
        return (
          <div key={one.skillId} className={styles.skill}>
            <span className={styles.name}>
              {name}
              <CertificateMark until={one.until} today={today} />
            </span>
            <TextInput
              aria-label={`Certificate of ${name}`}
              placeholder="Certificate"
              maxLength={120}
              value={one.certificate}
              onChange={(event) => change(one.skillId, { certificate: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              aria-label={`Last day the certificate of ${name} counts; empty: for good`}
              title="The last day it counts. Empty: for good."
              value={one.until ?? ''}
              onChange={(event) => change(one.skillId, { until: event.currentTarget.value || null })}
            />
            <span className={styles.remove}>
              <ActionIcon
                aria-label={`Remove ${name}`}
                onClick={() => onChange(value.filter(({ skillId }) => skillId !== one.skillId))}
              >
                <IconX size={15} stroke={1.75} />
              </ActionIcon>
            </span>
          </div>
        )
      })}
      {value.length > 0 ? (
        <p className={layout.detail}>
          The date is the last day the certificate counts. Without one it counts for good.
        </p>
      ) : null}
      <Select
        aria-label="Add a skill"
        placeholder={free.length > 0 ? 'Add a skill' : 'There are no more skills. Settings has them.'}
        searchable
        disabled={free.length === 0}
        data={free.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(skillId) => skillId && onChange([...value, { skillId, certificate: '', until: null }])}
      />
    </fieldset>
  )
}
