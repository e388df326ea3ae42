import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Holiday } from '#core/people/api.ts'
import type { LocalDate } from '#core/kit/time.ts'
import layout from '../kit/layout.module.css'
import styles from './Settings.module.css'

export const mostHolidays = 200

type Props = { holidays: readonly Holiday[]; today: LocalDate; onChange: (holidays: Holiday[]) => void }

/** Days nobody works, those to come; those that were are folded away. */
export function HolidaysEditor({ holidays, today, onChange }: Props) {
  // Which were over when the page was opened: a day being typed stays where it is.
  const [over] = useState(() => holidays.filter(({ date }) => date < today).length)
  const [all, setAll] = useState(false)
  const change = (at: number, changes: Partial<Holiday>) =>
    onChange(holidays.map((one, place) => (place === at ? { ...one, ...changes } : one)))
  return (
    <fieldset className={layout.fields} aria-label="Holidays">
      <p className={layout.detail}>
        Nobody works on them but who has extra hours that day, and no working hour of a target counts.
      </p>
      {over > 0 ? (
        <div>
          <Button variant="subtle" color="gray" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Hide those that are over' : `Show ${over} that ${over === 1 ? 'is' : 'are'} over`}
          </Button>
        </div>
      ) : null}
      {holidays.map((holiday, at) =>
        at < over && !all ? null : (
          <div key={at} className={styles.holiday}>
            <TextInput
              type="date"
              aria-label={`Day of holiday ${at + 1}`}
              value={holiday.date}
              error={holidays.some((other, place) => place < at && other.date === holiday.date && holiday.date !== '')}
              onChange={(event) => change(at, { date: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Name of holiday ${at + 1}`}
              placeholder="Name"
              maxLength={80}
              value={holiday.name}
              onChange={(event) => change(at, { name: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={`Remove ${holiday.name || `holiday ${at + 1}`}`}
              onClick={() => onChange(holidays.filter((_, place) => place !== at))}
            >
              <IconX size={15} stroke={1.75} />
            </ActionIcon>
          </div>
        ),
      )}
      <div>
        <Button
          variant="default"
          disabled={holidays.length >= mostHolidays}
          leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...holidays, { date: '', name: '' }])}
        >
          Add a holiday
        </Button>
      </div>
    </fieldset>
  )
}

/** Why holidays cannot be saved; null when they can. */
export function holidaysProblem(holidays: readonly Holiday[]): string | null {
  if (holidays.some(({ date, name }) => date === '' || name.trim() === '')) return 'Every holiday has a day and a name.'
  return new Set(holidays.map(({ date }) => date)).size < holidays.length ? 'A day is a holiday once.' : null
}
