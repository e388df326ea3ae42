import { Button, Checkbox, FileButton, Select, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type Organization, papers, units } from '#core/people/api.ts'
import { dayNames } from '#core/kit/hours-words.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { fileUrl, putFile } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { sentenceOf } from '../kit/problem.ts'
import { ClashNotice } from '../kit/RowDialog.tsx'
import { sha256Of } from '../kit/sha256.ts'
import { zoneNames } from '../kit/zones.ts'
import { currencies, locales } from './choices.ts'
import styles from './Settings.module.css'
import { OrganizationEditor, type OrganizationShown, SaveBar, useOrganizationForm } from './organization-form.tsx'

/** Hours, holidays and response targets have sections of their own. */
type Elsewhere = 'workingHours' | 'holidays' | 'responseTargets' | 'pausingReasons'
type Fields = Omit<Organization, 'id' | 'version' | 'currencyFixed' | Elsewhere>

const labels: Partial<Record<keyof Fields, string>> = {
  name: 'Name',
  address: 'Address',
  country: 'Country',
  phone: 'Phone',
  email: 'E-mail',
  website: 'Website',
  taxNumber: 'Tax number',
  bankDetails: 'Bank',
  zone: 'Time zone',
  currency: 'Currency',
  locale: 'Dates and numbers',
  paper: 'Paper',
  units: 'Units',
  firstDayOfWeek: 'First day of the week',
  logo: 'Logo',
  requiresPurchaseOrder: 'New customers require a purchase order',
  paymentTermsDays: 'Days to pay',
  prefixes: 'Letters before numbers',
  plannedVisibleToTechnicians: 'Technicians see planned visits',
}

export function OrganizationSection() {
  return (
    <OrganizationEditor failed="The settings could not be shown">
      {(shown) => <OrganizationForm key={shown.organization.version} {...shown} />}
    </OrganizationEditor>
  )
}

