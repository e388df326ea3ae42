import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { classes } from '#ui/classes.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { askMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { useTitle } from '../kit/title.ts'
import { Gate } from './Gate.tsx'
import styles from './Gate.module.css'

const route = getRouteApi('/sign-in')

type SignedIn = Reply<typeof sessionApi.signInOffice>
type Choice = Extract<SignedIn, { state: 'choose' }>['organizations']

/** Only a place in this office, never another site. */
export function placeAfter(to: string | undefined): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') && !to.startsWith('/sign-in') ? to : '/'
}

export function SignInPage() {
  useTitle('Sign in')
  const { to } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [choices, setChoices] = useState<Choice | null>(null)
  const emailBox = useRef<HTMLInputElement>(null)
  const passwordBox = useRef<HTMLInputElement>(null)

  const signIn = useMutation({
    mutationFn: (orgId: Id | undefined) => call(sessionApi.signInOffice, { body: { email, password, orgId } }),
    onSuccess: (signedIn) => {
      if (signedIn.state === 'choose') {
        setChoices(signedIn.organizations)
        return
      }
      queries.clear()
      queries.setQueryData(askMe().queryKey, signedIn.me)
      router.history.push(placeAfter(to))
    },
    onError: () => passwordBox.current?.focus(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (email.trim() === '') emailBox.current?.focus()
    else if (password === '') passwordBox.current?.focus()
    else signIn.mutate(undefined)
  }
  const problem = signIn.error ? (
    <p className={classes(layout.notice, layout.problem)} role="alert">
      {sentenceOf(signIn.error)}
    </p>
  ) : null

  if (choices) {
    return (
      <Gate title="Choose an organization" lead={`${email} belongs to several.`}>
        {problem}
        <div className={layout.form}>
          {choices.map((choice) => (
            <button
              key={choice.orgId}
              type="button"
              className={styles.choice}
              disabled={signIn.isPending}
              onClick={() => signIn.mutate(choice.orgId)}
            >
              {choice.name}
              <IconChevronRight size={18} stroke={1.75} aria-hidden />
            </button>
          ))}
          <Button variant="subtle" color="gray" onClick={() => setChoices(null)}>
            Back
          </Button>
        </div>
      </Gate>
    )
  }

  return (
    <Gate title="Sign in">
      <form className={layout.stack} onSubmit={submit} noValidate>
        {problem}
        <TextInput
          ref={emailBox}
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          size="md"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          ref={passwordBox}
          label="Password"
          name="password"
          autoComplete="current-password"
          size="md"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </Gate>
  )
}
