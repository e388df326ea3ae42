import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { DayActivity } from '#core/fieldwork/day.ts'
import { abbreviation, addDays, formatLocalDate, formatMinutes, type LocalDate } from '#core/kit/time.ts'
import type { Activity } from '#core/work-orders/words.ts'
import { AddIcon } from '#ui/icons.ts'
import { Button, IconButton } from '#ui/blocks/Button.tsx'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { useLocale, useMe, usePhone, useTime } from '../hooks.ts'
import type { DayView, TimeLine, TimeView } from '../offline/views/types.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { activityWord, dayWord } from '../words.ts'
import { DayActivities } from './DayActivities.tsx'
import { LineSheet } from './LineSheet.tsx'
import { RecordSheet } from './RecordSheet.tsx'
import styles from './Time.module.css'
import { TimeRow } from './TimeRow.tsx'

/** One's own day and week: visits and what lies between them. */
export function Time() {
  const [date, setDate] = useState<LocalDate | undefined>(undefined)
  const time = useTime(date)
  const [open, setOpen] = useState<TimeLine | null>(null)
  const [recording, setRecording] = useState(false)
  const days = time.week.filter((day) => day.lines.length > 0 || day.date === time.today).toReversed()
  return (
    <Screen
      title="My time"
      action={
        <Button kind="quiet" icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setRecording(true)}>
          Add
        </Button>
      }
    >
      <DayActivities running={time.running} />
      <Week time={time} onDate={setDate} />
      {days.map((day) => (
        <Day key={day.date} day={day} today={time.today} onOpen={setOpen} />
      ))}
      {open ? <LineSheet key={open.id} line={open} onClose={() => setOpen(null)} /> : null}
      {recording ? <RecordSheet onClose={() => setRecording(false)} /> : null}
    </Screen>
  )
}

function Week({ time, onDate }: { time: TimeView; onDate: (date: LocalDate) => void }) {
  const locale = useLocale()
  const { organization } = useMe()
  const now = usePhone().now()
  const [first, last] = [time.week[0]?.date ?? time.today, time.week.at(-1)?.date ?? time.today]
  const day = (date: LocalDate) => formatLocalDate(date, locale, { day: 'numeric', month: 'short' })
  const totals = totalsOf(time.week)
  const most = Math.max(1, ...time.week.map((one) => one.minutes))
  return (
    <Card>
      <div className={forms.stack}>
        <div className={styles.week}>
          <IconButton
            label="The week before"
            icon={<IconChevronLeft aria-hidden stroke={1.75} />}
            onClick={() => onDate(addDays(first, -7))}
          />
          <div className={styles.weekWords}>
            <h2>{formatMinutes(time.minutes)}</h2>
            <p className={forms.soft}>{`${day(first)} – ${day(last)}`}</p>
          </div>
          <IconButton
            label="The week after"
            icon={<IconChevronRight aria-hidden stroke={1.75} />}
            onClick={() => onDate(addDays(first, 7))}
          />
        </div>
        <div className={styles.bars} aria-hidden>
          {time.week.map((one) => (
            <div key={one.date} data-today={one.date === time.today || undefined}>
              <span className={styles.bar}>
                <i style={{ height: `${(one.minutes / most) * 100}%` }} />
              </span>
              {formatLocalDate(one.date, locale, { weekday: 'narrow' })}
            </div>
          ))}
        </div>
        {totals.length > 0 ? (
          <dl className={styles.totals}>
            {totals.map(([activity, minutes]) => (
              <div key={activity}>
                <dt>{activityWord(activity)}</dt>
                <dd>{formatMinutes(minutes)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        <p className={forms.soft}>
          {`Days are those of ${organization.name}, in ${time.zone.split('/').at(-1)?.replaceAll('_', ' ')} time (${abbreviation(now, time.zone)}).`}
        </p>
      </div>
    </Card>
  )
}

function totalsOf(days: readonly DayView[]): [Activity | DayActivity, number][] {
  const totals = new Map<Activity | DayActivity, number>()
  for (const { lines } of days) {
    for (const line of lines) totals.set(line.activity, (totals.get(line.activity) ?? 0) + line.minutes)
  }
  return [...totals].sort((a, b) => b[1] - a[1])
}

function Day({ day, today, onOpen }: { day: DayView; today: LocalDate; onOpen: (line: TimeLine) => void }) {
  const locale = useLocale()
  return (
    <Section title={dayWord(day.date, today, locale)} count={day.minutes > 0 ? formatMinutes(day.minutes) : undefined}>
      {day.lines.length > 0 ? (
        <Card flush>
          <Rows>
            {day.lines.map((line) => (
              <TimeRow key={line.id} line={line} onOpen={() => onOpen(line)} />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>No time yet. It starts with your first step on a visit, or above.</p>
      )}
    </Section>
  )
}
