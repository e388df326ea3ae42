import { useEffect, useState } from 'react'
import { chooseTheme, onThemeChoice, themeChoice } from '#ui/color-scheme.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { Dialog } from '#ui/blocks/Overlay.tsx'
import { formatLocalDate, formatTime, type Instant, localDate, type Zone } from '#core/kit/time.ts'
import { useField, useLocale, useMe, useStatus } from '../hooks.ts'
import { usePositionChoice, useWhereabouts } from '../position/use-whereabouts.ts'
import { goBack } from '../routes/router.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'
import styles from './Settings.module.css'

export function Settings() {
  const me = useMe()
  const locale = useLocale()
  const { pulledAt } = useStatus()
  const space = useSpace()
  const facts: [string, string][] = [
    ['You', me.name],
    ['Company', me.organization.name],
    ['Code', me.settings?.technicianCode ?? ''],
    ['Last fetched', pulledAt ? fetchedText(pulledAt, me.organization.zone, locale) : 'Not yet'],
    ['Space used', space],
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
        </Card>
      </Section>
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
  const { organization } = useMe()
  return (
    <div className={forms.tight}>
      <Segmented
        label="Where photos are made"
        hideLabel
        value={choice === 'unasked' ? null : choice}
        options={[
          { value: 'allowed', label: 'Say it' },
          { value: 'refused', label: 'Do not say it' },
        ]}
        onChange={whereabouts.choose}
      />
      <p className={forms.soft}>
        {`With photos and sign-offs, while a visit is open. The office of ${organization.name} sees it, customers never.`}
      </p>
    </div>
  )
}

/** How much the app keeps here, as the browser says it. */
function useSpace(): string {
  const [text, setText] = useState('')
  useEffect(() => {
    navigator.storage?.estimate().then(
      ({ usage = 0, quota = 0 }) =>
        setText(`${Math.max(1, Math.round(usage / 1e6))} MB of ${Math.max(1, Math.round(quota / 1e9))} GB`),
      (error: unknown) => console.error(error),
    )
  }, [])
  return text
}

function SignOut() {
  const { field } = useField()
  const { counts, filesOnPhone } = useStatus()
  const [asking, setAsking] = useState(false)
  const here = counts.on_phone + filesOnPhone
  const words =
    here > 0
      ? `Only on this phone: ${countOf(here, 'item')}. They stay here and are handed in when you sign in again.`
      : 'Everything is handed in. To open the app again you need a network.'
  return (
    <Section title="Sign out">
      <div className={forms.stack}>
        <p className={forms.soft}>{words}</p>
        <Button onClick={() => (here > 0 ? setAsking(true) : void field.signOut())}>Sign out</Button>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Sign out now?"
        description={`${words} Signing in needs a network.`}
        actions={
          <>
            <Button kind="primary" onClick={() => setAsking(false)}>
              Stay
            </Button>
            <Button onClick={() => void field.signOut()}>Sign out</Button>
          </>
        }
      />
    </Section>
  )
}
