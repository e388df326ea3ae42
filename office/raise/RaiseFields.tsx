import { Autocomplete, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useEffect } from 'react'
import { priorities, type Priority } from '#core/work-orders/words.ts'
import { priorityWords } from '#ui/status.ts'
import { instantOf, momentOf } from '../kit/moment.ts'
import { MomentInput } from '../kit/MomentInput.tsx'
import { CrewFields } from '../work-orders/dialogs/CrewFields.tsx'
import { PlanFields } from '../work-orders/dialogs/PlanFields.tsx'
import type { Draft } from './draft.ts'
import layout from '../kit/layout.module.css'
import styles from './RaisePage.module.css'

export type Part = { draft: Draft; set: (changes: Partial<Draft>) => void }

export function ContactFields({
  draft,
  set,
  contacts,
}: Part & { contacts: readonly { id: string; name: string; phone: string }[] }) {
  const pick = (name: string) => {
    const contact = contacts.find((one) => one.name === name)
    set(
      contact
        ? { contactId: contact.id, contactName: contact.name, contactPhone: contact.phone }
        : { contactId: null, contactName: name },
    )
  }
  const known = contacts.find((one) => one.id === draft.contactId)
  useEffect(() => {
    if (known && draft.contactPhone === '' && known.phone !== '') set({ contactPhone: known.phone })
  })
  return (
    <div className={styles.two}>
      <Autocomplete
        label="Contact on site"
        maxLength={200}
        data={[...new Set(contacts.map((one) => one.name))]}
        value={draft.contactName}
        onChange={pick}
      />
      <TextInput
        label="Their phone"
        type="tel"
        maxLength={50}
        value={draft.contactPhone}
        onChange={(event) => set({ contactPhone: event.currentTarget.value })}
      />
    </div>
  )
}

export function PriorityChoice({ value, onChange }: { value: Priority; onChange: (priority: Priority) => void }) {
  return (
    <div>
      <span className={styles.label} id="priority">
        Priority
      </span>
      <SegmentedControl
        fullWidth
        aria-labelledby="priority"
        data={priorities.map((one) => ({
          value: one,
          label: (
            <>
              {one} <span className={styles.word}>{priorityWords[one]}</span>
            </>
          ),
        }))}
        value={value}
        onChange={(next) => onChange(priorities.find((one) => one === next) ?? value)}
      />
    </div>
  )
}

type TimesProps = Part & {
  zone: string
  problems: Readonly<Record<string, string>>
  requestedAt: string
}

/** Asked for now and promised by its priority, unless somebody says otherwise. */
export function TimesFields({ draft, set, zone, problems, requestedAt: asked }: TimesProps) {
  return (
    <div className={layout.form}>
      <div className={styles.checks}>
        <Checkbox
          label="Asked for earlier"
          checked={draft.requestedAt !== null}
          onChange={(event) => set({ requestedAt: event.currentTarget.checked ? momentOf(asked, zone) : null })}
        />
        <Checkbox
          label="Arrival agreed by hand"
          checked={draft.targetAt !== null}
          onChange={(event) => set({ targetAt: event.currentTarget.checked ? momentOf(asked, zone) : null })}
        />
      </div>
      {draft.requestedAt || draft.targetAt ? (
        <div className={styles.two}>
          {draft.requestedAt ? (
            <MomentInput
              label="Asked for"
              zone={zone}
              value={draft.requestedAt}
              error={problems.requestedAt}
              onChange={(requestedAt) => set({ requestedAt })}
            />
          ) : null}
          {draft.targetAt ? (
            <MomentInput
              label="Agreed arrival"
              zone={zone}
              value={draft.targetAt}
              error={problems.targetAt}
              onChange={(targetAt) => set({ targetAt })}
            />
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

export function PlanPart({ draft, set, zone, problem }: Part & { zone: string; problem?: string }) {
  const { plan } = draft
  if (!plan) return null
  return (
    <div className={layout.form}>
      <PlanFields value={plan} onChange={(changed) => set({ plan: { ...plan, ...changed } })} zone={zone} />
      <CrewFields
        value={plan}
        onChange={(crew) => set({ plan: { ...plan, ...crew } })}
        plan={{ start: instantOf(plan.start, zone), minutes: plan.minutes }}
        jobType={draft.jobType}
      />
      <Checkbox
        label="Dispatch it at once"
        description="It goes to the crew’s phones."
        checked={plan.dispatch}
        onChange={(event) => set({ plan: { ...plan, dispatch: event.currentTarget.checked } })}
      />
      {problem ? <p className={styles.bad}>{problem}</p> : null}
    </div>
  )
}
