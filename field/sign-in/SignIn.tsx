import { OthersWork } from '../outbox/OthersWork.tsx'
import styles from './SignIn.module.css'
import { SignInForm } from './SignInForm.tsx'

export function SignIn() {
  return (
    <main className={styles.page}>
      <img className={styles.mark} src="/field/mark.svg" alt="" width={56} height={56} />
      <h1>Roundtrip</h1>
      <p className={styles.words}>Sign in once. After that your visits open with or without a signal.</p>
      <div className={styles.others}>
        <OthersWork />
      </div>
      <div className={styles.form}>
        <SignInForm />
      </div>
    </main>
  )
}
