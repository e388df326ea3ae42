import { ActionIcon, Button } from '@mantine/core'
import { IconArchive, IconPencil, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleApi, type Technician } from '#core/people/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { Person } from '../kit/Person.tsx'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { TechnicianDialog } from './TechnicianDialog.tsx'

export function TechniciansPanel() {
  const mayEdit = useMay('people.edit')
  const { zone } = useMe().organization
  const technicians = useQuery(ask(peopleApi.listTechnicians, {}))
  const skills = useQuery(ask(peopleApi.listSkills, { query: {} })).data?.items ?? []
  const members = useQuery(ask(peopleApi.listMembers, {})).data?.items ?? []
  const seen = useQuery(ask(workOrderApi.readToday, {})).data?.technicians ?? []
  const queries = useQueryClient()
  const [open, setOpen] = useState<Technician | 'new' | null>(null)
  const set = useMutation({
    mutationFn: ({ id, away }: { id: string; away: boolean }) =>
      call(away ? peopleApi.archiveTechnician : peopleApi.restoreTechnician, { params: { id } }),
    onSuccess: (technician, { id, away }) => {
      refresh(queries, [{ kind: 'technician', id, version: 0 }])
      toast(away ? `${technician.name} archived` : `${technician.name} is back`, {
        undo: { onUndo: () => set.mutate({ id, away: !away }) },
      })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  const skillNames = (technician: Technician) =>
    skills.filter((skill) => technician.skillIds.includes(skill.id)).map((skill) => skill.name)
  return (
    <Panel
      title="Technicians"
      count={technicians.data?.items.length}
      flush
      id="technicians"
      actions={
        mayEdit ? (
          <Button
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={() => setOpen('new')}
          >
            Add a technician
          </Button>
        ) : null
      }
    >
      <Loaded query={technicians} failed="The technicians could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>Nobody yet. Add who goes to the customers.</p>
          ) : (
            <div className={layout.scrollX}>
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th>Name</th>
                    <th>Code</th>
                    <th>Kind</th>
                    <th>Skills</th>
                    <th>Signs in as</th>
                    <th>Phone last synced</th>
                    <th>
                      <span className="sr-only">Change</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((technician) => (
                    <tr key={technician.id}>
                      <td>
                        <Person name={technician.name} colour={technician.colour} small />
                      </td>
                      <td>{technician.code}</td>
                      <td>{heading(technician.kind)}</td>
                      <td>{skillNames(technician).join(', ') || <span className="faint">None</span>}</td>
                      <td>
                        {members.find((one) => one.id === technician.memberId)?.email ?? (
                          <span className="faint">No phone</span>
                        )}
                      </td>
                      <td>
                        <LastSync at={seen.find((one) => one.id === technician.id)?.lastSyncAt ?? null} zone={zone} />
                      </td>
                      <td className={layout.right}>
                        {mayEdit ? (
                          <>
                            <ActionIcon aria-label={`Edit ${technician.name}`} onClick={() => setOpen(technician)}>
                              <IconPencil size={16} stroke={1.75} />
                            </ActionIcon>
                            <ActionIcon
                              aria-label={`Archive ${technician.name}`}
                              onClick={() => set.mutate({ id: technician.id, away: true })}
                            >
                              <IconArchive size={16} stroke={1.75} />
                            </ActionIcon>
                          </>
                        ) : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {open ? (
        <TechnicianDialog
          technician={open === 'new' ? null : open}
          skills={skills}
          members={members}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Panel>
  )
}

function LastSync({ at, zone }: { at: string | null; zone: string }) {
  return at ? <ShortTime at={at} zone={zone} /> : <span className="faint">Never</span>
}
