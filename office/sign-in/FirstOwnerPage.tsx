import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { sessionApi, shortestPassword } from '#core/people/session-api.ts'
import { classes } from '#ui/classes.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { askMe } from '../kit/me.ts'
import { fieldSentences, sentenceOf } from '../kit/problem.ts'
import { useTitle } from '../kit/title.ts'
import { ownZone, zoneNames } from '../kit/zones.ts'
import { currencies, locales, ownLocale } from '../settings/choices.ts'
import { Gate } from './Gate.tsx'

const route = getRouteApi('/first-owner')

/** Makes the organization and its owner with the link printed at the first start. The token stands after `#`, so no log has it. */
export function FirstOwnerPage() {
  useTitle('Make the first owner')
  const search = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  const [token] = useState(() => search.token ?? window.location.hash.slice(1))
  const [draft, setDraft] = useState({
    organization: '',
    zone: ownZone(),
    currency: 'EUR',
    locale: ownLocale(),
    name: '',
    email: '',
    password: '',
  })
  const set = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }))

  const make = useMutation({
    mutationFn: () => {
      const { organization, zone, currency, locale, ...owner } = draft
      return call(sessionApi.makeFirstOwner, {
        body: { token, organization: { name: organization, zone, currency, locale }, ...owner },
      })
    },
    onSuccess: (signedIn) => {
      if (signedIn.state === 'signed_in') queries.setQueryData(askMe().queryKey, signedIn.me)
      router.history.replace(signedIn.state === 'signed_in' ? '/settings' : '/sign-in')
    },
  })
  const errors = fieldSentences(make.error)
  const filled =
    draft.organization.trim() !== '' &&
    draft.name.trim() !== '' &&
    draft.email.trim() !== '' &&
    draft.password.length >= shortestPassword
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (filled) make.mutate()
  }

  if (token === '') {
    return (
      <Gate title="This link is not whole">
        <p>
          Open the link that was printed when the server started. It works once, for a day. A new one is printed at the
          next start.
        </p>
      </Gate>
    )
  }
  return (
    <Gate
      title="Make the first owner"
      wide
      lead="The organization, and who may do everything in it. All of it can be changed later, except the currency once there is an invoice."
    >
      <form className={layout.stack} onSubmit={submit} noValidate>
        {make.error ? (
          <p className={classes(layout.notice, layout.problem)} role="alert">
            {sentenceOf(make.error)}
          </p>
        ) : null}
        <TextInput
          label="Organization"
          required
          maxLength={200}
          autoComplete="organization"
          value={draft.organization}
          error={errors['organization.name']}
          onChange={(event) => set({ organization: event.currentTarget.value })}
        />
        <div className={layout.two}>
          <Select
            label="Time zone"
            data={zoneNames(draft.zone)}
            searchable
            allowDeselect={false}
            value={draft.zone}
            error={errors['organization.zone']}
            onChange={(zone) => zone && set({ zone })}
          />
          <Select
            label="Currency"
            data={currencies(draft.currency)}
            searchable
            allowDeselect={false}
            value={draft.currency}
            error={errors['organization.currency']}
            onChange={(currency) => currency && set({ currency })}
          />
          <Select
            className={layout.wide}
            label="Dates and numbers"
            data={locales(draft.locale)}
            searchable
            allowDeselect={false}
            value={draft.locale}
            error={errors['organization.locale']}
            onChange={(locale) => locale && set({ locale })}
          />
        </div>
        <div className={layout.two}>
          <TextInput
            label="Your name"
            required
            maxLength={200}
            autoComplete="name"
            value={draft.name}
            error={errors.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Your e-mail"
            type="email"
            required
            maxLength={254}
            autoComplete="username"
            value={draft.email}
            error={errors.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
        </div>
        <PasswordInput
          label="Password"
          description={`At least ${shortestPassword} characters. A few words are easier than signs.`}
          required
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={draft.password}
          error={errors.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <Button type="submit" size="md" fullWidth loading={make.isPending} disabled={!filled}>
          Make the organization
        </Button>
      </form>
    </Gate>
  )
}
