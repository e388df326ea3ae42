import { useState } from 'react'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { useMe, useWatched } from '../hooks.ts'
import forms from '../shell/forms.module.css'
import { type NoticeState, noticeState } from './standing.ts'
import { turnNoticesOff, turnNoticesOn } from './subscribing.ts'

export function NoticeSetting() {
  const { member } = useMe()
  const state = useWatched(noticeState(member))
  const [failed, setFailed] = useState<string | null>(null)
  const can = state === 'on' || state === 'off' || state === 'unasked'
  return (
    <div className={forms.tight}>
      {can ? (
        <Segmented
          label="Notices"
          hideLabel
          value={state === 'unasked' ? null : state}
          options={[
            { value: 'on', label: 'Tell me' },
            { value: 'off', label: 'Do not tell me' },
          ]}
          onChange={(choice) => {
            setFailed(null)
            void (choice === 'on' ? turnNoticesOn(member).then(setFailed) : turnNoticesOff(member))
          }}
        />
      ) : null}
      <p className={forms.soft} aria-live="polite">
        {failed ?? words[state]}
      </p>
    </div>
  )
}

const about = 'When the office sends, moves or recalls one of your visits, also while the app is closed.'
const words: Readonly<Record<NoticeState, string>> = {
  none: 'This browser has no notices. Changes show when the app is open.',
  install_first: 'Notices come once the app is on the home screen.',
  unasked: about,
  off: about,
  on: about,
  blocked: 'The browser does not allow notices for this app. Its settings can.',
}
