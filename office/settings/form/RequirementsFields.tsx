import { Checkbox, MultiSelect } from '@mantine/core'
import type { Requirements } from '#core/work-orders/form-schema.ts'
import { heading } from '#core/work-orders/labels.ts'
import { type Outcome, outcomes } from '#core/work-orders/words.ts'
import { DecimalInput } from '../../kit/DecimalInput.tsx'
import layout from '../../kit/layout.module.css'

const outcomeChoices = outcomes.map((value) => ({ value, label: heading(value) }))

export function readOutcomes(values: readonly string[]): Outcome[] {
  return outcomes.filter((outcome) => values.includes(outcome))
}

type Props = { requires: Requirements; onChange: (requires: Requirements) => void }

/** What a finish needs besides the questions, and for which outcomes. */
export function RequirementsFields({ requires, onChange }: Props) {
  const set = (changes: Partial<Requirements>) => onChange({ ...requires, ...changes })
  return (
    <div className={layout.form}>
      <div className={layout.two}>
        <DecimalInput
          label="Photos before"
          digits={0}
          value={requires.photosBefore}
          onChange={(value) => set({ photosBefore: value ?? 0 })}
        />
        <DecimalInput
          label="During the work"
          digits={0}
          value={requires.photosDuring ?? 0}
          onChange={(value) => set({ photosDuring: value ?? 0 })}
        />
        <DecimalInput
          label="Photos after"
          digits={0}
          value={requires.photosAfter}
          onChange={(value) => set({ photosAfter: value ?? 0 })}
        />
        <DecimalInput
          label="Of the nameplate"
          digits={0}
          value={requires.photosNameplate ?? 0}
          onChange={(value) => set({ photosNameplate: value ?? 0 })}
        />
      </div>
      <MultiSelect
        label="Photos are required when it ends"
        data={outcomeChoices}
        value={requires.photosFor ?? ['done']}
        onChange={(values) => set({ photosFor: readOutcomes(values) })}
      />
      <Checkbox
        label="A sign-off by the customer"
        checked={requires.signOff}
        onChange={(event) => set({ signOff: event.currentTarget.checked })}
      />
      {requires.signOff ? (
        <MultiSelect
          label="It is asked for when it ends"
          data={outcomeChoices}
          value={requires.signOffFor ?? ['done', 'temporary_fix', 'needs_return']}
          onChange={(values) => set({ signOffFor: readOutcomes(values) })}
        />
      ) : null}
      <p className={layout.detail}>
        The phone says what is missing. Finishing is never refused for it; the office sees a flag.
      </p>
    </div>
  )
}
