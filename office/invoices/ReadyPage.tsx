import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { IconFileInvoice, IconReceipt } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { billingApi, type Ready } from '#core/billing/api.ts'
import { gatherings, type GatherBy, gatherWays, type Gathering } from '#core/billing/gather.ts'
import { sum } from '#core/kit/money.ts'
import { sentence } from '#core/kit/sentences.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { FilterBar, PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { Action } from '../work-orders/Action.tsx'
import styles from './Ready.module.css'

const route = getRouteApi('/shell/invoices/ready')
const wayWords: Readonly<Record<GatherBy, string>> = {
  customer: 'Customer',
  site: 'Site',
  purchase_order: 'Purchase order',
  month: 'Month',
  one: 'Each by itself',
}

/** Reviewed work, gathered into invoices the way the bookkeeper chooses, with what each would come to. */
export function ReadyPage() {
  useTitle('Ready to invoice')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const by = gatherWays.find((way) => way === search.by) ?? 'customer'
  const query = useQuery(ask(billingApi.listReady, {}))
  const items = query.data?.items ?? []
  return (
    <>
      <PageHead
        crumbs={<Link to="/invoices">Invoices</Link>}
        title="Ready to invoice"
        detail="Reviewed work that is on no issued invoice. An invoice is for one customer and one purchase order."
      />
      <FilterBar result={items.length > 0 ? <ReadySum items={items} more={query.data?.more ?? false} /> : undefined}>
        <SegmentedControl
          size="xs"
          aria-label="Gather by"
          data={gatherWays.map((value) => ({ value, label: wayWords[value] }))}
          value={by}
          onChange={(value) =>
            void navigate({
              search: (before) => ({ ...before, by: value === 'customer' ? undefined : value }),
              replace: true,
            })
          }
        />
      </FilterBar>
      <Loaded query={query} failed="What is ready could not be shown" skeleton={<TableSkeleton />}>
        {() =>
          items.length === 0 ? (
            <EmptyState
              icon={<IconReceipt stroke={1.5} />}
              title="Nothing is ready to invoice"
              action={<Button renderRoot={(props) => <Link {...props} to="/review" />}>Go to review</Button>}
            >
              Work comes here when its review approves it.
            </EmptyState>
          ) : (
            <div className={layout.frame}>
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th className={styles.pick}>
                      <span className="sr-only">On the invoice</span>
                    </th>
                    <th>Work order</th>
                    <th className={layout.fromTablet}>Site</th>
                    <th className={layout.fromDesk}>Finished</th>
                    <th className={layout.fromTablet}>Draft</th>
                    <th className={layout.right}>Net</th>
                  </tr>
                </thead>
                {gatherings(items, by).map((gathering) => (
                  <GatheringRows key={gathering.key} gathering={gathering} by={by} />
                ))}
              </table>
            </div>
          )
        }
      </Loaded>
    </>
  )
}

function ReadySum({ items, more }: { items: readonly Ready[]; more: boolean }) {
  const money = useMoney()
  return (
    <>
      {items.length.toLocaleString()}
      {more ? '+' : ''} work order{items.length === 1 ? '' : 's'}, {money(sum(items.map((one) => one.net)))} net
    </>
  )
}

/** What a gathering is called by the way it was gathered. */
function useHeading(): (gathering: Gathering, by: GatherBy) => string {
  const { locale } = useMe().organization
  return ({ items: [first] }, by) => {
    if (!first) return ''
    const parts: (string | undefined)[] = [first.customer.name]
    if (by === 'site') parts.push(first.site?.name ?? 'no site')
    if (by === 'month') parts.push(formatLocalDate(`${first.month}-01`, locale, { month: 'long', year: 'numeric' }))
    if (first.purchaseOrder) parts.push(first.purchaseOrder)
    else if (by === 'purchase_order') parts.push('without a purchase order')
    return parts.join(' · ')
  }
}

function GatheringRows({ gathering, by }: { gathering: Gathering; by: GatherBy }) {
  const money = useMoney()
  const heading = useHeading()(gathering, by)
  const { zone } = useMe().organization
  const queries = useQueryClient()
  const mayEdit = useMay('invoices.edit')
  const navigate = route.useNavigate()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = gathering.items.filter((one) => !left.has(one.workOrder))
  const draft = oneDraft(chosen)
  const gather = useMutation({
    mutationFn: () =>
      call(billingApi.gatherInvoice, { body: { id: newId(), workOrders: chosen.map((one) => one.workOrder) } }),
    onSuccess: (invoice) => void navigate({ to: '/invoices/$id', params: { id: invoice.id } }),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => refresh(queries, [{ kind: 'invoice', id: '', version: 0 }]),
  })
  const toggle = (id: string) =>
    setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))
  return (
    <tbody className={styles.group}>
      <tr>
        <th colSpan={6} scope="rowgroup">
          <div className={styles.head}>
            <span className={styles.name}>{heading}</span>
            <span className={styles.sum}>
              {chosen.length === 1 ? '1 work order' : `${chosen.length} work orders`},{' '}
              <b>{money(sum(chosen.map((one) => one.net)))}</b>
            </span>
            {draft ? (
              <Button
                variant="default"
                size="xs"
                renderRoot={(props) => <Link {...props} to="/invoices/$id" params={{ id: draft }} />}
              >
                Open the draft
              </Button>
            ) : (
              <Action
                variant="light"
                size="xs"
                leftSection={<IconFileInvoice size={15} stroke={1.75} aria-hidden />}
                reason={
                  mayEdit ? (chosen.length === 0 ? 'Choose at least one work order.' : null) : sentence('not_allowed')
                }
                loading={gather.isPending}
                onPress={() => gather.mutate()}
              >
                {chosen.length === 1 ? 'Make the draft' : `One invoice of ${chosen.length}`}
              </Action>
            )}
          </div>
        </th>
      </tr>
      {gathering.items.map((one) => (
        <tr key={one.workOrder}>
          <td className={styles.pick}>
            <Checkbox
              aria-label={`${one.number} on the invoice`}
              checked={!left.has(one.workOrder)}
              onChange={() => toggle(one.workOrder)}
            />
          </td>
          <td>
            <Link to="/work-orders/$id" params={{ id: one.workOrder }} className={layout.main}>
              {one.number}
            </Link>{' '}
            {one.title}
            <span className={`${layout.detail} ${layout.tillTablet}`}>{one.site?.name}</span>
          </td>
          <td className={layout.fromTablet}>{one.site?.name}</td>
          <td className={`nowrap ${layout.fromDesk}`}>
            {one.finishedAt ? <ShortTime at={one.finishedAt} zone={zone} day /> : ''}
          </td>
          <td className={`nowrap ${layout.fromTablet}`}>
            {one.draft ? (
              <Link to="/invoices/$id" params={{ id: one.draft.id }} className="quiet-link">
                {one.draft.orders > 1 ? `With ${one.draft.orders - 1} more` : 'By itself'}
              </Link>
            ) : (
              <span className="faint">None</span>
            )}
          </td>
          <td className={`${layout.right} ${one.net < 0 ? layout.bad : ''}`}>{money(one.net)}</td>
        </tr>
      ))}
    </tbody>
  )
}

/** The draft all of these and nothing else are on. */
function oneDraft(items: readonly Ready[]): string | null {
  const draft = items[0]?.draft
  return draft && draft.orders === items.length && items.every((one) => one.draft?.id === draft.id) ? draft.id : null
}
