import { IconBuildingWarehouse, IconDots, IconHome, IconSchool, IconToolsKitchen2 } from '@tabler/icons-react'
import { useState } from 'react'
import { type DayActivity, dayActivities } from '#core/fieldwork/day.ts'
import { formatMinutes } from '#core/kit/time.ts'
import { Button, ButtonLink } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { sayRefusal, useLocale, usePhone } from '../hooks.ts'
import type { Capture } from '../offline/phone.ts'
import type { TimeLine } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { ClockQuestion } from '../visit/steps/ClockQuestion.tsx'
import { endOf } from '../visit/steps/use-steps.ts'
import { activityWord, sinceText } from '../words.ts'
import forms from '../shell/forms.module.css'
import styles from './Time.module.css'

const icons: Readonly<Record<DayActivity, typeof IconHome>> = {
  depot: IconBuildingWarehouse,
  lunch: IconToolsKitchen2,
  drive_home: IconHome,
  training: IconSchool,
  other: IconDots,
}

/** The clock that runs, and what else of the day can be started with one press. */
export function DayActivities({ running }: { running: TimeLine | null }) {
  const phone = usePhone()
  const [asking, setAsking] = useState<DayActivity | null>(null)

  async function keep(captures: Capture[], words: string) {
    const captured = await phone.captureAll(captures)
    toast('refusal' in captured ? sayRefusal(captured.refusal) : words, { urgent: 'refusal' in captured })
  }
  const begin = (activity: DayActivity): Capture => ({
    day: true,
    command: { type: 'start_activity', body: { activity, at: phone.now(), note: '' } },
  })

  function press(activity: DayActivity) {
    if (running?.kind === 'visit') setAsking(activity)
    // One of this phone is ended by the next one's beginning; one of another phone has to be ended.
    else
      void keep(
        [...(running ? endOf(phone, running) : []), begin(activity)],
        `${activityWord(activity)}. The clock runs.`,
      )
  }
  return (
    <div className={forms.stack}>
      {running ? <Running line={running} onStop={() => void keep(endOf(phone, running), 'Stopped.')} /> : null}
      <div className={styles.activities}>
        {dayActivities.map((activity) => {
          const Icon = icons[activity]
          return (
            <Button
              key={activity}
              icon={<Icon aria-hidden stroke={1.75} />}
              aria-pressed={running?.activity === activity}
              onClick={() => press(activity)}
            >
              {activityWord(activity)}
            </Button>
          )
        })}
      </div>
      {asking && running ? (
        <ClockQuestion
          other={running}
          begin={`start ${activityWord(asking).toLowerCase()}`}
          onClose={() => setAsking(null)}
          onAgree={async (before) => {
            await keep([...before, begin(asking)], `${activityWord(asking)}. The clock runs.`)
            setAsking(null)
          }}
        />
      ) : null}
    </div>
  )
}

function Running({ line, onStop }: { line: TimeLine; onStop: () => void }) {
  const locale = useLocale()
  return (
    <Card emphasis>
      <div className={styles.running}>
        <div>
          <p>{sinceText(line.activity, line.from, line.zone, locale)}</p>
          <p className={forms.soft}>
            {[line.workOrder ? line.workOrder.siteName || line.workOrder.title : '', formatMinutes(line.minutes)]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {line.workOrder ? (
          <ButtonLink href={pathTo({ page: 'visit', workOrder: line.workOrder.id, visit: line.workOrder.visit })}>
            Open visit
          </ButtonLink>
        ) : (
          <Button kind="primary" onClick={onStop}>
            Stop
          </Button>
        )}
      </div>
    </Card>
  )
}
