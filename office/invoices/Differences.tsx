import { Checkbox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { accountsApi } from '#core/billing/accounts-api.ts'
import type { Difference, DifferenceKind } from '#core/billing/reconcile.ts'
import type { Reply } from '#core/kit/contract.ts'
import { sentence } from '#core/kit/sentences.ts'
import { type LocalDate, localDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { EmptyState } from '#ui/States.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { sentenceOf } from '../kit/problem.ts'
import { Action } from '../work-orders/Action.tsx'

const kindWords: Readonly<Record<DifferenceKind, string>> = {
  missing_there: 'Not in the accounts',
  missing_here: 'Not here',
  amount: 'Another amount',
  status: 'Another status',
  payment: 'Another payment',
  not_acknowledged: 'There, not acknowledged here',
}

type Props = {
  comparison: Reply<typeof accountsApi.compareAccounts>
  onTaken: () => void
}

/** Each difference with what stands here and there; payments and acknowledgements can be taken over. */
export function Differences({ comparison: { differences, same }, onTaken }: Props) {
  const { zone } = useMe().organization
  const today = localDate(useNow(), zone)
  const mayEdit = useMay('invoices.edit')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = differences.filter((one) => canTake(one) && !left.has(keyOf(one)))
  const take = useMutation({
    mutationFn: () => call(accountsApi.takeOver, { body: takenOver(chosen, today) }),
    onSuccess: ({ payments, accepted }) => {
      toast(`Taken over: ${payments} payment${payments === 1 ? '' : 's'}, ${accepted} acknowledged`)
      onTaken()
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  if (differences.length === 0)
    return (
      <EmptyState icon={<IconCheck stroke={1.5} />} title="No difference">
        {same} invoice{same === 1 ? ' is' : 's are'} the same here and in the accounts.
      </EmptyState>
    )
  return (
    <div className={layout.frame}>
      <div className={layout.filters}>
        <output className={layout.grow}>
          {differences.length} difference{differences.length === 1 ? '' : 's'}, {same} the same
        </output>
        <Action
          variant="filled"
          loading={take.isPending}
          reason={
            mayEdit
              ? chosen.length === 0
                ? 'Only payments and acknowledgements can be taken over.'
                : null
              : sentence('not_allowed')
          }
          onPress={() => take.mutate()}
        >
          Take over {chosen.length}
        </Action>
      </div>
      <table className={`${layout.table} ${layout.rows}`}>
        <thead>
          <tr>
            <th>
              <span className="sr-only">Take over</span>
            </th>
            <th>Invoice</th>
            <th>Difference</th>
            <th className={layout.right}>Here</th>
            <th className={layout.right}>Accounts</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => (
            <DifferenceRow
              key={keyOf(one)}
              difference={one}
              taken={!left.has(keyOf(one))}
              onToggle={() =>
                setLeft((before) => {
                  const key = keyOf(one)
                  return new Set(before.has(key) ? [...before].filter((other) => other !== key) : [...before, key])
                })
              }
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const keyOf = ({ kind, number }: Difference) => `${kind} ${number}`

/** A payment they know of and we do not, or that they have what we handed over. */
function canTake({ kind, invoice, here, there }: Difference): boolean {
  if (invoice === null) return false
  if (kind === 'not_acknowledged') return true
  return kind === 'payment' && typeof here === 'number' && typeof there === 'number' && there > here
}

/** The list does not say when it was paid: today is when it became known. */
function takenOver(chosen: readonly Difference[], today: LocalDate) {
  return {
    payments: chosen.flatMap(({ kind, invoice, here, there }) =>
      kind === 'payment' && invoice && typeof here === 'number' && typeof there === 'number'
        ? [{ id: newId(), invoice, on: today, amount: there - here }]
        : [],
    ),
    accepted: chosen.flatMap(({ kind, invoice }) => (kind === 'not_acknowledged' && invoice ? [invoice] : [])),
  }
}

function DifferenceRow({
  difference,
  taken,
  onToggle,
}: {
  difference: Difference
  taken: boolean
  onToggle: () => void
}) {
  const money = useMoney()
  const shown = (value: Difference['here']) => (value === null ? '' : typeof value === 'number' ? money(value) : value)
  const { number, invoice, kind, here, there } = difference
  return (
    <tr>
      <td>
        {canTake(difference) ? (
          <Checkbox aria-label={`Take over ${number}`} checked={taken} onChange={onToggle} />
        ) : null}
      </td>
      <td>
        {invoice ? (
          <Link to="/invoices/$id" params={{ id: invoice }} className={`${layout.main} nowrap`}>
            {number}
          </Link>
        ) : (
          <b>{number}</b>
        )}
      </td>
      <td className={kind === 'not_acknowledged' ? undefined : layout.bad}>{kindWords[kind]}</td>
      <td className={layout.right}>{shown(here)}</td>
      <td className={layout.right}>{shown(there)}</td>
    </tr>
  )
}
