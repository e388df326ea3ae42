import { randomBytes } from 'node:crypto'
import { type Id, uuidv7 } from '#core/kit/ids.ts'

/** An id made on the server. */
export function newId(): Id {
  return uuidv7(Date.now(), randomBytes(10))
}
