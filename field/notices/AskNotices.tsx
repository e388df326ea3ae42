import { IconBell } from '@tabler/icons-react'
import type { Id } from '#core/kit/ids.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useMe, useNotices, useWatched } from '../hooks.ts'
import { Banner } from '../shell/Banner.tsx'
import forms from '../shell/forms.module.css'
import { askNoMore, noticeState } from './standing.ts'

async function turnOn(member: Id): Promise<void> {
  const { turnNoticesOn } = await import('./subscribing.ts')
  const why = await turnNoticesOn(member)
  if (why) toast(why)
}

/** Asked once, when the office has changed something and one sees what it is about; Settings has it from then on. */
export function AskNotices() {
  const { member } = useMe()
  const state = useWatched(noticeState(member))
  const { notices } = useNotices()
  if (state !== 'unasked' || notices.length === 0) return null
  return (
    <Banner
      icon={<IconBell stroke={1.75} />}
      title="Be told when the office changes your visits?"
      action={
        <div className={forms.marks}>
          <Button size="small" kind="primary" onClick={() => void turnOn(member)}>
            Yes
          </Button>
          <Button size="small" onClick={() => askNoMore(member)}>
            No
          </Button>
        </div>
      }
    >
      Also while the app is closed. You can change it in Settings.
    </Banner>
  )
}
