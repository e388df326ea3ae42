import { IconMapPin } from '@tabler/icons-react'
import { Button } from '#ui/blocks/Button.tsx'
import { useMe } from '../hooks.ts'
import { Banner } from '../shell/Banner.tsx'
import forms from '../shell/forms.module.css'
import { positionBlocked } from '../words.ts'
import { usePositionBlocked, usePositionChoice, useWhereabouts } from './use-whereabouts.ts'

/** Asked once, where it matters; work goes on without an answer. Settings has it from then on. */
export function AskPosition() {
  const whereabouts = useWhereabouts()
  const choice = usePositionChoice()
  const isBlocked = usePositionBlocked()
  const { organization } = useMe()
  if (choice === 'allowed' && isBlocked) return <p className={forms.soft}>{positionBlocked}</p>
  if (choice !== 'unasked' || !('geolocation' in navigator)) return null
  return (
    <Banner
      icon={<IconMapPin stroke={1.75} />}
      title="Share where photos and sign-offs are made?"
      action={
        <div className={forms.marks}>
          <Button size="small" kind="primary" onClick={() => whereabouts.choose('allowed')}>
            Share position
          </Button>
          <Button size="small" onClick={() => whereabouts.choose('refused')}>
            Do not share
          </Button>
        </div>
      }
    >
      {`It proves you were there. Only the office of ${organization.name} sees it, never the customer, and only while a visit is open. You can change it in Settings.`}
    </Banner>
  )
}
