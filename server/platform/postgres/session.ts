import { Client } from 'pg'

/** Where clients reach the server: a socket in a folder only its user may enter, so no password. */
export function socketUrl(socketDir: string, user: string, database: string): string {
  const host = encodeURIComponent(socketDir)
  return `postgresql://${encodeURIComponent(user)}@localhost/${encodeURIComponent(database)}?host=${host}`
}

/** Only one Roundtrip may use a data folder: the one whose session holds this lock. It ends with the process. */
const folderLock = 7_261_102_006

export type Hold =
  | { state: 'held'; client: Client; version: string }
  | { state: 'taken'; by: string }
  | { state: 'unreachable'; error: Error }

/** A connection to the socket of a server that was just killed may never be answered: waits are short. */
const connectsWithin = 1_000

export async function holdFolder(socketDir: string): Promise<Hold> {
  const client = new Client({
    connectionString: socketUrl(socketDir, 'postgres', 'postgres'),
    application_name: `roundtrip ${process.pid}`,
    connectionTimeoutMillis: connectsWithin,
  })
  // A lost connection is seen through the process we watch, or through 'end'.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const reply = await client.query<{ got: boolean; version: string }>(
      `select pg_try_advisory_lock($1) as got, current_setting('server_version') as version`,
      [folderLock],
    )
    const row = reply.rows[0]
    if (row?.got === true) return { state: 'held', client, version: row.version }
    const by = await holder(client)
    await client.end()
    return { state: 'taken', by }
  } catch (error) {
    // What broke is said; ending what is broken may fail as well.
    await client.end().catch(() => undefined)
    return { state: 'unreachable', error: error instanceof Error ? error : new Error(String(error)) }
  }
}

async function holder(client: Client): Promise<string> {
  const reply = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [folderLock],
  )
  return reply.rows[0]?.name.replace('roundtrip ', '') ?? 'unknown'
}
