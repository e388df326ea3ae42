import { Button } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reply } from '#core/kit/contract.ts'
import { customersApi } from '#core/customers/api.ts'
import { formatLocalDate, localDate } from '#core/kit/time.ts'
import { FactList, PageHead, Panel } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { ArchiveButton } from './ArchiveButton.tsx'
import { AssetDialog } from './AssetDialog.tsx'
import { archivedMark } from './CustomerPage.tsx'
import { madeOnPhoneFact } from './MadeOnPhone.tsx'
import { WorkLines } from './WorkLines.tsx'

const route = getRouteApi('/shell/assets/$id')
type Page = Reply<typeof customersApi.readAsset>

export function AssetPage() {
  const { id } = route.useParams()
  const query = useQuery(ask(customersApi.readAsset, { params: { id } }))
  return (
    <LoadedPage name="Asset" query={query} failed="The asset could not be shown" skeleton={<PageSkeleton />}>
      {(page) => <Shown key={id} page={page} />}
    </LoadedPage>
  )
}

function Shown({ page: { asset, site, work } }: { page: Page }) {
  useTitle(asset.name)
  const { locale } = useMe().organization
  const today = localDate(useNow(), site.zone)
  const mayEdit = useMay('customers.edit')
  const mayRaise = useMay('work_orders.edit')
  const [editing, setEditing] = useState(false)
  const covered = asset.warrantyUntil !== null && asset.warrantyUntil >= today
  return (
    <>
      <PageHead
        crumbs={
          <>
            <Link to="/customers/$id" params={{ id: asset.customerId }}>
              {asset.customerName}
            </Link>
            <span aria-hidden>/</span>
            <Link to="/sites/$id" params={{ id: site.id }}>
              {site.name}
            </Link>
          </>
        }
        title={asset.name}
        badges={asset.archivedAt ? <MarkBadge mark={archivedMark} look="large" /> : null}
        detail={[asset.kind, asset.make, asset.model, asset.location].filter(Boolean).join(' · ')}
        actions={
          <>
            {mayRaise && !asset.archivedAt ? (
              <Button
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/raise"
                    search={{ customer: asset.customerId, site: site.id, asset: asset.id }}
                  />
                )}
                leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
              >
                Raise a work order
              </Button>
            ) : null}
            {mayEdit ? (
              <>
                <Button
                  variant="default"
                  leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
                  onClick={() => setEditing(true)}
                >
                  Edit
                </Button>
                <ArchiveButton
                  kind="asset"
                  id={asset.id}
                  name={asset.name}
                  archived={asset.archivedAt !== null}
                  archive={() => call(customersApi.archiveAsset, { params: { id: asset.id } })}
                  restore={() => call(customersApi.restoreAsset, { params: { id: asset.id } })}
                />
              </>
            ) : null}
          </>
        }
      />
      <div className={layout.columns}>
        <Panel title="Work on it" count={work.length} flush id="work">
          {work.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No work order has named it yet.</p>
          ) : (
            <WorkLines work={work} />
          )}
        </Panel>
        <Panel title="Details" id="details">
          <FactList
            facts={[
              { label: 'What it is', value: asset.kind },
              { label: 'Make', value: asset.make },
              { label: 'Model', value: asset.model },
              { label: 'Serial number', value: asset.serial ? <span className="mono">{asset.serial}</span> : '' },
              { label: 'Where', value: asset.location },
              { label: 'Installed', value: asset.installedOn ? formatLocalDate(asset.installedOn, locale) : '' },
              {
                label: 'Warranty',
                value: asset.warrantyUntil
                  ? `${covered ? 'Until' : 'Ended'} ${formatLocalDate(asset.warrantyUntil, locale)}`
                  : '',
              },
              ...madeOnPhoneFact(asset.madeOnPhone),
              { label: 'Notes', value: asset.notes ? <span className={layout.prose}>{asset.notes}</span> : '' },
            ]}
          />
        </Panel>
      </div>
      {editing ? <AssetDialog siteId={site.id} asset={asset} onClose={() => setEditing(false)} /> : null}
    </>
  )
}
