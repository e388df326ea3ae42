import { ActionIcon, Menu } from '@mantine/core'
import { IconBan, IconDots, IconKey, IconPencil, IconUserCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Member, peopleApi, type Technician } from '#core/people/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { MemberDialog } from './MemberDialog.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import { roleWords } from './roles.ts'

type Open = { what: 'new' } | { what: 'edit' | 'password'; member: Member } | null

export function MembersPanel() {
  const mayEdit = useMay('people.edit')
  const members = useQuery(ask(peopleApi.listMembers, {}))
  const technicians = useQuery(ask(peopleApi.listTechnicians, {})).data?.items ?? []
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <Panel
      title="Members"
      count={members.data?.items.length}
      flush
      id="members"
      actions={mayEdit ? <AddButton onPress={() => setOpen({ what: 'new' })}>Add a member</AddButton> : null}
    >
      <Loaded query={members} failed="The members could not be shown">
        {({ items }) => (
          <div className={layout.scrollX}>
            <table className={`${layout.table} ${layout.rows}`}>
              <thead>
                <tr>
                  <th>Name</th>
                  <th className={layout.fromTablet}>E-mail</th>
                  <th>Roles</th>
                  <th className={layout.fromDesk}>Technician</th>
                  <th>
                    <span className="sr-only">Change</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((member) => (
                  <MemberRow key={member.id} member={member} technicians={technicians} onOpen={setOpen} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {open?.what === 'new' ? <MemberDialog member={null} technicians={technicians} onClose={close} /> : null}
      {open?.what === 'edit' ? <MemberDialog member={open.member} technicians={technicians} onClose={close} /> : null}
      {open?.what === 'password' ? <PasswordDialog member={open.member} onClose={close} /> : null}
    </Panel>
  )
}

type RowProps = { member: Member; technicians: readonly Technician[]; onOpen: (open: Open) => void }

function MemberRow({ member, technicians, onOpen }: RowProps) {
  const queries = useQueryClient()
  const mayEdit = useMay('people.edit')
  const me = useMe()
  const disabled = member.disabledAt !== null
  const set = useMutation({
    mutationFn: (away: boolean) =>
      call(away ? peopleApi.disableMember : peopleApi.enableMember, { params: { id: member.id } }),
    onSuccess: (_, away) => {
      refresh(queries, [{ kind: 'member', id: member.id, version: 0 }])
      toast(away ? `${member.name} cannot sign in any more` : `${member.name} can sign in again`, {
        undo: { onUndo: () => set.mutate(!away) },
      })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (
    <tr>
      <td>
        <span className={layout.title}>{member.name}</span>{' '}
        {member.id === me.actor.memberId ? <span className={layout.detail}>you</span> : null}{' '}
        {disabled ? <MarkBadge mark={{ word: 'Disabled', tone: 'neutral', icon: IconBan }} look="plain" /> : null}
      </td>
      <td className={layout.fromTablet}>{member.email}</td>
      <td>{member.roles.map((role) => roleWords[role].word).join(', ')}</td>
      <td className={layout.fromDesk}>
        {technicians.find((one) => one.id === member.technicianId)?.name ?? <span className="faint">No</span>}
      </td>
      <td className={layout.right}>
        {mayEdit ? (
          <Menu position="bottom-end" width={220}>
            <Menu.Target>
              <ActionIcon aria-label={`Change ${member.name}`}>
                <IconDots size={16} stroke={1.75} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
                onClick={() => onOpen({ what: 'edit', member })}
              >
                Edit
              </Menu.Item>
              <Menu.Item
                leftSection={<IconKey size={15} stroke={1.75} aria-hidden />}
                onClick={() => onOpen({ what: 'password', member })}
              >
                New password
              </Menu.Item>
              {disabled ? (
                <Menu.Item
                  leftSection={<IconUserCheck size={15} stroke={1.75} aria-hidden />}
                  onClick={() => set.mutate(false)}
                >
                  Let in again
                </Menu.Item>
              ) : (
                <Menu.Item
                  leftSection={<IconBan size={15} stroke={1.75} aria-hidden />}
                  onClick={() => set.mutate(true)}
                >
                  Disable
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </td>
    </tr>
  )
}
