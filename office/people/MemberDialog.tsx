import { Checkbox, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Role, roles } from '#core/people/abilities.ts'
import { type Member, peopleApi, type Technician, zMember } from '#core/people/api.ts'
import { shortestPassword } from '#core/people/session-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { roleWords } from './roles.ts'

type Fields = Pick<Member, 'name' | 'email' | 'roles' | 'technicianId'>

type Props = { member: Member | null; technicians: readonly Technician[]; onClose: () => void }

export function MemberDialog({ member, technicians, onClose }: Props) {
  const queries = useQueryClient()
  const me = useMe()
  const [id] = useState(() => member?.id ?? newId())
  const [password, setPassword] = useState('')
  const [passwordProblem, setPasswordProblem] = useState(false)
  const start: Fields = member
    ? { name: member.name, email: member.email, roles: member.roles, technicianId: member.technicianId }
    : { name: '', email: '', roles: ['dispatcher'], technicianId: null }
  const form = useRowForm({
    start,
    version: member?.version ?? null,
    row: zMember,
    make: (fields) => {
      setPasswordProblem(true)
      return call(peopleApi.makeMember, { body: { id, ...fields, password } })
    },
    edit: (changes) => {
      const { email: _, ...editable } = changes
      return call(peopleApi.editMember, { params: { id }, body: editable })
    },
  })
  const { draft, set, text } = form
  const isOwner = me.actor.roles.includes('owner')
  const toggle = (role: Role, on: boolean) =>
    set({ roles: roles.filter((one) => (one === role ? on : draft.roles.includes(one))) })
  const free = technicians.filter((one) => one.memberId === null || one.memberId === id)
  const reason =
    draft.name.trim() === ''
      ? 'Give a name.'
      : draft.email.trim() === ''
        ? 'Give an e-mail address.'
        : draft.roles.length === 0
          ? 'Choose a role.'
          : !member && password.length < shortestPassword
            ? `The password has at least ${shortestPassword} characters.`
            : null
  return (
    <RowDialog
      title={member ? `Edit ${member.name}` : 'Add a member'}
      action={member ? 'Save' : 'Add'}
      form={form}
      reason={reason}
      size={520}
      labels={{ name: 'Name', roles: 'Roles', technicianId: 'Technician' }}
      shown={(field, value) =>
        field === 'technicianId'
          ? (technicians.find((one) => one.id === value)?.name ?? 'none')
          : Array.isArray(value)
            ? value.map((role) => roleWords[role].word).join(', ')
            : String(value)
      }
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [
          { kind: 'member', id, version: 0 },
          { kind: 'technician', id, version: 0 },
        ])
        toast(member ? 'Saved' : `${draft.name.trim()} can sign in`)
      }}
    >
      <div className={layout.two}>
        <TextInput label="Name" required data-autofocus maxLength={200} {...text('name')} />
        <TextInput label="E-mail" type="email" required maxLength={254} disabled={member !== null} {...text('email')} />
      </div>
      <Checkbox.Group label="Roles" value={draft.roles} error={form.error('roles')}>
        <Stack gap={6} mt={6}>
          {roles.map((role) => (
            <Checkbox
              key={role}
              value={role}
              label={roleWords[role].word}
              description={roleWords[role].does}
              disabled={role === 'owner' && !isOwner}
              onChange={(event) => toggle(role, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label="Is the technician"
        description="What they do on the phone is recorded under this name"
        placeholder="Nobody"
        clearable
        data={free.map((one) => ({ value: one.id, label: one.name }))}
        value={draft.technicianId}
        onChange={(technicianId) => set({ technicianId })}
      />
      {member ? null : (
        <PasswordInput
          label="First password"
          description="Tell it to them; they can change it. Somebody who is in another organization here keeps their own."
          required
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          value={password}
          error={passwordProblem ? errorOf(form) : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
    </RowDialog>
  )
}

/** The password is no field of the row, so its sentence is the one of the whole form. */
function errorOf(form: { problem: string | null }): string | undefined {
  return form.problem?.toLowerCase().includes('password') ? form.problem : undefined
}
