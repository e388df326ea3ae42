import { useState } from 'react'
import {
  formatTime,
  type Instant,
  localDate,
  localTime,
  type Resolved,
  resolveLocal,
  type Zone,
} from '#core/kit/time.ts'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { useLocale } from '../hooks.ts'
import forms from '../shell/forms.module.css'

type Props = { label: string; zone: Zone; value: Instant | null; onChange: (value: Instant | null) => void }

/** A wall clock time of a place. One that does not exist there, or exists twice, is asked about and not guessed. */
export function MomentField({ label, zone, value, onChange }: Props) {
  const locale = useLocale()
  const [text, setText] = useState(value ? `${localDate(value, zone)}T${localTime(value, zone)}` : '')
  const [choices, setChoices] = useState<{ why: string; of: [Instant, Instant] } | null>(null)

  function change(next: string) {
    setText(next)
    const [date, time] = next.split('T')
    if (!date || !time) {
      setChoices(null)
      return onChange(null)
    }
    const resolved = resolveLocal(date, time.slice(0, 5), zone)
    setChoices(choicesOf(resolved))
    onChange(resolved.kind === 'one' ? resolved.instant : null)
  }
  return (
    <div className={forms.tight}>
      <TextField label={label} type="datetime-local" value={text} onChange={(event) => change(event.target.value)} />
      {choices ? (
        <Segmented
          label={choices.why}
          value={value}
          options={choices.of.map((instant) => ({ value: instant, label: formatTime(instant, zone, locale) }))}
          onChange={onChange}
        />
      ) : null}
    </div>
  )
}

function choicesOf(resolved: Resolved): { why: string; of: [Instant, Instant] } | null {
  switch (resolved.kind) {
    case 'one':
      return null
    case 'none':
      return { why: 'The clocks went over this time. Which is meant?', of: [resolved.before, resolved.after] }
    case 'two':
      return { why: 'This time was there twice. Which is meant?', of: [resolved.first, resolved.second] }
  }
}
