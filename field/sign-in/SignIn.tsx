import { IconAlertTriangle } from '@tabler/icons-react'
import type { Refusal } from '#core/kit/refusal.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { sayRefusal } from '../hooks.ts'
import { OthersWork } from '../outbox/OthersWork.tsx'
import { Banner } from '../shell/Banner.tsx'
import styles from './SignIn.module.css'
import { SignInForm } from './SignInForm.tsx'

export function SignIn({ refusal }: { refusal: Refusal | null }) {
  return (
    <main className={styles.page}>
      <img className={styles.mark} src="/field/mark.svg" alt="" width={56} height={56} />
      <h1>Roundtrip</h1>
      <p className={styles.words}>Sign in once. After that your visits open with or without a signal.</p>
      {refusal ? (
        <div className={styles.unopened} role="alert">
          <Banner
            tone="waiting"
            icon={<IconAlertTriangle stroke={1.75} />}
            action={
              <Button size="small" onClick={() => location.reload()}>
                Try again
              </Button>
            }
          >
            {sayRefusal(refusal)}
          </Banner>
        </div>
      ) : null}
      <div className={styles.others}>
        <OthersWork />
      </div>
      <div className={styles.form}>
        <SignInForm />
      </div>
    </main>
  )
}
