import { useEffect, useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { usePhone, useWatched } from '../hooks.ts'
import { bytesText } from '../outbox/words.ts'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'
import styles from './Settings.module.css'

/** What the app keeps on this phone, how much room is left, and what may go when there is none. */
export function Storage() {
  const { onlyHere, handedIn, copies } = useWatched(usePhone().storage)
  const { used, free, isKept, keep } = useBrowserStorage()
  const sized = ({ files, bytes }: typeof onlyHere) =>
    files === 0 ? 'None' : unbroken(`${files} · ${bytesText(bytes)}`)
  const mayGo = handedIn.bytes + copies.bytes
  const facts: [string, string][] = [
    ['Room left', free === null ? 'The browser does not say' : bytesText(free)],
    ['Used', used === null ? 'The browser does not say' : bytesText(used)],
    ['Photos and files only here', sized(onlyHere)],
    ['Sent, kept for two weeks', sized(handedIn)],
    ['Copies to open without a signal', sized(copies)],
  ]
  return (
    <Card>
      <div className={forms.stack}>
        <dl className={styles.facts}>
          {facts.map(([word, text]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className={forms.soft}>
          {mayGo > 0
            ? `When room is short, ${countOf(handedIn.files + copies.files, 'picture')} the office has make room by themselves (${bytesText(mayGo)}). What is only here never goes.`
            : 'What is only here never goes to make room.'}
        </p>
        <Keeping isKept={isKept} onAsk={keep} />
      </div>
    </Card>
  )
}

function Keeping({ isKept, onAsk }: { isKept: boolean | null; onAsk: () => Promise<boolean> }) {
  const [refused, setRefused] = useState(false)
  if (isKept === null) return null
  if (isKept) return <p className={forms.soft}>The browser has promised not to clear it by itself.</p>
  return (
    <div className={forms.tight}>
      <p className={forms.soft}>
        {refused
          ? 'The browser did not promise it. It does once the app is on the home screen. Sending often keeps your work safe too.'
          : 'A browser may clear what an app keeps when the phone is full. Ask it not to.'}
      </p>
      <Button onClick={() => void onAsk().then((given) => setRefused(!given))}>Ask the browser to keep it</Button>
    </div>
  )
}

const unbroken = (text: string) => text.replaceAll(' ', '\u00a0')

/** Nothing is guessed where a browser does not say. */
function useBrowserStorage() {
  const [space, setSpace] = useState<{ used: number | null; free: number | null }>({ used: null, free: null })
  const [isKept, setKept] = useState<boolean | null>(null)
  useEffect(() => {
    const report = (error: unknown) => console.error(error)
    navigator.storage?.estimate().then(({ usage, quota }) => {
      const free = usage === undefined || quota === undefined ? null : Math.max(0, quota - usage)
      setSpace({ used: usage ?? null, free })
    }, report)
    navigator.storage?.persisted().then(setKept, report)
  }, [])
  async function keep(): Promise<boolean> {
    const given = await navigator.storage.persist()
    setKept(given)
    return given
  }
  return { ...space, isKept, keep }
}
