import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, zId, zInstant } from '../kit/contract.ts'
import { editOf, name, zArchived, zPosition, zVersion } from '../kit/fields.ts'

/** Where somebody usually works and a site lies: a part of the town, a county, a building. */
export const zTerritoryFields = z.object({
  name: name(80),
  /** Where ways to its sites begin; null: at the organization's base. */
  base: zPosition.nullable(),
})
export const zTerritory = zTerritoryFields.extend({ id: zId, version: zVersion, archivedAt: zInstant.nullable() })
export type Territory = z.output<typeof zTerritory>

const territoryLife = archiving('Territory', 'territories', 'people.edit', zTerritory)

export const territoryApi = {
  listTerritories: contract({
    id: 'listTerritories',
    method: 'GET',
    path: '/api/territories',
    summary: 'Territories by name',
    ability: 'people.read',
    query: z.object({ archived: zArchived }),
    reply: listOf(zTerritory),
  }),
  makeTerritory: contract({
    id: 'makeTerritory',
    method: 'POST',
    path: '/api/territories',
    summary: 'Add a territory',
    ability: 'people.edit',
    body: zTerritoryFields.partial({ base: true }).extend({ id: zId }),
    reply: zTerritory,
  }),
  editTerritory: contract({
    id: 'editTerritory',
    method: 'PATCH',
    path: '/api/territories/{id}',
    summary: 'Rename a territory, or say where ways to it begin',
    ability: 'people.edit',
    params: idParams,
    body: editOf(zTerritoryFields),
    reply: zTerritory,
  }),
  archiveTerritory: territoryLife.archive,
  restoreTerritory: territoryLife.restore,
}
