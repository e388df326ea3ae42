import { Checkbox } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { pricingRoles } from '#core/billing/overrides.ts'
import { type PriceSettings, priceTermsApi, zPriceSettings } from '#core/billing/terms-api.ts'
import { currencyExponent } from '#core/kit/money.ts'
import type { Role } from '#core/people/abilities.ts'
import { heading } from '#core/work-orders/labels.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask, keyOf } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { PositionInput } from '../kit/PositionInput.tsx'
import { useRowForm } from '../kit/row-form.ts'
import { ClashNotice } from '../kit/RowDialog.tsx'
import { RowsEditor } from '../kit/RowsEditor.tsx'
import { SaveBar } from './organization-form.tsx'
import styles from './Settings.module.css'

type Fields = Omit<PriceSettings, 'version'>

const labels: Record<keyof Fields, string> = {
  taxIncluded: 'Prices have their tax in them',
  markup: 'Markup',
  overrideLimits: 'Limits of overrides',
  base: 'Base',
}

/** How prices are made, where no card or price says it. */
export function PriceRulesSection() {
  const query = useQuery(ask(priceTermsApi.readPriceSettings, {}))
  const [held, setHeld] = useState<PriceSettings | null>(null)
  return (
    <Loaded query={query} failed="The price rules could not be shown">
      {(newest) => {
        const shown = held ?? newest
        return (
          <PriceRulesForm
            key={shown.version}
            shown={shown}
            onTouched={() => setHeld(shown)}
            onSaved={() => setHeld(null)}
          />
        )
      }}
    </Loaded>
  )
}

type FormProps = { shown: PriceSettings; onTouched: () => void; onSaved: () => void }

function PriceRulesForm({ shown: { version, ...start }, onTouched, onSaved }: FormProps) {
  const queries = useQueryClient()
  const mayEdit = useMay('settings.edit')
  const [unread, setUnread] = useState(false)
  const form = useRowForm<Fields, PriceSettings>({
    start,
    version,
    row: zPriceSettings,
    make: () => Promise.reject(new Error('settings are there')),
    edit: (changes) => call(priceTermsApi.editPriceSettings, { body: changes }),
    onTouched,
  })
  const { draft, set } = form
  const reason = unread ? 'Look at the base.' : whyNot(draft)
  const save = async () => {
    if (!(await form.save())) return
    toast('Saved')
    await queries.invalidateQueries({ queryKey: keyOf(priceTermsApi.readPriceSettings) })
    onSaved()
  }
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (mayEdit && !reason) void save()
      }}
    >
      {form.clash ? (
        <ClashNotice form={form} labels={labels} shown={() => 'changed'} onMine={() => void save()} />
      ) : null}
      <Panel title="Tax" id="tax-in-prices">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <Checkbox
            label={labels.taxIncluded}
            description="Rates and price book are what the customer pays. Invoices made before stay as they are."
            checked={draft.taxIncluded}
            onChange={(event) => set({ taxIncluded: event.currentTarget.checked })}
          />
        </fieldset>
      </Panel>
      <Panel title="Markup on parts without a list price" id="markup">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <Markup value={draft.markup} onChange={(markup) => set({ markup })} />
        </fieldset>
      </Panel>
      <Panel title="How far a price may be changed" id="override-limits">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <Limits value={draft.overrideLimits} onChange={(overrideLimits) => set({ overrideLimits })} />
        </fieldset>
      </Panel>
      <Panel title="Travel" id="travel-base">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <PositionInput
            label={labels.base}
            description="Where ways to sites are measured from, unless their territory has a base of its own"
            value={draft.base}
            onChange={(base) => {
              setUnread(base === undefined)
              if (base !== undefined) set({ base })
            }}
          />
        </fieldset>
      </Panel>
      <SaveBar form={{ ...form, mayEdit, reason }} />
    </form>
  )
}

function whyNot({ markup }: Fields): string | null {
  const reaches = markup.map((step) => step.upTo ?? Number.POSITIVE_INFINITY)
  return reaches.some((reach, at) => at > 0 && reach <= (reaches[at - 1] ?? 0))
    ? 'Each step of the markup reaches further than the one before.'
    : null
}

type Steps = Fields['markup']

function Markup({ value, onChange }: { value: Steps; onChange: (steps: Steps) => void }) {
  const { currency } = useMe().organization
  return (
    <>
      <p className={layout.detail}>
        {value.length === 0
          ? 'Without a markup such parts have no price, and the review says so.'
          : 'The first step that reaches the cost counts.'}
      </p>
      <RowsEditor
        rows={value}
        onChange={onChange}
        className={styles.step}
        word="step"
        fresh={{ upTo: null, percent: 4000 }}
        add="Add a step"
        fields={(step, n, change) => (
          <>
            <DecimalInput
              aria-label={`Cost step ${n} reaches, ${currency}`}
              placeholder="Any cost"
              leftSection={<span className={layout.detail}>up to</span>}
              leftSectionWidth={52}
              digits={4}
              value={step.upTo}
              onChange={(upTo) => change({ upTo })}
            />
            <DecimalInput
              aria-label={`Markup of step ${n}, percent`}
              leftSection={<span className={layout.detail}>plus</span>}
              leftSectionWidth={44}
              rightSection={<span className={layout.detail}>%</span>}
              digits={2}
              value={step.percent}
              onChange={(percent) => change({ percent: percent ?? 0 })}
            />
          </>
        )}
      />
    </>
  )
}

type AllLimits = Fields['overrideLimits']

function Limits({ value, onChange }: { value: AllLimits; onChange: (limits: AllLimits) => void }) {
  const { currency } = useMe().organization
  const set = (role: Role, limit: AllLimits[Role]) => {
    const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== role)) as AllLimits
    onChange(limit ? { ...rest, [role]: limit } : rest)
  }
  return (
    <>
      <p className={layout.detail}>
        Of a line, in either direction; striking it is all of it. Where both are given both hold. Whoever may change it
        further is named when it is refused.
      </p>
      {pricingRoles.map((role) => {
        const limit = value[role]
        return (
          <div key={role} className={styles.limit}>
            <Checkbox
              label={`${heading(role)} has a limit`}
              checked={limit !== undefined}
              onChange={(event) => set(role, event.currentTarget.checked ? { percent: 1000, amount: null } : undefined)}
            />
            {limit ? (
              <>
                <DecimalInput
                  aria-label={`${heading(role)}, percent`}
                  placeholder="Any"
                  rightSection={<span className={layout.detail}>%</span>}
                  digits={2}
                  value={limit.percent}
                  onChange={(percent) => set(role, { ...limit, percent })}
                />
                <DecimalInput
                  aria-label={`${heading(role)}, ${currency}`}
                  placeholder="Any"
                  rightSection={<span className={layout.detail}>{currency}</span>}
                  rightSectionWidth={44}
                  digits={currencyExponent(currency)}
                  value={limit.amount}
                  onChange={(amount) => set(role, { ...limit, amount })}
                />
              </>
            ) : (
              <span className={layout.detail}>as far as they like</span>
            )}
          </div>
        )
      })}
    </>
  )
}
