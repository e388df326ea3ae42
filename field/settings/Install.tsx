import { Button } from '#ui/blocks/Button.tsx'
import { useWatched } from '../hooks.ts'
import { install, installing } from '../shell/installing.ts'
import forms from '../shell/forms.module.css'
import { Section } from '../shell/Screen.tsx'

/** On the home screen it opens like any app, and its data is safer from the browser's tidying. */
export function Install() {
  const state = useWatched(installing)
  if (state === 'installed' || state === 'unknown') return null
  return (
    <Section title="On the home screen">
      <div className={forms.tight}>
        <p className={forms.soft}>
          {state === 'offered'
            ? 'It opens with one tap, with or without a signal, and the browser clears nothing of it.'
            : 'Tap Share at the foot of the browser, then Add to Home Screen. It then opens with one tap, and notices can come.'}
        </p>
        {state === 'offered' ? <Button onClick={() => void install()}>Install the app</Button> : null}
      </div>
    </Section>
  )
}
