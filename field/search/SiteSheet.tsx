import { CallIcon, NavigateIcon, WorkOrderIcon } from '#ui/icons.ts'
import { ButtonLink } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useCatalogue, usePhone } from '../hooks.ts'
import type { SearchHit } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import forms from '../shell/forms.module.css'
import { callAddress, mapsAddress } from '../words.ts'

/** A site, customer or asset that was found: call, navigate, and its work on this phone. */
export function SiteSheet({ hit, onClose }: { hit: SearchHit; onClose: () => void }) {
  const phone = usePhone()
  const { sites, assets } = useCatalogue()
  const siteId = hit.kind === 'site' ? hit.id : assets.find((asset) => asset.id === hit.id)?.site
  const site = sites.find((one) => one.id === siteId)
  const contacts = (site?.contacts ?? []).filter((contact) => contact.phone !== '')
  const isNamed = contacts.some((contact) => contact.phone === hit.phone)
  const numbers = [...(hit.phone && !isNamed ? [{ name: hit.title, phone: hit.phone }] : []), ...contacts]
  const orders = hit.workOrders.flatMap((id) => phone.workOrder(id).get() ?? [])
  return (
    <Sheet open onClose={onClose} title={hit.title} description={hit.subtitle}>
      <div className={forms.stack}>
        {site?.address ? (
          <ButtonLink
            href={mapsAddress(site)}
            target="_blank"
            rel="noreferrer"
            icon={<NavigateIcon aria-hidden stroke={1.75} />}
          >
            {site.address}
          </ButtonLink>
        ) : null}
        {numbers.length > 0 ? (
          <Card flush>
            <Rows>
              {numbers.map((one) => (
                <ListRow
                  key={one.phone}
                  href={callAddress(one.phone)}
                  icon={<CallIcon stroke={1.75} />}
                  title={one.name || one.phone}
                  detail={one.phone}
                />
              ))}
            </Rows>
          </Card>
        ) : null}
        {orders.length > 0 ? (
          <Card flush>
            <Rows>
              {orders.map(({ order, reference }) => (
                <ListRow
                  key={order.work.id}
                  href={pathTo({ page: 'order', workOrder: order.work.id })}
                  icon={<WorkOrderIcon stroke={1.75} />}
                  title={order.work.details.title}
                  detail={reference}
                />
              ))}
            </Rows>
          </Card>
        ) : (
          <p className={forms.soft}>No work order of it is on this phone.</p>
        )}
      </div>
    </Sheet>
  )
}
