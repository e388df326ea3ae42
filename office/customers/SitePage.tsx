import { IconAlertTriangle, IconClock, IconTool } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reply } from '#core/kit/contract.ts'
import { customersApi } from '#core/customers/api.ts'
import { addressLine, addressLines } from '#core/kit/address.ts'
import { peopleApi } from '#core/people/api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { formatTime } from '#core/kit/time.ts'
import { isFieldDone } from '#core/work-orders/status.ts'
import { FactList, Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { useHome } from '../kit/home.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { Person } from '../kit/Person.tsx'
import { positionText } from '../kit/position.ts'
import { WeekHoursLine } from '../kit/WeekHoursFields.tsx'
import { usePages } from '../kit/pages.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { AssetDialog } from './AssetDialog.tsx'
import { ContactsPanel } from './ContactsPanel.tsx'
import { MadeOnPhoneLine, madeOnPhoneFact } from './MadeOnPhone.tsx'
import { SiteDialog } from './SiteDialog.tsx'
import { SiteFilesPanel } from './SiteFilesPanel.tsx'
import { PagedPanel } from './PagedPanel.tsx'
import { PlaceHead } from './PlaceHead.tsx'
import { VisitLines, WorkLines } from './WorkLines.tsx'

const route = getRouteApi('/shell/sites/$id')
type Page = Reply<typeof customersApi.readSite>

export function SitePage() {
  const { id } = route.useParams()
  const query = useQuery(ask(customersApi.readSite, { params: { id } }))
  return (
    <LoadedPage name="Site" query={query} failed="The site could not be shown" skeleton={<PageSkeleton />}>
      {(page) => <Shown key={id} page={page} />}
    </LoadedPage>
  )
}

function Shown({ page }: { page: Page }) {
  const { site, customer } = page
  const home = useHome()
  return (
    <>
      <PlaceHead
        kind="site"
        row={site}
        crumbs={
          <>
            <Link to="/customers">Customers</Link>
            <span aria-hidden>/</span>
            <Link to="/customers/$id" params={{ id: customer.id }}>
              {customer.name}
            </Link>
          </>
        }
        detail={addressLine(site.address, home)}
        raise={{ customer: customer.id, site: site.id }}
        archive={(sent) => call(customersApi.archiveSite, sent)}
        restore={(sent) => call(customersApi.restoreSite, sent)}
        dialog={(close) => <SiteDialog customerId={customer.id} site={site} onClose={close} />}
      />
      <div className={layout.columns}>
        <div className={layout.column}>
          <Panel title="Open work" count={page.openWork.length} flush id="open-work">
            {page.openWork.length === 0 ? (
              <p className={`${layout.pad} ${layout.empty}`}>Nothing is open here.</p>
            ) : (
              <WorkLines work={page.openWork} />
            )}
          </Panel>
          <LastVisits id={site.id} />
          <History id={site.id} />
        </div>
        <div className={layout.column}>
          <Facts page={page} />
          <AssetsPanel page={page} />
          <ContactsPanel
            customerId={customer.id}
            contacts={page.contacts}
            archived={page.archivedContacts}
            sites={[{ id: site.id, name: site.name }]}
            siteId={site.id}
          />
          <SiteFilesPanel site={site.id} />
        </div>
      </div>
    </>
  )
}

function Facts({ page: { site } }: { page: Page }) {
  const { locale } = useMe().organization
  const now = useNow()
  const home = useHome()
  const lines = addressLines(site.address, home)
  const mayRead = useMay('people.read')
  const technicians = useQuery({
    ...ask(peopleApi.listTechnicians, { query: { archived: 'all' } }),
    enabled: mayRead && site.preferredTechnicianIds.length + site.refusedTechnicianIds.length > 0,
  }).data?.items
  const territory = useQuery({
    ...ask(territoryApi.listTerritories, { query: { archived: 'all' } }),
    enabled: mayRead && site.territoryId !== null,
  }).data?.items.find(({ id }) => id === site.territoryId)
  const wanted = (label: string, ids: readonly string[]) => {
    const people = technicians?.filter(({ id }) => ids.includes(id)) ?? []
    if (people.length === 0) return []
    const value = people.map((one) => <Person key={one.id} name={one.name} colour={one.colour} small />)
    return [{ label, value: <span className={layout.people}>{value}</span> }]
  }
  return (
    <Panel title="Details" id="details">
      <FactList
        facts={[
          { label: 'Address', value: lines.length > 0 ? <span className={layout.prose}>{lines.join('\n')}</span> : '' },
          {
            label: 'Time zone',
            value: (
              <>
                {site.zone.replaceAll('_', ' ')}{' '}
                <span className={layout.detail}>
                  <IconClock size={12} stroke={1.75} style={{ display: 'inline' }} aria-hidden /> now{' '}
                  {formatTime(now, site.zone, locale)}
                </span>
                {site.zoneConfirmed ? null : (
                  <p className={layout.warn}>Guessed from a phone. Edit the site to confirm it.</p>
                )}
              </>
            ),
          },
          {
            label: 'Phone',
            value: site.phone ? <a href={`tel:${site.phone.replace(/\s/g, '')}`}>{site.phone}</a> : '',
          },
          ...madeOnPhoneFact(site.madeOnPhone),
          {
            label: 'Open',
            value: site.openingHours ? <WeekHoursLine week={site.openingHours} none="Never" /> : 'Always',
          },
          ...(territory ? [{ label: 'Territory', value: territory.name }] : []),
          {
            label: 'Position',
            value: site.position ? (
              positionText(site.position)
            ) : (
              <span className={layout.warn}>Not known: the board takes the middle of the town.</span>
            ),
          },
          ...wanted('Preferred', site.preferredTechnicianIds),
          ...wanted('Refused', site.refusedTechnicianIds),
          { label: 'Access', value: site.accessNotes ? <span className={layout.prose}>{site.accessNotes}</span> : '' },
          {
            label: 'Hazards',
            value: site.hazards ? (
              <span className={`${layout.prose} ${layout.warn}`}>
                <IconAlertTriangle size={14} stroke={1.75} style={{ display: 'inline' }} aria-hidden /> {site.hazards}
              </span>
            ) : (
              ''
            ),
          },
        ]}
      />
    </Panel>
  )
}

function AssetsPanel({ page: { site, assets } }: { page: Page }) {
  const mayEdit = useMay('customers.edit')
  const [adding, setAdding] = useState(false)
  return (
    <Panel
      title="Assets"
      count={assets.length}
      flush
      id="assets"
      actions={mayEdit ? <AddButton onPress={() => setAdding(true)}>Add</AddButton> : null}
    >
      {assets.length === 0 ? <p className={`${layout.pad} ${layout.empty}`}>No equipment is listed here yet.</p> : null}
      {assets.map((asset) => (
        <div key={asset.id} className={layout.line}>
          <IconTool size={18} stroke={1.75} aria-hidden />
          <div className={layout.grow}>
            <p>
              <Link to="/assets/$id" params={{ id: asset.id }} className="quiet-link">
                <b>{asset.name}</b>
              </Link>{' '}
              <span className={layout.detail}>{asset.location}</span>
            </p>
            <p className={layout.detail}>
              {[asset.kind, asset.make, asset.model, asset.serial].filter(Boolean).join(' · ')}
            </p>
            <MadeOnPhoneLine made={asset.madeOnPhone} />
          </div>
        </div>
      ))}
      {adding ? <AssetDialog siteId={site.id} asset={null} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function LastVisits({ id }: { id: string }) {
  const pages = usePages(customersApi.listSiteVisits, { params: { id } }, (cursor) =>
    call(customersApi.listSiteVisits, { params: { id }, query: { cursor, limit: 8 } }),
  )
  return (
    <PagedPanel
      title="Last visits"
      id="visits"
      pages={pages}
      failed="The visits could not be shown"
      empty="Nobody has finished a visit here yet."
    >
      {(visits) => <VisitLines visits={visits} />}
    </PagedPanel>
  )
}

function History({ id }: { id: string }) {
  const pages = usePages(customersApi.listSiteWork, { params: { id } }, (cursor) =>
    call(customersApi.listSiteWork, { params: { id }, query: { cursor, limit: 20 } }),
  )
  return (
    <PagedPanel
      title="History"
      id="history"
      pages={pages}
      shown={(order) => isFieldDone(order.status)}
      failed="The history could not be shown"
      empty="Nothing is finished yet."
    >
      {(work) => <WorkLines work={work} />}
    </PagedPanel>
  )
}
