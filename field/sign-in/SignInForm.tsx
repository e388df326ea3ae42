import { type FormEvent, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { sayRefusal, useField } from '../hooks.ts'
import { Failure } from '../shell/Failure.tsx'
import forms from '../shell/forms.module.css'

/** Email and password once; the phone is bound to the person, and nothing asks again to open or to work. */
export function SignInForm({ onDone }: { onDone?: () => void }) {
  const { field } = useField()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const [choices, setChoices] = useState<{ orgId: Id; name: string }[]>([])

  async function signIn(orgId?: Id) {
    setBusy(true)
    setFailed(null)
    try {
      const signedIn = await field.signIn({ email, password, orgId })
      if ('refusal' in signedIn) setFailed(sayRefusal(signedIn.refusal))
      else if (signedIn.state === 'choose') setChoices(signedIn.organizations)
      else onDone?.()
    } finally {
      setBusy(false)
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (email.trim() === '' || password === '') setFailed('Enter your email and your password.')
    else void signIn()
  }

  if (choices.length > 0) {
    return (
      <div className={forms.tight}>
        <h2>Which company?</h2>
        <Card flush>
          <Rows>
            {choices.map(({ orgId, name }) => (
              <ListRow key={orgId} title={name} onPress={() => void signIn(orgId)} />
            ))}
          </Rows>
        </Card>
        <Failure plain>{failed}</Failure>
      </div>
    )
  }
  return (
    <form className={forms.stack} onSubmit={submit} noValidate>
      <TextField
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Failure plain>{failed}</Failure>
      <Button type="submit" kind="primary" size="large" wide busy={busy}>
        Sign in
      </Button>
    </form>
  )
}
