import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accountsApi, type Accounts, type CodedThing, formatIds } from '#core/billing/accounts-api.ts'
import { formatWords } from '#core/billing/format-words.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask, keyOf } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import settings from './Settings.module.css'

/** Closed books, the format of the hand-over, and which account and tax code what goes to. */
export function AccountsSection() {
  const query = useQuery(ask(accountsApi.readAccounts, {}))
  return (
    <Loaded query={query} failed="The accounts could not be shown">
      {(accounts) => <AccountsForm key={accounts.version} accounts={accounts} />}
    </Loaded>
  )
}

const parts: readonly { what: CodedThing; title: string; says: string }[] = [
  { what: 'line_kind', title: 'Lines', says: 'The account, or the product or service, a line goes to.' },
  {
    what: 'category',
    title: 'Categories of the price book',
    says: 'Where a category has its own account, its parts go there instead.',
  },
  { what: 'tax_rate', title: 'Tax rates', says: 'What the accounts call each rate, to the letter.' },
]

const nameOf = (what: CodedThing, key: string) => `${what} ${key}`

function AccountsForm({ accounts }: { accounts: Accounts }) {
  const queries = useQueryClient()
  const mayEdit = useMay('invoices.edit')
  const { locale } = useMe().organization
  const [closedUntil, setClosedUntil] = useState(accounts.closedUntil)
  const [format, setFormat] = useState(accounts.format)
  const [codes, setCodes] = useState<ReadonlyMap<string, string>>(
    () => new Map(accounts.codes.map((one) => [nameOf(one.what, one.key), one.code])),
  )
  const save = useMutation({
    mutationFn: () =>
      call(accountsApi.editAccounts, {
        body: {
          version: accounts.version,
          closedUntil,
          format,
          codes: accounts.coded.flatMap(({ what, key }) => {
            const code = codes.get(nameOf(what, key))?.trim()
            return code ? [{ what, key, code }] : []
          }),
        },
      }),
    onSuccess: () => toast('Saved'),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => void queries.invalidateQueries({ queryKey: keyOf(accountsApi.readAccounts) }),
  })
  return (
    <form
      className={settings.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Panel title="Accounts" id="accounts">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <div className={layout.two}>
            <TextInput
              label="Books closed up to"
              description={
                accounts.closedUntil
                  ? `Nothing is issued up to ${formatLocalDate(accounts.closedUntil, locale)}`
                  : 'Empty: open'
              }
              type="date"
              value={closedUntil ?? ''}
              onChange={(event) => setClosedUntil(event.currentTarget.value || null)}
            />
            <Select
              label="Invoices are handed over as"
              description="An export can choose another"
              allowDeselect={false}
              data={formatIds.map((value) => ({ value, label: formatWords[value] }))}
              value={format}
              onChange={(value) => setFormat(formatIds.find((one) => one === value) ?? 'csv')}
            />
          </div>
        </fieldset>
      </Panel>
      {parts.map(({ what, title, says }) => {
        const own = accounts.coded.filter((one) => one.what === what)
        return own.length === 0 ? null : (
          <Panel key={what} title={title} id={`codes-${what}`}>
            <fieldset className={layout.fields} disabled={!mayEdit}>
              <p className={layout.detail}>{says}</p>
              <div className={layout.two}>
                {own.map((one) => (
                  <TextInput
                    key={one.key}
                    label={one.name}
                    maxLength={80}
                    value={codes.get(nameOf(what, one.key)) ?? ''}
                    onChange={(event) => {
                      const { value } = event.currentTarget
                      setCodes((before) => new Map([...before, [nameOf(what, one.key), value]]))
                    }}
                  />
                ))}
              </div>
            </fieldset>
          </Panel>
        )
      })}
      {mayEdit ? (
        <div className={layout.foot}>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      ) : null}
    </form>
  )
}
