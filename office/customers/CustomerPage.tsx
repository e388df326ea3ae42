import { IconMapPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reply } from '#core/kit/contract.ts'
import { type Customer, customersApi } from '#core/customers/api.ts'
import { addressLine, addressLines } from '#core/kit/address.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { isFieldDone } from '#core/work-orders/status.ts'
import { FactList, Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useHome } from '../kit/home.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { usePages } from '../kit/pages.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { ContactsPanel } from './ContactsPanel.tsx'
import { CustomerDialog } from './CustomerDialog.tsx'
import { CustomerTerms } from './CustomerTerms.tsx'
import { CustomerInvoices } from './CustomerInvoices.tsx'
import { madeOnPhoneFact } from './MadeOnPhone.tsx'
import { SiteDialog } from './SiteDialog.tsx'
import { PagedPanel } from './PagedPanel.tsx'
import { PlaceHead } from './PlaceHead.tsx'
import { PurchaseOrders } from './PurchaseOrders.tsx'
import { WorkLines } from './WorkLines.tsx'

const route = getRouteApi('/shell/customers/$id')
type Page = Reply<typeof customersApi.readCustomer>

export function CustomerPage() {
  const { id } = route.useParams()
  const query = useQuery(ask(customersApi.readCustomer, { params: { id } }))
  return (
    <LoadedPage name="Customer" query={query} failed="The customer could not be shown" skeleton={<PageSkeleton />}>
      {(page) => <Shown key={id} page={page} />}
    </LoadedPage>
  )
}

function Shown({ page }: { page: Page }) {
  const { customer } = page
  const home = useHome()
  const mayInvoices = useMay('invoices.read')
  const mayPrices = useMay('prices.read')
  return (
    <>
      <PlaceHead
        kind="customer"
        row={customer}
        crumbs={<Link to="/customers">Customers</Link>}
        detail={[customer.number, addressLine(customer.billingAddress, home)].filter(Boolean).join(' · ')}
        raise={{ customer: customer.id }}
        archive={(sent) => call(customersApi.archiveCustomer, sent)}
        restore={(sent) => call(customersApi.restoreCustomer, sent)}
        dialog={(close) => <CustomerDialog customer={customer} onClose={close} />}
      />
      <div className={layout.columns}>
        <div className={layout.column}>
          <SitesPanel page={page} />
          <OpenWork page={page} />
          <History id={customer.id} />
        </div>
        <div className={layout.column}>
          <Facts customer={customer} />
          <ContactsPanel
            customerId={customer.id}
            contacts={page.contacts}
            archived={page.archivedContacts}
            sites={page.sites}
          />
          {mayPrices ? <CustomerTerms customer={customer} /> : null}
          {mayInvoices ? <CustomerInvoices customer={customer.id} /> : null}
          {mayInvoices ? <PurchaseOrders customer={customer.id} /> : null}
        </div>
      </div>
    </>
  )
}

function Facts({ customer }: { customer: Customer }) {
  const { locale } = useMe().organization
  const home = useHome()
  const lines = addressLines(customer.billingAddress, home)
  return (
    <Panel title="Details" id="details">
      <FactList
        facts={[
          {
            label: 'Phone',
            value: customer.phone ? <a href={`tel:${customer.phone.replace(/\s/g, '')}`}>{customer.phone}</a> : '',
          },
          { label: 'E-mail', value: customer.email ? <a href={`mailto:${customer.email}`}>{customer.email}</a> : '' },
          {
            label: 'Billing address',
            value: lines.length > 0 ? <span className={layout.prose}>{lines.join('\n')}</span> : '',
          },
          {
            label: 'Purchase order',
            value: customer.requiresPurchaseOrder ? 'Required before an invoice' : 'Not required',
          },
          { label: 'Days to pay', value: customer.paymentTermsDays ?? 'As the organization says' },
          { label: 'Tax number', value: customer.taxNumber },
          { label: 'Number in the books', value: customer.accountNumber },
          ...(customer.taxExemptCertificate
            ? [
                {
                  label: 'Tax exempt',
                  value: `${customer.taxExemptCertificate}${customer.taxExemptUntil ? `, until ${formatLocalDate(customer.taxExemptUntil, locale)}` : ''}`,
                },
              ]
            : []),
          ...madeOnPhoneFact(customer.madeOnPhone),
          { label: 'Notes', value: customer.notes ? <span className={layout.prose}>{customer.notes}</span> : '' },
        ]}
      />
    </Panel>
  )
}

function SitesPanel({ page: { customer, sites } }: { page: Page }) {
  const mayEdit = useMay('customers.edit')
  const home = useHome()
  const [adding, setAdding] = useState(false)
  return (
    <Panel
      title="Sites"
      count={sites.length}
      flush
      id="sites"
      actions={mayEdit ? <AddButton onPress={() => setAdding(true)}>Add</AddButton> : null}
    >
      {sites.length === 0 ? (
        <p className={`${layout.pad} ${layout.empty}`}>No site yet. Add where the work happens.</p>
      ) : null}
      {sites.map((site) => (
        <div key={site.id} className={layout.line}>
          <IconMapPin size={18} stroke={1.75} aria-hidden />
          <div className={layout.grow}>
            <p>
              <Link to="/sites/$id" params={{ id: site.id }} className="quiet-link">
                <b>{site.name}</b>
              </Link>
            </p>
            <p className={layout.detail}>{addressLine(site.address, home) || 'No address yet'}</p>
          </div>
          <span className={layout.detail}>
            {site.assets} asset{site.assets === 1 ? '' : 's'}
            {site.openWorkOrders > 0 ? `, ${site.openWorkOrders} open` : ''}
          </span>
        </div>
      ))}
      {adding ? <SiteDialog customerId={customer.id} site={null} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function OpenWork({ page: { openWork, openWorkOrders, customer } }: { page: Page }) {
  return (
    <Panel
      title="Open work"
      count={openWorkOrders}
      flush
      id="open-work"
      actions={
        openWorkOrders > openWork.length ? (
          <Link to="/work-orders" search={{ customer: customer.id }}>
            All {openWorkOrders}
          </Link>
        ) : null
      }
    >
      {openWork.length === 0 ? (
        <p className={`${layout.pad} ${layout.empty}`}>Nothing is open.</p>
      ) : (
        <WorkLines work={openWork} withSite />
      )}
    </Panel>
  )
}

function History({ id }: { id: string }) {
  const pages = usePages(customersApi.listCustomerWork, { params: { id } }, (cursor) =>
    call(customersApi.listCustomerWork, { params: { id }, query: { cursor, limit: 20 } }),
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
      {(work) => <WorkLines work={work} withSite />}
    </PagedPanel>
  )
}
