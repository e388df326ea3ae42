import { useState } from 'react'
import { type DayActivity, dayActivities } from '#core/fieldwork/day.ts'
import { addMinutes } from '#core/kit/time.ts'
import { SelectField } from '#ui/blocks/Field.tsx'
import { usePhone, useTime } from '../hooks.ts'
import { activityWord } from '../words.ts'
import { SpanSheet } from './SpanSheet.tsx'

/** Time of one's own day, written down afterwards. */
export function RecordSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone()
  const { zone } = useTime()
  const [activity, setActivity] = useState<DayActivity>('depot')
  const now = phone.now()
  return (
    <SpanSheet
      title="Add time"
      zone={zone}
      from={addMinutes(now, -60)}
      to={now}
      words={{ label: 'Remark', required: false }}
      save={({ from, to, words: note }) =>
        phone.capture({ day: true, command: { type: 'record_day_time', body: { activity, from, to, note } } })
      }
      onClose={onClose}
    >
      <SelectField
        label="Activity"
        value={activity}
        options={dayActivities.map((value) => ({ value, label: activityWord(value) }))}
        onChange={setActivity}
      />
    </SpanSheet>
  )
}
