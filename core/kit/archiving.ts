import type * as z from 'zod'
import type { Ability } from '../people/abilities.ts'
import { contract, idParams } from './contract.ts'

/**
 * The two endpoints of everything that is archived and never deleted: `POST /api/{path}/{id}/archive` and `/restore`,
 * both giving the row as it is afterwards.
 * @param noun in capitals as it stands in the operationId: `PriceItem`
 */
export function archiving<
  const Noun extends string,
  const Path extends string,
  const A extends Ability,
  R extends z.ZodType,
>(noun: Noun, path: Path, ability: A, reply: R) {
  const words = noun.replace(/(?<=.)[A-Z]/g, ' $&').toLowerCase()
  return {
    archive: contract({
      id: `archive${noun}`,
      method: 'POST',
      path: `/api/${path}/{id}/archive`,
      summary: `Archive: the ${words} leaves the lists, its history stays`,
      ability,
      params: idParams,
      reply,
    }),
    restore: contract({
      id: `restore${noun}`,
      method: 'POST',
      path: `/api/${path}/{id}/restore`,
      summary: `Bring an archived ${words} back`,
      ability,
      params: idParams,
      reply,
    }),
  }
}
