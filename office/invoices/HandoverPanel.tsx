import { Checkbox, Select } from '@mantine/core'
import { IconAlertCircle, IconFileExport } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type FormatId, formatIds } from '#core/billing/accounts-api.ts'
import { billingApi } from '#core/billing/api.ts'
import { formatWords } from '#core/billing/format-words.ts'
import type { HandoverProblem } from '#core/billing/handover.ts'
import type { Reply } from '#core/kit/contract.ts'
import { formatTaxRate } from '#core/kit/money.ts'
import { sentence } from '#core/kit/sentences.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { FactList, Panel } from '#ui/office/Page.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { sentenceOf } from '../kit/problem.ts'
import { Action } from '../work-orders/Action.tsx'

type Handover = Reply<typeof billingApi.previewExport>

/** What would be handed over now: its control totals, and everything that keeps it from leaving with where it is mended. */
export function HandoverPanel() {
  const [format, setFormat] = useState<FormatId | undefined>(undefined)
  const query = useQuery(ask(billingApi.previewExport, { query: { format } }))
  return (
    <Loaded query={query} failed="What is to be handed over could not be shown">
      {(handover) => <Shown handover={handover} onFormat={setFormat} />}
    </Loaded>
  )
}

function Shown({ handover, onFormat }: { handover: Handover; onFormat: (format: FormatId) => void }) {
  const money = useMoney()
  const { locale } = useMe().organization
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { count, problems, format } = handover
  const standing = problems.filter(({ invoice }) => invoice === null || !left.has(invoice.id))
  const counted = (number: number) => `${number} invoice${number === 1 ? '' : 's'}`
  return (
    <Panel
      title="To hand over"
      count={count}
      id="to-hand-over"
      actions={<HandOver handover={handover} left={left} blocked={standing.length > 0} />}
    >
      <div className={layout.stack}>
        <Select
          label="Format"
          w={280}
          allowDeselect={false}
          data={formatIds.map((value) => ({ value, label: formatWords[value] }))}
          value={format}
          onChange={(value) => onFormat(formatIds.find((one) => one === value) ?? 'csv')}
        />
        {count === 0 ? (
          <p className={layout.empty}>Every issued invoice is in a batch already.</p>
        ) : (
          <FactList
            facts={[
              {
                label: 'Invoices',
                value: left.size > 0 ? `${counted(count - left.size)}, ${left.size} left out` : counted(count),
              },
              ...(left.size > 0
                ? []
                : [
                    { label: 'Net', value: money(handover.net) },
                    ...handover.byRate.map((rate) => ({
                      label: `Tax ${formatTaxRate(rate.percent, locale)}`,
                      value: `${money(rate.tax)} on ${money(rate.net)}`,
                    })),
                    { label: 'Total', value: <b>{money(handover.gross)}</b> },
                  ]),
            ]}
          />
        )}
        {problems.length > 0 ? <Problems problems={problems} left={left} onLeave={setLeft} /> : null}
      </div>
    </Panel>
  )
}

function Problems({
  problems,
  left,
  onLeave,
}: {
  problems: readonly HandoverProblem[]
  left: ReadonlySet<string>
  onLeave: (left: ReadonlySet<string>) => void
}) {
  const toggle = (id: string) => onLeave(new Set(left.has(id) ? [...left].filter((one) => one !== id) : [...left, id]))
  return (
    <output className={layout.notice}>
      <p>
        <IconAlertCircle
          size={16}
          stroke={1.75}
          style={{ display: 'inline', verticalAlign: 'text-bottom' }}
          aria-hidden
        />{' '}
        Nothing leaves until this is mended. A batch leaves whole or not at all.
      </p>
      <ul className={layout.plain}>
        {problems.map((problem) => (
          <li key={`${problem.code} ${problem.sentence}`} className={layout.due}>
            <span>{problem.sentence}</span>
            {problem.mend === 'accounts' ? (
              <Link to="/settings" search={{ section: 'accounts' }}>
                Map it
              </Link>
            ) : null}
            {problem.invoice ? (
              <>
                <Link to="/invoices/$id" params={{ id: problem.invoice.id }}>
                  Look at it
                </Link>
                <Checkbox
                  size="xs"
                  label="Leave it out"
                  checked={left.has(problem.invoice.id)}
                  onChange={() => problem.invoice && toggle(problem.invoice.id)}
                />
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </output>
  )
}

function HandOver({
  handover: { count, format },
  left,
  blocked,
}: {
  handover: Handover
  left: ReadonlySet<string>
  blocked: boolean
}) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const mayEdit = useMay('invoices.edit')
  const [id] = useState(newId)
  const make = useMutation({
    mutationFn: () => call(billingApi.makeExport, { body: { id, format, leaveOut: [...left] } }),
    onSuccess: ({ batch }) => {
      if (!batch) return toast('Every issued invoice is in a batch already')
      toast(`Batch ${batch.number} made, ${batch.count} invoice${batch.count === 1 ? '' : 's'}`)
      void navigate({ to: '/exports/$id', params: { id: batch.id } })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () =>
      refresh(queries, [
        { kind: 'export_batch', id, version: 0 },
        { kind: 'invoice', id: '', version: 0 },
      ]),
  })
  const reason =
    count - left.size === 0
      ? 'Every issued invoice is in a batch already.'
      : blocked
        ? 'Mend what is named below first.'
        : null
  return (
    <Action
      variant="filled"
      leftSection={<IconFileExport size={16} stroke={1.75} aria-hidden />}
      loading={make.isPending}
      reason={mayEdit ? reason : sentence('not_allowed')}
      onPress={() => make.mutate()}
    >
      {count - left.size > 0 ? `Export ${count - left.size} invoice${count - left.size === 1 ? '' : 's'}` : 'Export'}
    </Action>
  )
}
