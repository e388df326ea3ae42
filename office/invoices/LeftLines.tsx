import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { sentenceOf } from '../kit/problem.ts'

type Left = Invoice['left']

/** Below the lines of a draft: what is left for a later invoice, and the lines chosen to join it. */
export function LeftLines({
  invoice,
  chosen,
  onDone,
}: {
  invoice: Invoice
  chosen: ReadonlySet<string>
  onDone: () => void
}) {
  const queries = useQueryClient()
  const leave = useMutation({
    mutationFn: (left: Left) =>
      call(billingApi.leaveLines, { params: { id: invoice.id }, body: { version: invoice.version, left } }),
    onSuccess: onDone,
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => refresh(queries, [{ kind: 'invoice', id: invoice.id, version: 0 }]),
  })
  const more = invoice.lines
    .filter((line) => chosen.has(line.id))
    .map((line) => ({ workOrder: line.workOrder, key: line.key }))
  const count = invoice.left.length
  if (count === 0 && more.length === 0) return null
  return (
    <div className={layout.filters}>
      {count > 0 ? (
        <span className={layout.grow}>
          {count === 1 ? 'A line is' : `${count} lines are`} left for a later invoice.
        </span>
      ) : (
        <span className={layout.grow} />
      )}
      {count > 0 ? (
        <Button variant="subtle" loading={leave.isPending} onClick={() => leave.mutate([])}>
          Put back
        </Button>
      ) : null}
      {more.length > 0 ? (
        <Button
          variant="default"
          loading={leave.isPending}
          disabled={more.length === invoice.lines.length}
          onClick={() => leave.mutate([...invoice.left, ...more])}
        >
          Leave {more.length === 1 ? 'the line' : `${more.length} lines`} for later
        </Button>
      ) : null}
    </div>
  )
}
