import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { countRows } from '#server/backup/tables.ts'
import { compiledOnce } from '#test/support/places.ts'
import { root, type Started, startProcess } from '../start/started.ts'

/** What a command of the terminal said, and how it ended. */
export type Told = { exitCode: number | null; said: string }

/** The machine a command is for: its data folder, and the PostgreSQL of its own where it has one. */
type Machine = string | { dataDir: string; databaseUrl: string }

function environment(machine: Machine) {
  const { dataDir, databaseUrl } = typeof machine === 'string' ? { dataDir: machine, databaseUrl: '' } : machine
  const { PATH, HOME } = process.env
  return { PATH, HOME, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...compiledOnce }
}

export const backUp = (machine: Machine, ...args: string[]) => run('server/backup/backup.ts', machine, args)
export const restore = (machine: Machine, ...args: string[]) => run('server/backup/restore.ts', machine, args)

export const startBackUp = (machine: Machine, ...args: string[]): Started =>
  startProcess(process.execPath, [join(root, 'server/backup/backup.ts'), ...args], { env: environment(machine) })

/** The stable code a command ended with; null where it did what was asked. */
export const codeIn = ({ exitCode, said }: Told): string | null =>
  exitCode === 0 ? null : (/^code: (\w+)$/m.exec(said)?.[1] ?? said)

async function run(program: string, machine: Machine, args: string[]): Promise<Told> {
  const started = startProcess(process.execPath, [join(root, program), ...args], { env: environment(machine) })
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
