import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Territory, territoryApi, zTerritory } from '#core/people/territory-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay } from '../kit/me.ts'
import { PositionInput } from '../kit/PositionInput.tsx'
import { useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { CatalogueList } from './CatalogueList.tsx'
import { useArchiving } from './archiving.ts'

/** Parts of the town or the country: where technicians usually work and sites lie. */
export function TerritoriesSection() {
  const setArchived = useArchiving(
    territoryApi.listTerritories,
    (sent) => call(territoryApi.archiveTerritory, sent),
    (sent) => call(territoryApi.restoreTerritory, sent),
  )
  return (
    <CatalogueList
      title="Territories"
      add="Add a territory"
      empty="No territories yet, such as north of the river. Without them everybody works everywhere."
      mayEdit={useMay('people.edit')}
      query={useQuery(ask(territoryApi.listTerritories, { query: { archived: 'all' } }))}
      setArchived={setArchived}
      dialog={(territory, close) => <TerritoryDialog territory={territory} onClose={close} />}
    >
      {(territory) => <span className={layout.grow}>{territory.name}</span>}
    </CatalogueList>
  )
}

function TerritoryDialog({ territory, onClose }: { territory: Territory | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [id] = useState(() => territory?.id ?? newId())
  const [unread, setUnread] = useState(false)
  const form = useRowForm({
    start: { name: territory?.name ?? '', base: territory?.base ?? null },
    version: territory?.version ?? null,
    row: zTerritory,
    make: (fields) => call(territoryApi.makeTerritory, { body: { id, ...fields } }),
    edit: (changes) => call(territoryApi.editTerritory, { params: { id }, body: changes }),
  })
  return (
    <RowDialog
      title={territory ? `Edit ${territory.name}` : 'Add a territory'}
      action={territory ? 'Save' : 'Add'}
      form={form}
      size={400}
      labels={{ name: 'Name', base: 'Base' }}
      shown={(field, value) => (field === 'base' ? 'another place' : String(value))}
      reason={form.draft.name.trim() === '' ? 'Give the territory a name.' : unread ? 'Look at the base.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'territory', id, version: 0 }])
        toast(territory ? 'Saved' : 'Territory added')
      }}
    >
      <TextInput label="Name" required data-autofocus maxLength={80} {...form.text('name')} />
      <PositionInput
        label="Base"
        description="Where ways to its sites are measured from; empty: the company’s base"
        value={form.draft.base}
        onChange={(base) => {
          setUnread(base === undefined)
          if (base !== undefined) form.set({ base })
        }}
      />
    </RowDialog>
  )
}
