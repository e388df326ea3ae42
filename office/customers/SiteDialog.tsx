import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi, emptySite, type Site, zSite } from '#core/customers/api.ts'
import { addressLine, emptyAddress } from '#core/kit/address.ts'
import { weekHoursWords } from '#core/kit/hours-words.ts'
import type { Id } from '#core/kit/ids.ts'
import { emptyOrganization, peopleApi, type Technician } from '#core/people/api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, newId } from '../kit/ask.ts'
import { AddressFields } from '../kit/AddressFields.tsx'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { notLoaded, offered } from '../kit/offered.ts'
import { positionText } from '../kit/position.ts'
import { PositionInput } from '../kit/PositionInput.tsx'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { weekProblem } from '../kit/week-hours.ts'
import { OptionalWeekHours } from '../kit/WeekHoursFields.tsx'
import { zoneNames } from '../kit/zones.ts'

type Fields = Pick<
  Site,
  | 'name'
  | 'address'
  | 'zone'
  | 'phone'
  | 'accessNotes'
  | 'hazards'
  | 'position'
  | 'openingHours'
  | 'territoryId'
  | 'travelZone'
  | 'preferredTechnicianIds'
  | 'refusedTechnicianIds'
>

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  address: 'Address',
  zone: 'Time zone',
  phone: 'Phone',
  accessNotes: 'Access notes',
  hazards: 'Hazards',
  position: 'Position',
  openingHours: 'Opening hours',
  territoryId: 'Territory',
  travelZone: 'Travel zone',
  preferredTechnicianIds: 'Preferred technicians',
  refusedTechnicianIds: 'Refused technicians',
}

type Props = {
  customerId: Id
  site: Site | null
  /** What is known of it at first, from what somebody reported. */
  known?: { name?: string; line1?: string; zone?: string }
  onClose: () => void
  onMade?: (id: Id, zone: string) => void
}

