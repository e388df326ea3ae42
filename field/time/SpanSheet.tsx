import { type ReactNode, useState } from 'react'
import { abbreviation, formatMinutes, type Instant, minutesBetween, type Zone } from '#core/kit/time.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping } from '../hooks.ts'
import type { Captured } from '../offline/phone.ts'
import { Failure } from '../shell/Failure.tsx'
import forms from '../shell/forms.module.css'
import { MomentField } from './MomentField.tsx'

type Props = {
  title: string
  zone: Zone
  from: Instant | null
  to: Instant | null
  /** What the text below the times is for; a correction needs its reason. */
  words: { label: string; required: boolean; first?: string }
  /** Above the times: the activity. */
  children?: ReactNode
  /** Beside the way to keep it: taking it back. */
  beside?: ReactNode
  save: (span: { from: Instant; to: Instant; words: string }) => Promise<Captured>
  onClose: () => void
}

/** From when to when, in the clock of the place. */
export function SpanSheet({ title, zone, from: first, to: last, words, children, beside, save, onClose }: Props) {
  const { busy, failed, keep } = useKeeping()
  const [from, setFrom] = useState(first)
  const [to, setTo] = useState(last)
  const [text, setText] = useState(words.first ?? '')
  const reason = reasonAgainst(from, to, words.required && text.trim() === '' ? words.label : null)
  async function keepIt() {
    if (!from || !to) return
    if (await keep(() => save({ from, to, words: text.trim() }))) onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          {beside}
          <Button kind="primary" size="large" busy={busy} reason={reason} onClick={() => void keepIt()}>
            Save
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        {children}
        <MomentField label={`From${zoneMark(from ?? to, zone)}`} zone={zone} value={from} onChange={setFrom} />
        <MomentField label={`To${zoneMark(to ?? from, zone)}`} zone={zone} value={to} onChange={setTo} />
        <p className={forms.soft}>{from && to && to > from ? formatMinutes(minutesBetween(from, to)) : '–'}</p>
        <TextField
          label={words.label}
          optional={!words.required}
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}

function zoneMark(instant: Instant | null, zone: Zone): string {
  return instant ? ` (${abbreviation(instant, zone)})` : ''
}

function reasonAgainst(from: Instant | null, to: Instant | null, words: string | null): string | null {
  if (!from || !to) return 'Enter both times.'
  if (to <= from) return 'The end has to be after the beginning.'
  return words ? `${words} is needed.` : null
}
