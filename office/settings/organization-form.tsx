import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { sentence } from '#core/kit/sentences.ts'
import { type Organization, peopleApi, zOrganization } from '#core/people/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { classes } from '#ui/classes.ts'
import { ask, keyOf } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay } from '../kit/me.ts'
import { type RowForm, useRowForm } from '../kit/row-form.ts'
import styles from './Settings.module.css'

/** Settings of the organization as a form begins with them, and what it says of itself. */
export type OrganizationShown = { organization: Organization; onTouched: () => void; onSaved: () => void }

/**
 * Some settings of the organization. From the first change until it is saved they stay what they were: what others save
 * meanwhile takes nothing away that is being typed.
 */
export function OrganizationEditor({
  failed,
  children,
}: {
  failed: string
  children: (shown: OrganizationShown) => ReactNode
}) {
  const query = useQuery(ask(peopleApi.readOrganization, {}))
  const [held, setHeld] = useState<Organization | null>(null)
  return (
    <Loaded query={query} failed={failed}>
      {(newest) => {
        const organization = held ?? newest
        return children({ organization, onTouched: () => setHeld(organization), onSaved: () => setHeld(null) })
      }}
    </Loaded>
  )
}

export type OrganizationForm<F extends object> = RowForm<F> & {
  mayEdit: boolean
  /** Saves, unless there is a reason not to. */
  submit: (event: FormEvent) => void
  saveMine: () => void
  reason: string | null
}

/** @param whyNot why a draft cannot be saved, in a sentence; null: it can */
export function useOrganizationForm<K extends keyof Organization>(
  { organization, onTouched, onSaved }: OrganizationShown,
  start: Pick<Organization, K>,
  whyNot: (draft: Pick<Organization, K>) => string | null,
): OrganizationForm<Pick<Organization, K>> {
  const queries = useQueryClient()
  const mayEdit = useMay('settings.edit')
  const form = useRowForm<Pick<Organization, K>, Organization>({
    start,
    version: organization.version,
    row: zOrganization,
    make: () => Promise.reject(new Error('an organization is made with its first owner')),
    edit: (changes) => call(peopleApi.editOrganization, { body: changes }),
    onTouched,
  })
  const reason = whyNot(form.draft)
  const save = async () => {
    if (!(await form.save())) return
    toast('Saved')
    await queries.invalidateQueries({ queryKey: keyOf(peopleApi.readOrganization) })
    onSaved()
    refresh(queries, [{ kind: 'organization', id: organization.id, version: 0 }])
  }
  return {
    ...form,
    mayEdit,
    reason,
    saveMine: () => void save(),
    submit: (event) => {
      event.preventDefault()
      if (mayEdit && !reason) void save()
    },
  }
}

/** The foot of a form: why it could not be or cannot be saved, and the button. */
export function SaveBar<F extends object>({
  form,
}: {
  form: Pick<OrganizationForm<F>, 'problem' | 'mayEdit' | 'reason' | 'busy'>
}) {
  return (
    <div className={styles.save}>
      {form.problem ? (
        <p className={classes(layout.grow, layout.bad)} role="alert">
          {form.problem}
        </p>
      ) : null}
      {form.mayEdit ? (
        <output className={layout.detail}>{form.reason}</output>
      ) : (
        <span className={layout.detail}>{sentence('not_allowed')}</span>
      )}
      <Button type="submit" loading={form.busy} disabled={!form.mayEdit || form.reason !== null}>
        Save
      </Button>
    </div>
  )
}
