import { formatMinutes } from '#core/kit/time.ts'
import { SyncMark } from '#ui/SyncMark.tsx'
import { ListRow } from '#ui/blocks/Card.tsx'
import { useLocale } from '../hooks.ts'
import type { TimeLine } from '../offline/views/types.ts'
import forms from '../shell/forms.module.css'
import { activityWord, clockSpan } from '../words.ts'

export function TimeRow({ line, onOpen }: { line: TimeLine; onOpen: () => void }) {
  const locale = useLocale()
  return (
    <ListRow
      title={`${activityWord(line.activity)} ${clockSpan(line.from, line.to, line.zone, locale)}`}
      detail={
        <>
          {line.workOrder ? (
            <span>
              {[line.workOrder.reference, line.workOrder.siteName || line.workOrder.title].filter(Boolean).join(' · ')}
            </span>
          ) : null}
          <span className={forms.marks}>
            <SyncMark state={line.state} />
            {line.corrected ? <span>corrected</span> : null}
            {line.recordedBy ? <span>by {line.recordedBy}</span> : null}
            {line.note ? <span>{line.note}</span> : null}
          </span>
        </>
      }
      trail={formatMinutes(line.minutes)}
      onPress={line.to ? onOpen : undefined}
    />
  )
}
