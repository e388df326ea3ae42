import { PageHead } from '#ui/office/Page.tsx'
import layout from '../kit/layout.module.css'
import { useTitle } from '../kit/title.ts'
import { MembersPanel } from './MembersPanel.tsx'
import { PhonesPanel } from './PhonesPanel.tsx'
import { TechniciansPanel } from './TechniciansPanel.tsx'

/** Who signs in, and who travels: a technician may be a member, and need not be. */
export function PeoplePage() {
  useTitle('People')
  return (
    <>
      <PageHead
        title="People"
        detail="Members sign in. Technicians are planned for visits; one of them may be a member, or have no phone at all."
      />
      <div className={layout.stack}>
        <TechniciansPanel />
        <MembersPanel />
        <PhonesPanel />
      </div>
    </>
  )
}
