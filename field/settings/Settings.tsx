import { useEffect, useState } from 'react'
import { chooseTheme, onThemeChoice, themeChoice } from '#ui/color-scheme.ts'
import { Card } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { formatLocalDate, formatTime, type Instant, localDate, type Zone } from '#core/kit/time.ts'
import { useLocale, useMe, useStatus } from '../hooks.ts'
import { NoticeSetting } from '../notices/NoticeSetting.tsx'
import { usePositionBlocked, usePositionChoice, useWhereabouts } from '../position/use-whereabouts.ts'
import { goBack } from '../routes/router.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { positionBlocked } from '../words.ts'
import { Install } from './Install.tsx'
import styles from './Settings.module.css'
import { SignOut } from './SignOut.tsx'
import { Storage } from './Storage.tsx'
import { Update } from './Update.tsx'

export function Settings() {
  const me = useMe()
  const locale = useLocale()
  const { pulledAt } = useStatus()
  const facts: [string, string][] = [
    ['You', me.name],
    ['Company', me.organization.name],
    ['Code', me.settings?.technicianCode ?? ''],
    ['Last fetched', pulledAt ? fetchedText(pulledAt, me.organization.zone, locale) : 'Not yet'],
    ['Version', import.meta.env.APP_VERSION],
  ]
  return (
    <Screen title="You and this phone" onBack={() => goBack({ page: 'today' })}>
      <Section title="Look">
        <Theme />
      </Section>
      <Section title="Where photos are made">
        <PositionSetting />
      </Section>
      <Section title="Notices">
        <NoticeSetting />
      </Section>
      <Section title="This phone">
        <Card>
          <dl className={styles.facts}>
            {facts
              .filter(([, text]) => text !== '')
              .map(([word, text]) => (
                <div key={word}>
                  <dt>{word}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
          </dl>
          <Update />
        </Card>
      </Section>
      <Section title="Storage">
        <Storage />
      </Section>
      <Install />
      <SignOut />
    </Screen>
  )
}

/** Short enough for its line: nobody looks here for the year. */
function fetchedText(at: Instant, zone: Zone, locale: string): string {
  const day = formatLocalDate(localDate(at, zone), locale, { day: 'numeric', month: 'short' })
  return `${day}, ${formatTime(at, zone, locale)}`
}

function Theme() {
  const [choice, setChoice] = useState(themeChoice)
  useEffect(() => onThemeChoice(setChoice), [])
  return (
    <Segmented
      label="Look"
      hideLabel
      value={choice}
      options={[
        { value: 'system', label: 'As the phone' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
      onChange={chooseTheme}
    />
  )
}

function PositionSetting() {
  const whereabouts = useWhereabouts()
  const choice = usePositionChoice()
  const isBlocked = usePositionBlocked()
  const { organization } = useMe()
  return (
    <div className={forms.tight}>
      <Segmented
        label="Where photos are made"
        hideLabel
        value={choice === 'unasked' ? null : choice}
        options={[
          { value: 'allowed', label: 'Share position' },
          { value: 'refused', label: 'Do not share' },
        ]}
        onChange={whereabouts.choose}
      />
      <p className={forms.soft}>
        {`With photos and sign-offs, while a visit is open. The office of ${organization.name} sees it, customers never.`}
      </p>
      {choice === 'allowed' && isBlocked ? <p className={forms.soft}>{positionBlocked}</p> : null}
    </div>
  )
}
