import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Reply } from '#core/kit/contract.ts'
import { customersApi } from '#core/customers/api.ts'
import { formatLocalDate, localDate } from '#core/kit/time.ts'
import { FactList, Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMe } from '../kit/me.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { AssetDialog } from './AssetDialog.tsx'
import { AssetRecord } from './AssetRecord.tsx'
import { madeOnPhoneFact } from './MadeOnPhone.tsx'
import { PlaceHead } from './PlaceHead.tsx'
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
  const { locale } = useMe().organization
  const today = localDate(useNow(), site.zone)
  const covered = asset.warrantyUntil !== null && asset.warrantyUntil >= today
  return (
    <>
      <PlaceHead
        kind="asset"
        row={asset}
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
        detail={[asset.kind, asset.make, asset.model, asset.location].filter(Boolean).join(' · ')}
        raise={{ customer: asset.customerId, site: site.id, asset: asset.id }}
        archive={(sent) => call(customersApi.archiveAsset, sent)}
        restore={(sent) => call(customersApi.restoreAsset, sent)}
        dialog={(close) => <AssetDialog siteId={site.id} asset={asset} onClose={close} />}
      />
      <div className={layout.columns}>
        <div className={layout.column}>
          <Panel title="Work on it" count={work.length} flush id="work">
            {work.length === 0 ? (
              <p className={`${layout.pad} ${layout.empty}`}>No work order has named it yet.</p>
            ) : (
              <WorkLines work={work} />
            )}
          </Panel>
          <AssetRecord asset={asset.id} />
        </div>
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
    </>
  )
}
