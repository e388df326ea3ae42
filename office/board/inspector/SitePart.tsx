import { Link } from '@tanstack/react-router'
import type { BoardSite } from '#core/scheduling/board-api.ts'
import { Fact } from './Panel.tsx'

/** Where it is, and how sure that is. */
export function SitePart({ site, reported }: { site: BoardSite | undefined; reported: string }) {
  if (!site) return <Fact name="Site">{reported || <span className="faint">Not linked yet</span>}</Fact>
  return (
    <Fact name="Site">
      {site.customer}
      <br />
      <Link to="/sites/$id" params={{ id: site.id }}>
        {site.name}
      </Link>
      <br />
      <span className="faint">
        {site.address}
        {site.positionOf === 'town' ? ' (only the town is known: ways are from its middle)' : ''}
        {site.position === null ? ' (no position: ways are not known)' : ''}
      </span>
    </Fact>
  )
}
