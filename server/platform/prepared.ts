import { createHash } from 'node:crypto'
import pg from 'pg'

/** A text is prepared from its second use on a connection: one that never comes again is not worth a plan that is kept. */
const preparedFrom = 2
/** Lists of changing length make many texts; past so many a connection prepares no more. */
const mostTexts = 1000

/**
 * A connection on which statements that come again are prepared, under a name made of their text. Planning them anew was
 * most of the database's time for a small request.
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    const query = this.query
    const uses = new Map<string, number>()
    const names = new Map<string, string>()
    const nameOf = (text: string): string | undefined => {
      const used = (uses.get(text) ?? 0) + 1
      if (used === 1 && uses.size >= mostTexts) return undefined
      uses.set(text, used)
      if (used < preparedFrom) return undefined
      const known = names.get(text) ?? createHash('sha1').update(text).digest('base64url')
      names.set(text, known)
      return known
    }
    const prepared = (text: unknown, values: unknown, then: unknown): unknown => {
      const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
      return Reflect.apply(query, this, name ? [{ name, text, values }, then] : [text, values, then])
    }
    Object.assign(this, { query: prepared })
  }
}
