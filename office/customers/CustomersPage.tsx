import { Button } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { customersApi } from '#core/customers/api.ts'
import { addressLine } from '#core/kit/address.ts'
import { FilterBar, PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ActiveOrArchived, whichOf } from '../kit/ActiveOrArchived.tsx'
import { call } from '../kit/client.ts'
import { useHome } from '../kit/home.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMay } from '../kit/me.ts'
import { counted, usePages } from '../kit/pages.ts'
import { SearchBox } from '../kit/SearchBox.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { CustomerDialog } from './CustomerDialog.tsx'

const route = getRouteApi('/shell/customers')

export function CustomersPage() {
  useTitle('Customers')
  const { q, archived } = route.useSearch()
  const navigate = route.useNavigate()
  const mayEdit = useMay('customers.edit')
  const home = useHome()
  const [making, setMaking] = useState(false)
  const asked = { q: q || undefined, archived: whichOf(archived) }
  const { query, rows, count } = usePages(customersApi.listCustomers, asked, (cursor) =>
    call(customersApi.listCustomers, { query: { ...asked, cursor, limit: 60 } }),
  )
  const change = (changes: { q?: string; archived?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })
  const make = mayEdit ? (
    <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={() => setMaking(true)}>
      Add a customer
    </Button>
  ) : null
  return (
    <>
      <PageHead title="Customers" actions={make} />
      <FilterBar result={counted(count, 'customer')}>
        <SearchBox
          label="Search customers"
          placeholder="Name, number, phone, address"
          value={q ?? ''}
          onChange={(text) => change({ q: text || undefined })}
        />
        <ActiveOrArchived
          label="Which customers"
          value={asked.archived}
          onChange={(which) => change({ archived: which })}
        />
      </FilterBar>
      <Loaded query={query} failed="The customers could not be shown" skeleton={<TableSkeleton />}>
        {() =>
          rows.length === 0 ? (
            <EmptyState
              icon={<IconBuilding stroke={1.5} />}
              title={q ? 'No customer fits these words' : archived ? 'No customer is archived' : 'No customers yet'}
              action={q || archived ? null : make}
            >
              {q
                ? 'Try a part of the name, the number or the phone.'
                : archived
                  ? 'An archived customer leaves the lists; the history stays.'
                  : 'Who pays for the work. Sites and contacts come under them.'}
            </EmptyState>
          ) : (
            <div className={layout.frame} data-stale={query.isPlaceholderData || undefined}>
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th>Name</th>
                    <th className={layout.fromTablet}>Number</th>
                    <th className={layout.fromDesk}>Address</th>
                    <th>Phone</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Sites</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Open work</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((customer) => (
                    <tr key={customer.id}>
                      <td>
                        <Link to="/customers/$id" params={{ id: customer.id }} className={layout.main}>
                          {customer.name}
                        </Link>
                        <span className={`${layout.detail} ${layout.tillDesk}`}>
                          {addressLine(customer.billingAddress, home)}
                        </span>
                      </td>
                      <td className={`nowrap ${layout.fromTablet}`}>{customer.number}</td>
                      <td className={layout.fromDesk}>{addressLine(customer.billingAddress, home)}</td>
                      <td className="nowrap">{customer.phone}</td>
                      <td className={`${layout.right} ${layout.fromTablet}`}>{customer.sites}</td>
                      <td className={`${layout.right} ${layout.fromTablet}`}>
                        {customer.openWorkOrders > 0 ? (
                          <Link to="/work-orders" search={{ customer: customer.id }}>
                            {customer.openWorkOrders}
                          </Link>
                        ) : (
                          <span className="faint">0</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <LoadMore pages={query} />
            </div>
          )
        }
      </Loaded>
      {making ? (
        <CustomerDialog
          customer={null}
          onClose={() => setMaking(false)}
          onMade={(id) => void navigate({ to: '/customers/$id', params: { id } })}
        />
      ) : null}
    </>
  )
}
