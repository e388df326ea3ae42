import { Button } from '#ui/blocks/Button.tsx'
import { useMe, usePhone, useStatus } from '../hooks.ts'
import { Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import styles from './Outbox.module.css'
import { saveFile } from './save-file.ts'

/** For the day a phone has to be given away, or breaks, with work on it. */
export function SaveCopy() {
  const phone = usePhone()
  const { organization } = useMe()
  const { here } = useStatus()
  if (here === 0) return null

  async function save(): Promise<void> {
    saveFile(await phone.exportUnsent(), `${organization.name} outbox ${phone.now().slice(0, 10)}.json`)
  }

  return (
    <Section title="Save as a file">
      <div className={forms.tight}>
        <p className={styles.sum}>
          Only needed when this phone breaks, goes to repair, or will not be online again. Send the file to the office:
          it takes everything in under your name. Nothing is sent or counted twice.
        </p>
        <Button wide onClick={() => void save()}>
          Save what is unsent
        </Button>
      </div>
    </Section>
  )
}
