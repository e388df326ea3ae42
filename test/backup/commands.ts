import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { countRows } from '#server/backup/tables.ts'
import { compiledOnce } from '#test/support/places.ts'
import { root, type Started, startProcess } from '../start/started.ts'

/** What a command of the terminal said, and how it ended. */
export type Told = { exitCode: number | null; said: string }

const environment = (dataDir: string) => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  DATA_DIR: dataDir,
  ...compiledOnce,
})

export const backUp = (dataDir: string, ...args: string[]) => run('server/backup/backup.ts', dataDir, args)
export const restore = (dataDir: string, ...args: string[]) => run('server/backup/restore.ts', dataDir, args)

export const startBackUp = (dataDir: string, ...args: string[]): Started =>
  startProcess(process.execPath, [join(root, 'server/backup/backup.ts'), ...args], { env: environment(dataDir) })

/** The stable code a command ended with; null where it did what was asked. */
export const codeIn = ({ exitCode, said }: Told): string | null =>
  exitCode === 0 ? null : (/^code: (\w+)$/m.exec(said)?.[1] ?? said)

async function run(program: string, dataDir: string, args: string[]): Promise<Told> {
  const started = startProcess(process.execPath, [join(root, program), ...args], { env: environment(dataDir) })
  const exitCode = await started.ended
  return { exitCode, said: started.said() }
}

/** The folder of the backup a command says it made. */
export function folderOf({ said }: Told): string {
  const found = /: (\/\S+Z)$/m.exec(said)?.[1]
  if (found === undefined) throw new Error(`no backup was made: ${said}`)
  return found
}

/** Everything that can be compared about a machine: rows a table, hashes of every record, and of every file. */
export type Inventory = {
  counts: Record<string, number>
  records: Record<string, string>
  files: Record<string, string>
}

export async function inventory(superuserUrl: string, dataDir: string): Promise<Inventory> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    return { counts: await countRows(client), records: await hashes(client), files: await hashedFiles(dataDir) }
  } finally {
    await client.end()
  }
}

/** Of tables that say what was done and what it led to: one hash over all their rows, in one order. */
async function hashes(client: Client): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of [
    'app.ledger',
    'app.entry',
    'app.document',
    'app.audit',
    'app.file',
    'app.invoice',
    'auth.user',
  ]) {
    const { rows } = await client.query<{ hash: string | null }>(
      `select md5(string_agg(t::text, E'\\n' order by t::text)) as hash from ${table.replace('.user', '."user"')} t`,
    )
    found[table] = rows[0]?.hash ?? ''
  }
  return found
}

/** Bytes kept by their hash: each path with what really is in it. */
async function hashedFiles(dataDir: string): Promise<Record<string, string>> {
  const folder = join(dataDir, 'files')
  const found: [string, string][] = []
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    found.push([
      path.slice(folder.length),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ])
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}
