import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTenant } from './tenant.ts'
import { newId } from './ids.ts'
import { unnested } from './columns.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const { id: orgId } = await server.makeOrganization('Columns')

const columns = { id: 'uuid', words: 'text', count: 'int', about: 'jsonb' } as const
type Row = { id: string; words: string | null; count: number | null; about: object | null }

function backFrom(rows: readonly Row[]): Promise<Row[]> {
  return inTenant(server.services.tenants, { orgId, memberId: null, abilities: [] }, async (tx) => {
    const { rows: read } = await sql<Row>`select row.* from ${unnested(rows, columns)}`.execute(tx.db)
    return read
  })
}

test('what is written as columns is read back to the letter, in its order', async () => {
  const rows: Row[] = [
    {
      id: newId(),
      words: 'Valve "A" \\ {NULL}, ✓ Ä 水 👷\n',
      count: 1,
      about: { code: 'x', params: { a: [1, null] } },
    },
    { id: newId(), words: '', count: -2_147_483_648, about: {} },
    { id: newId(), words: null, count: null, about: null },
    { id: newId().toUpperCase(), words: 'NULL', count: 2_147_483_647, about: { refusal: null } },
  ]
  const asRead = rows.map((row) => ({ ...row, id: row.id.toLowerCase() }))
  assert.deepEqual(await backFrom(rows), asRead)
  assert.deepEqual(await backFrom([]), [])
})

test('texts larger than any before them are whole, and so are the small ones after them', async () => {
  const large = '水'.repeat(700_000)
  const rows = [large, 'after', `${large}!`].map((words, count) => ({ id: newId(), words, count, about: null }))
  assert.deepEqual(await backFrom(rows), rows)
  const small = [{ id: newId(), words: 'small', count: 0, about: null }]
  assert.deepEqual(await backFrom(small), small)
})

test('what is no id, and no whole number the column holds, is a fault and never another value', () => {
  for (const id of ['', newId().slice(1), newId().replace(/.$/, 'g'), `${newId()}0`, '0'.repeat(36).replace(/0/, '-')])
    assert.throws(() => unnested([{ id, words: null, count: 0, about: null }], columns), /no id/)
  for (const count of [2 ** 31, 1.5, Number.NaN])
    assert.throws(() => unnested([{ id: newId(), words: null, count, about: null }], columns), RangeError)
})
