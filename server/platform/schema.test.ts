import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { testDatabase } from '#test/support/database.ts'

const database = await testDatabase()
const committed = join(import.meta.dirname, 'schema.ts')

/** After a migration: `WRITE_SCHEMA=1 node --test server/platform/schema.test.ts`. */
test('the types of the tables are those of the migrated database', async () => {
  const made = await typesOf(database.superuserUrl)
  if (process.env['WRITE_SCHEMA'] === '1') await writeFile(committed, made)
  assert.equal(plain(await readFile(committed, 'utf8')), plain(made))
})

async function typesOf(url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-schema-'))
  const out = join(folder, 'schema.ts')
  const cli = join(import.meta.dirname, '../../node_modules/kysely-codegen/dist/cli/bin.js')
  await promisify(execFile)(process.execPath, [
    cli,
    '--dialect',
    'postgres',
    '--url',
    url,
    '--include-pattern',
    'app.*',
    '--default-schema',
    'public',
    '--date-parser',
    'string',
    '--type-mapping',
    '{"timestamptz":"string","int8":"number"}',
    '--out-file',
    out,
  ])
  const text = await readFile(out, 'utf8')
  await rm(folder, { recursive: true })
  return text
    .replace(
      'export interface DB {',
      '/** Every table of schema `app`, as queries name it. */\nexport interface Schema {',
    )
    .replace(
      'Please do not edit it manually.',
      'After a migration: `WRITE_SCHEMA=1 node --test server/platform/schema.test.ts`.',
    )
}

/** The formatter's quotes, commas and line ends are not differences. */
function plain(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/["';,|]/g, (sign) => (sign === '|' ? '|' : ''))
    .replace(/\s+/g, '')
}
