import { ActionIcon } from '@mantine/core'
import { IconArchive, IconPencil } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isClosedAllWeek, weekHoursWords } from '#core/kit/hours-words.ts'
import { type LocalDate, localDate } from '#core/kit/time.ts'
import { peopleApi, type Skill, type Technician } from '#core/people/api.ts'
import { certificateState } from '#core/people/certificates.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { SkeletonLines } from '#ui/States.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ArchivedRows } from '../kit/Archived.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { Person } from '../kit/Person.tsx'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { CertificateMark } from './CertificateMark.tsx'
import { TechnicianDialog } from './TechnicianDialog.tsx'

export function TechniciansPanel() {
  const mayEdit = useMay('people.edit')
  const { zone, locale } = useMe().organization
  const technicians = useQuery(ask(peopleApi.listTechnicians, { query: { archived: 'all' } }))
  const skills = useQuery(ask(peopleApi.listSkills, { query: { archived: 'all' } })).data?.items ?? []
  const usual = useQuery(ask(peopleApi.readOrganization, {})).data?.workingHours
  const members = useQuery(ask(peopleApi.listMembers, {})).data?.items ?? []
  const today = useQuery(ask(workOrderApi.readToday, {}))
  const seen = today.data?.technicians
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
  const active = technicians.data?.items.filter((one) => one.archivedAt === null)
  const present = useNow()
  return (
    <Panel
      title="Technicians"
      count={active?.length}
      flush
      id="technicians"
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>Add a technician</AddButton> : null}
    >
      <Loaded query={technicians} failed="The technicians could not be shown">
        {({ items }) => (
          <>
            {active?.length === 0 ? (
              <p className={`${layout.pad} ${layout.empty}`}>Nobody yet. Add who goes to the customers.</p>
            ) : null}
            {active && active.length > 0 ? (
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th>Name</th>
                    <th className={layout.fromDesk}>Kind</th>
                    <th className={layout.fromTablet}>Skills</th>
                    <th className={layout.fromDesk}>Hours</th>
                    <th className={layout.fromDesk}>Signs in as</th>
                    <th className={layout.fromTablet}>Last synced</th>
                    <th>
                      <span className="sr-only">Change</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {active.map((technician) => (
                    <tr key={technician.id}>
                      <td className="nowrap">
                        <Person name={technician.name} colour={technician.colour} small />{' '}
                        <span className={layout.detail}>{technician.code}</span>
                      </td>
                      <td className={layout.fromDesk}>{heading(technician.kind)}</td>
                      <td className={layout.fromTablet}>
                        <SkillsOf
                          technician={technician}
                          skills={skills}
                          today={localDate(present, technician.zone ?? zone)}
                        />
                      </td>
                      <td className={layout.fromDesk}>
                        {technician.workingHours ? (
                          <HoursOf words={weekHoursWords(technician.workingHours, locale)} />
                        ) : usual && isClosedAllWeek(usual) ? (
                          <HoursOf words="" />
                        ) : (
                          <span className="faint">As the company</span>
                        )}
                      </td>
                      <td className={layout.fromDesk}>
                        {members.find((one) => one.id === technician.memberId)?.email ?? (
                          <span className="faint">No phone</span>
                        )}
                      </td>
                      <td className={`nowrap ${layout.fromTablet}`}>
                        {seen ? (
                          <LastSync at={seen.find((one) => one.id === technician.id)?.lastSyncAt ?? null} zone={zone} />
                        ) : today.isError ? (
                          <span className="faint">Not known now</span>
                        ) : (
                          <SkeletonLines count={1} />
                        )}
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
            ) : null}
            <ArchivedRows rows={items} onRestore={mayEdit ? ({ id }) => set.mutate({ id, away: false }) : null} />
          </>
        )}
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

/** What somebody can do, and each certificate that has expired or is about to. */
function SkillsOf({
  technician,
  skills,
  today,
}: {
  technician: Technician
  skills: readonly Skill[]
  today: LocalDate
}) {
  const known = technician.skills.map((one) => ({
    ...one,
    name: skills.find((skill) => skill.id === one.skillId)?.name ?? '',
  }))
  if (known.length === 0) return <span className="faint">None</span>
  const [due, good] = [known.filter(needsALook(today)), known.filter((one) => !needsALook(today)(one))]
  return (
    <>
      {good.map(({ name }) => name).join(', ')}
      {due.map(({ skillId, name, until }) => (
        <span key={skillId} className={layout.due}>
          {name}
          <CertificateMark until={until} today={today} />
        </span>
      ))}
    </>
  )
}

const needsALook = (today: LocalDate) => (skill: { until: LocalDate | null }) =>
  certificateState(skill.until, today) !== 'good'

function HoursOf({ words }: { words: string }) {
  return words ? <>{words}</> : <span className={layout.warn}>No hours</span>
}

function LastSync({ at, zone }: { at: string | null; zone: string }) {
  return at ? <ShortTime at={at} zone={zone} /> : <span className="faint">Never</span>
}
