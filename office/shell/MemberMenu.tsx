import { Menu, UnstyledButton } from '@mantine/core'
import { IconArrowsExchange, IconLogout } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Role } from '#core/people/abilities.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { call } from '../kit/client.ts'
import { ask } from '../kit/ask.ts'
import { initials } from '../kit/initials.ts'
import { useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import styles from './Navigation.module.css'

const roleWords: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  dispatcher: 'Dispatcher',
  contract_manager: 'Contract manager',
  billing: 'Billing',
  technician: 'Technician',
}

export function MemberMenu({ slim }: { slim: boolean }) {
  const { actor, organization } = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: organizations } = useQuery({
    ...ask(sessionApi.organizations, {}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const others = organizations?.items.filter((one) => one.orgId !== organization.id) ?? []

  const signOut = useMutation({
    mutationFn: () => call(sessionApi.signOutOffice, {}),
    onSuccess: async () => {
      queries.clear()
      await navigate({ to: '/sign-in' })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  const choose = useMutation({
    mutationFn: (orgId: string) => call(sessionApi.chooseOrganization, { body: { orgId } }),
    // Nothing of one organization may linger on a screen of the other.
    onSuccess: () => window.location.assign('/'),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })

  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles.member}>
          <span className={styles.face} aria-hidden>
            {initials(actor.name)}
          </span>
          <span className={slim ? 'sr-only' : styles.memberWords}>
            <span className={styles.memberName}>{actor.name}</span>
            <span className={styles.memberRole}>{actor.roles.map((role) => roleWords[role]).join(', ')}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {actor.name}, {organization.name}
        </Menu.Label>
        {others.map((one) => (
          <Menu.Item
            key={one.orgId}
            leftSection={<IconArrowsExchange size={16} stroke={1.75} aria-hidden />}
            onClick={() => choose.mutate(one.orgId)}
          >
            Go to {one.name}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
