import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { RadioRows } from '#ui/blocks/Choice.tsx'
import { TextArea, TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping, usePhone } from '../../hooks.ts'
import { useWhereabouts } from '../../position/use-whereabouts.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import type { ShownSummary } from './shown-summary.ts'

const reasons = {
  refused: [
    'Does not agree with the work',
    'Does not agree with the time',
    'May not sign',
    'Wants to read it in peace',
    'Other',
  ],
  unattended: ['Nobody on site', 'The contact left before the end', 'Access by key or code', 'Other'],
} as const

type Props = {
  kind: 'refused' | 'unattended'
  workOrder: Id
  visit: Id
  shown: ShownSummary
  /** The words on the screen behind this sheet. */
  shownText: () => string
  onDone: (fact: Id | undefined) => void
  onClose: () => void
}

/** A refusal and an absence are facts like a signature: with their reason, and what was shown. */
export function NotSignedSheet({ kind, workOrder, visit, shown, shownText, onDone, onClose }: Props) {
  const phone = usePhone()
  const whereabouts = useWhereabouts()
  const { busy, failed, keep } = useKeeping()
  const [picked, setPicked] = useState<string | null>(null)
  const [other, setOther] = useState('')
  const [name, setName] = useState('')
  const [statement, setStatement] = useState('')
  const reason = picked === 'Other' ? other.trim() : (picked ?? '')

  async function save() {
    const body = { ...phone.fact(visit), ...shown.named, shownText: shownText(), reason, ...whereabouts.now() }
    const facts = await keep(() =>
      kind === 'refused'
        ? phone.capture({
            workOrder,
            command: { type: 'refuse_sign_off', body: { ...body, name: name.trim(), statement } },
          })
        : phone.capture({ workOrder, command: { type: 'unattended', body } }),
    )
    if (facts) onDone(facts[0])
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={kind === 'refused' ? 'Why is it not signed?' : 'Why is nobody here?'}
      actions={
        <Button
          kind="primary"
          size="large"
          busy={busy}
          reason={reason === '' ? 'Choose a reason.' : null}
          onClick={() => void save()}
        >
          Save
        </Button>
      }
    >
      <div className={forms.stack}>
        <RadioRows
          label="Reason"
          hideLabel
          value={picked}
          options={reasons[kind].map((value) => ({ value, title: value }))}
          onChange={setPicked}
        />
        {picked === 'Other' ? (
          <TextField label="Reason" maxLength={1000} value={other} onChange={(event) => setOther(event.target.value)} />
        ) : null}
        {kind === 'refused' ? (
          <>
            <TextField
              label="Who"
              optional
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <TextArea
              label="What they say"
              hint="In their own words; it stands in the report."
              optional
              maxLength={10_000}
              value={statement}
              onChange={(event) => setStatement(event.target.value)}
            />
          </>
        ) : null}
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
