import { Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Asset, customersApi, emptyAsset, zAsset } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Omit<
  Asset,
  'id' | 'version' | 'archivedAt' | 'madeOnPhone' | 'siteId' | 'siteName' | 'customerId' | 'customerName'
>
const blank: Fields = { name: '', ...emptyAsset }

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  kind: 'What it is',
  make: 'Make',
  model: 'Model',
  serial: 'Serial number',
  location: 'Where on the site',
  installedOn: 'Installed',
  warrantyUntil: 'Warranty on parts until',
  labourWarrantyUntil: 'Warranty on labour until',
  notes: 'Notes',
}

export function AssetDialog({ siteId, asset, onClose }: { siteId: Id; asset: Asset | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [id] = useState(() => asset?.id ?? newId())
  const form = useRowForm({
    start: asset ? fieldsOf(blank, asset) : blank,
    version: asset?.version ?? null,
    row: zAsset,
    make: (fields) => call(customersApi.makeAsset, { body: { id, siteId, ...fields } }),
    edit: (changes) => call(customersApi.editAsset, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={asset ? `Edit ${asset.name}` : 'Add an asset'}
      action={asset ? 'Save' : 'Add'}
      form={form}
      labels={labels}
      reason={draft.name.trim() === '' ? 'Give the asset a name.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'asset', id, version: 0 }])
        toast(asset ? 'Saved' : 'Asset added')
      }}
    >
      <div className={layout.two}>
        <TextInput
          label={labels.name}
          required
          data-autofocus
          placeholder="Boiler 1"
          maxLength={200}
          {...text('name')}
        />
        <TextInput label={labels.kind} placeholder="Boiler" maxLength={80} {...text('kind')} />
      </div>
      <div className={layout.two}>
        <TextInput label={labels.make} maxLength={120} {...text('make')} />
        <TextInput label={labels.model} maxLength={120} {...text('model')} />
      </div>
      <div className={layout.two}>
        <TextInput label={labels.serial} maxLength={120} {...text('serial')} />
        <TextInput label={labels.location} placeholder="Plant room 2" maxLength={200} {...text('location')} />
      </div>
      <div className={layout.two}>
        <TextInput
          label={labels.installedOn}
          type="date"
          value={draft.installedOn ?? ''}
          error={form.error('installedOn')}
          onChange={(event) => set({ installedOn: event.currentTarget.value || null })}
        />
        <TextInput
          label={labels.warrantyUntil}
          type="date"
          value={draft.warrantyUntil ?? ''}
          error={form.error('warrantyUntil')}
          onChange={(event) => set({ warrantyUntil: event.currentTarget.value || null })}
        />
        <TextInput
          label={labels.labourWarrantyUntil}
          type="date"
          value={draft.labourWarrantyUntil ?? ''}
          error={form.error('labourWarrantyUntil')}
          onChange={(event) => set({ labourWarrantyUntil: event.currentTarget.value || null })}
        />
      </div>
      <Textarea label={labels.notes} autosize minRows={2} maxLength={4000} {...text('notes')} />
    </RowDialog>
  )
}