function OrganizationForm(given: OrganizationShown) {
  const {
    id: _id,
    version: _version,
    currencyFixed: _fixed,
    workingHours: _hours,
    holidays: _holidays,
    responseTargets: _targets,
    pausingReasons: _reasons,
    ...start
  } = given.organization
  const form = useOrganizationForm(given, start, ({ name }) =>
    name.trim() === '' ? 'The company needs a name.' : null,
  )
  const { draft, set, text, error, mayEdit } = form
  const prefix = (field: keyof Fields['prefixes'], label: string) => (
    <TextInput
      label={label}
      maxLength={8}
      value={draft.prefixes[field]}
      onChange={(event) => set({ prefixes: { ...draft.prefixes, [field]: event.currentTarget.value.toUpperCase() } })}
    />
  )
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      {form.clash ? <ClashNotice form={form} labels={labels} onMine={form.saveMine} /> : null}
      <Panel title="Who you are" id="who">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <TextInput label={labels.name} required maxLength={200} {...text('name')} />
          <Logo value={draft.logo} onChange={(logo) => set({ logo })} />
          <Textarea
            label={labels.address}
            description="As it stands on paper"
            autosize
            minRows={2}
            maxLength={500}
            {...text('address')}
          />
          <div className={layout.two}>
            <TextInput
              label={labels.country}
              description="Two letters, as GB"
              maxLength={2}
              {...text('country')}
              onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
            />
            <TextInput label={labels.phone} type="tel" maxLength={40} {...text('phone')} />
          </div>
          <div className={layout.two}>
            <TextInput label={labels.email} type="email" maxLength={254} {...text('email')} />
            <TextInput label={labels.website} maxLength={200} {...text('website')} />
          </div>
        </fieldset>
      </Panel>
      <Panel title="Time, numbers and paper" id="formats">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <div className={layout.two}>
            <Select
              label={labels.zone}
              description="Pay days are cut in it"
              searchable
              allowDeselect={false}
              data={zoneNames(draft.zone)}
              value={draft.zone}
              error={error('zone')}
              onChange={(zone) => zone && set({ zone })}
            />
            <Select
              label={labels.currency}
              description={
                given.organization.currencyFixed ? 'Fixed: there is an invoice' : 'Fixed with the first invoice'
              }
              searchable
              allowDeselect={false}
              disabled={given.organization.currencyFixed}
              data={currencies(draft.currency)}
              value={draft.currency}
              error={error('currency')}
              onChange={(currency) => currency && set({ currency })}
            />
          </div>
          <div className={layout.two}>
            <Select
              label={labels.locale}
              searchable
              allowDeselect={false}
              data={locales(draft.locale)}
              value={draft.locale}
              error={error('locale')}
              onChange={(locale) => locale && set({ locale })}
            />
            <Select
              label={labels.firstDayOfWeek}
              allowDeselect={false}
              data={dayNames.map((label, index) => ({ value: String(index + 1), label }))}
              value={String(draft.firstDayOfWeek)}
              onChange={(value) => value && set({ firstDayOfWeek: Number(value) })}
            />
          </div>
          <div className={layout.two}>
            <Select
              label={labels.paper}
              allowDeselect={false}
              data={papers.map((value) => ({ value, label: value === 'a4' ? 'A4' : 'Letter' }))}
              value={draft.paper}
              onChange={(value) => value && set({ paper: value })}
            />
            <Select
              label={labels.units}
              allowDeselect={false}
              data={units.map((value) => ({ value, label: value === 'metric' ? 'Metric' : 'Imperial' }))}
              value={draft.units}
              onChange={(value) => value && set({ units: value })}
            />
          </div>
        </fieldset>
      </Panel>
      <Panel title="Invoices" id="invoices">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <div className={layout.two}>
            <TextInput label={labels.taxNumber} maxLength={60} {...text('taxNumber')} />
            <DecimalInput
              label={labels.paymentTermsDays}
              digits={0}
              value={draft.paymentTermsDays}
              error={error('paymentTermsDays')}
              onChange={(value) => value !== null && set({ paymentTermsDays: value })}
            />
          </div>
          <TextInput
            label={labels.bankDetails}
            description="Where invoices ask to be paid"
            maxLength={300}
            {...text('bankDetails')}
          />
          <Checkbox
            label={labels.requiresPurchaseOrder}
            checked={draft.requiresPurchaseOrder}
            onChange={(event) => set({ requiresPurchaseOrder: event.currentTarget.checked })}
          />
        </fieldset>
      </Panel>
      <Panel title="Numbers and phones" id="numbers">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <div className={layout.two}>
            {prefix('workOrder', 'Before work order numbers')}
            {prefix('customer', 'Before customer numbers')}
            {prefix('invoice', 'Before invoice numbers')}
            {prefix('creditNote', 'Before credit note numbers')}
          </div>
          <Checkbox
            label={labels.plannedVisibleToTechnicians}
            description="Otherwise a visit comes to the phone when it is dispatched"
            checked={draft.plannedVisibleToTechnicians}
            onChange={(event) => set({ plannedVisibleToTechnicians: event.currentTarget.checked })}
          />
        </fieldset>
      </Panel>
      <SaveBar form={form} />
    </form>
  )
}

function Logo({ value, onChange }: { value: string | null; onChange: (sha256: string | null) => void }) {
  const [busy, setBusy] = useState(false)
  // Until the settings are saved the picture belongs to nothing yet, so it is shown from here.
  const [chosen, setChosen] = useState<{ sha256: string; address: string } | null>(null)
  useEffect(() => () => (chosen ? URL.revokeObjectURL(chosen.address) : undefined), [chosen])
  const upload = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    try {
      const bytes = await file.arrayBuffer()
      const sha256 = await sha256Of(bytes)
      await putFile(sha256, bytes)
      setChosen({ sha256, address: URL.createObjectURL(file) })
      onChange(sha256)
    } catch (error) {
      toast(sentenceOf(error), { urgent: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.logo}>
      {value ? (
        <img src={chosen?.sha256 === value ? chosen.address : fileUrl(value)} alt="The logo" />
      ) : (
        <span className={styles.noLogo}>No logo</span>
      )}
      <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void upload(file)}>
        {({ onClick }) => (
          <Button variant="default" loading={busy} onClick={onClick}>
            {value ? 'Another logo' : 'Add a logo'}
          </Button>
        )}
      </FileButton>
      {value ? (
        <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
          Remove
        </Button>
      ) : null}
      <span className={layout.detail}>PNG, JPEG or WebP. It stands on reports and invoices.</span>
    </div>
  )
}
