import { useQuery } from '@tanstack/react-query'
import { peopleApi } from '#core/people/api.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { MembersPanel } from './MembersPanel.tsx'
import { PhonesPanel } from './PhonesPanel.tsx'
import { RosterPanel } from './RosterPanel.tsx'
import { TechniciansPanel } from './TechniciansPanel.tsx'

/** Who signs in, and who travels: a technician may be a member, and need not be. */
export function PeoplePage() {
  useTitle('People')
  // Together, so that no list pushes another down.
  const waiting = [
    useQuery(ask(peopleApi.listTechnicians, { query: { archived: 'all' } })),
    useQuery(ask(peopleApi.listMembers, {})),
    useQuery(ask(peopleApi.listSkills, { query: { archived: 'all' } })),
    useQuery(ask(peopleApi.readOrganization, {})),
    useQuery(ask(peopleApi.listDevices, {})),
  ].some((query) => query.isPending)
  return (
    <>
      <PageHead
        title="People"
        detail="Members sign in. Technicians are planned for visits; one of them may be a member, or have no phone at all."
      />
      {waiting ? (
        <TableSkeleton />
      ) : (
        <div className={layout.stack}>
          <TechniciansPanel />
          <RosterPanel />
          <MembersPanel />
          <PhonesPanel />
        </div>
      )}
    </>
  )
}
