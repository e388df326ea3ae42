import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { type Member, peopleApi } from '#core/people/api.ts'
import { shortestPassword } from '#core/people/session-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { call } from '../kit/client.ts'
import { sentenceOf } from '../kit/problem.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'

export function PasswordDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async () => {
    try {
      await call(peopleApi.setMemberPassword, { params: { id: member.id }, body: { password } })
      toast(`${member.name} has a new password`)
      return true
    } catch (error) {
      setProblem(sentenceOf(error))
      return false
    }
  }
  return (
    <Dialog
      title={`New password for ${member.name}`}
      action="Set"
      size={460}
      reason={password.length < shortestPassword ? `At least ${shortestPassword} characters.` : null}
      onClose={onClose}
      onSubmit={submit}
    >
      <p>
        Every session of theirs ends. What is only on their phone stays there, and is handed in when they sign in again.
      </p>
      <PasswordInput
        label="Password"
        data-autofocus
        required
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        value={password}
        error={problem}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Dialog>
  )
}