export function SiteDialog({ customerId, site, known = {}, onClose, onMade }: Props) {
  const queries = useQueryClient()
  const { zone, locale } = useMe().organization
  const usual = useQuery(ask(peopleApi.readOrganization, {})).data?.workingHours ?? emptyOrganization.workingHours
  const territories = offered(
    useQuery(ask(territoryApi.listTerritories, { query: { archived: 'all' } })),
    'Territories',
  )
  const technicians = offered(useQuery(ask(peopleApi.listTechnicians, { query: { archived: 'all' } })), 'Technicians')
  const [unread, setUnread] = useState(false)
  const [id] = useState(() => site?.id ?? newId())
  const blank: Fields = {
    name: known.name ?? '',
    zone: known.zone ?? zone,
    ...emptySite,
    address: { ...emptyAddress, line1: known.line1 ?? '' },
  }
  const form = useRowForm({
    start: site ? fieldsOf(blank, site) : blank,
    version: site?.version ?? null,
    row: zSite,
    make: (fields) => call(customersApi.makeSite, { body: { id, customerId, ...fields } }),
    edit: (changes) => call(customersApi.editSite, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  const words = (field: keyof Fields, theirs: Fields): string => {
    const { openingHours, address } = theirs
    switch (field) {
      case 'openingHours':
        return openingHours ? weekHoursWords(openingHours, locale) || 'none' : 'always'
      case 'address':
        return addressLine(address, '') || 'none'
      case 'position':
        return positionText(theirs.position) || 'none'
      case 'territoryId':
        return territories.items.find(({ id: one }) => one === theirs.territoryId)?.name ?? 'none'
      case 'preferredTechnicianIds':
      case 'refusedTechnicianIds':
        return (
          theirs[field].map((one) => technicians.items.find((row) => row.id === one)?.name ?? '').join(', ') || 'none'
        )
      default:
        return theirs[field] || 'empty'
    }
  }
  return (
    <RowDialog
      title={site ? `Edit ${site.name}` : 'Add a site'}
      action={site ? 'Save' : 'Add'}
      form={form}
      size={640}
      labels={labels}
      shown={(field) => (form.clash ? words(field, form.clash.theirs) : '')}
      reason={
        draft.name.trim() === ''
          ? 'Give the site a name.'
          : unread
            ? 'Look at the position.'
            : weekProblem(draft.openingHours)
      }
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [
          { kind: 'site', id, version: 0 },
          { kind: 'customer', id: customerId, version: 0 },
        ])
        toast(site ? 'Saved' : 'Site added')
        onMade?.(id, draft.zone)
      }}
    >
      <TextInput
        label={labels.name}
        required
        data-autofocus
        maxLength={200}
        placeholder="How people call it"
        {...text('name')}
      />
      <AddressFields
        label={labels.address}
        value={draft.address}
        onChange={(address) => set({ address })}
        error={form.error('address')}
      />
      <div className={layout.two}>
        <PositionInput
          label={labels.position}
          description="Pasted from a map. Without one the board takes the middle of the town."
          value={draft.position}
          onChange={(position) => {
            setUnread(position === undefined)
            if (position !== undefined) set({ position })
          }}
        />
        <Select
          label={labels.territoryId}
          placeholder="None"
          clearable
          searchable
          error={territories.error ?? form.error('territoryId')}
          data={stillThere(territories.items, draft.territoryId ? [draft.territoryId] : [])}
          value={draft.territoryId}
          onChange={(territoryId) => set({ territoryId })}
        />
        <TravelZone value={draft.travelZone} onChange={(travelZone) => set({ travelZone })} />
      </div>
      <div className={layout.two}>
        <Select
          label={labels.zone}
          description={site && !site.zoneConfirmed ? 'Guessed from a phone. Saving confirms it.' : undefined}
          searchable
          allowDeselect={false}
          data={zoneNames(draft.zone)}
          value={draft.zone}
          error={form.error('zone')}
          onChange={(value) => value && set({ zone: value })}
        />
        <TextInput label={labels.phone} type="tel" maxLength={40} {...text('phone')} />
      </div>
      <fieldset className={layout.fields}>
        <legend>{labels.openingHours}</legend>
        <OptionalWeekHours
          label="When somebody can be let in"
          closed="Closed"
          otherwise="Always"
          usual={usual}
          none="Without hours the site is never open: every visit is planned outside them."
          value={draft.openingHours}
          onChange={(openingHours) => set({ openingHours })}
        />
      </fieldset>
      <div className={layout.two}>
        <Technicians
          label={labels.preferredTechnicianIds}
          offered={technicians}
          value={draft.preferredTechnicianIds}
          others={draft.refusedTechnicianIds}
          error={form.error('preferredTechnicianIds')}
          onChange={(preferredTechnicianIds) => set({ preferredTechnicianIds })}
        />
        <Technicians
          label={labels.refusedTechnicianIds}
          offered={technicians}
          value={draft.refusedTechnicianIds}
          others={draft.preferredTechnicianIds}
          error={form.error('refusedTechnicianIds')}
          onChange={(refusedTechnicianIds) => set({ refusedTechnicianIds })}
        />
      </div>
      <Textarea
        label={labels.accessNotes}
        description="Keys, gates, who to report to"
        autosize
        minRows={2}
        maxLength={4000}
        {...text('accessNotes')}
      />
      <Textarea
        label={labels.hazards}
        description="What could hurt somebody there"
        autosize
        minRows={2}
        maxLength={4000}
        {...text('hazards')}
      />
    </RowDialog>
  )
}

/** What can be chosen: what is in use, and what was chosen before it was archived. */
function stillThere(rows: readonly { id: Id; name: string; archivedAt: string | null }[], chosen: readonly Id[]) {
  return rows
    .filter(({ id, archivedAt }) => archivedAt === null || chosen.includes(id))
    .map(({ id, name, archivedAt }) => ({ value: id, label: archivedAt ? `${name} (archived)` : name }))
}

/** A zone of the rate cards by name; for those who see no prices it stays what it is. */
function TravelZone({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const mayPrices = useMay('prices.read')
  const cards = useQuery({ ...ask(billingCatalogueApi.listRateCards, { query: {} }), enabled: mayPrices })
  const names = (cards.data?.items ?? []).flatMap((card) => card.travelZones.map((zone) => zone.name))
  if (names.length === 0 && value === '') return null
  return (
    <Select
      label={labels.travelZone}
      placeholder="By its distance"
      clearable
      error={notLoaded(cards, 'The zones')}
      data={[...new Set([...names, value].filter(Boolean))]}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  )
}

type TechniciansProps = {
  label: string
  offered: { items: readonly Technician[]; error: string | undefined }
  value: readonly Id[]
  /** Those on the other list: nobody is on both. */
  others: readonly Id[]
  error: string | undefined
  onChange: (technicians: Id[]) => void
}

function Technicians({ label, offered: { items, error: missing }, value, others, error, onChange }: TechniciansProps) {
  return (
    <MultiSelect
      label={label}
      placeholder={value.length === 0 ? 'Nobody' : undefined}
      searchable
      error={missing ?? error}
      data={stillThere(items, value).filter(({ value: id }) => !others.includes(id))}
      value={[...value]}
      onChange={onChange}
    />
  )
}
