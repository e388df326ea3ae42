import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
} from 'kysely'
import type pg from 'pg'
import type { Schema } from './schema.ts'

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()

/** Queries in one open transaction. */
export type Open = Transaction<Schema>

/** What a statement is once it is text. */
export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>

/**
 * Runs `work` in one transaction on one connection. A statement is sent when it is made, without waiting for the
 * answers of those before, and they are answered in their order: `begin` and `first` travel with the first of `work`,
 * `last` with the commit. What `work` leaves running when it throws finds the transaction over.
 */
export async function inOneTransaction<T>(
  pool: pg.Pool,
  first: Statement,
  work: (db: Open) => Promise<T>,
  last: (db: Open) => readonly Statement[],
): Promise<T> {
  const client = await pool.connect()
  const line = new Line(client)
  const db = openOn(line)
  try {
    const begun = [line.send('begin'), line.send(first.sql, first.parameters)]
    const answer = await work(db)
    // Straight to the connection: what goes through the query builder may be overtaken by the commit.
    const written = last(db).map((statement) => line.send(statement.sql, statement.parameters))
    const ended = line.send('commit')
    await Promise.all([...begun, ...written])
    // The commit of a transaction in which a statement failed is a rollback, and says so only in its tag.
    if ((await ended).command !== 'COMMIT') throw new Error('a statement failed and was passed over')
    line.over = true
    client.release()
    return answer
  } catch (error) {
    await giveUp(client, line)
    throw error
  }
}

async function giveUp(client: pg.PoolClient, line: Line): Promise<void> {
  const undone = line.send('rollback')
  line.over = true
  const broken = await undone.then(
    () => false,
    () => true,
  )
  client.release(broken)
}

class Line implements DatabaseConnection {
  over = false
  #gathering = false
  readonly #client: pg.PoolClient
  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  send(text: string, values?: readonly unknown[]): Promise<pg.QueryResult> {
    if (this.over) return Promise.reject(new Error('the transaction is over'))
    this.#gather()
    const answer = values ? this.#client.query(text, [...values]) : this.#client.query(text)
    // Whoever made it awaits it; one that nobody awaits any more fails with the first.
    answer.catch(() => undefined)
    return answer
  }

  /** What is sent at one go leaves in one packet. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    const { stream } = this.#client.connection
    stream.cork()
    process.nextTick(() => {
      this.#gathering = false
      stream.uncork()
    })
  }

  async executeQuery<R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
    const { command, rowCount, rows } = await this.send(sql, parameters)
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: rows as R[], ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('rows are not streamed')
  }
}

function openOn(line: Line): Open {
  const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: (run) => run(line) })
  return new Transaction<Schema>({ config: { dialect }, dialect, driver, executor })
}

/** Only named: a transaction never opens another connection. */
const dialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => compiler,
}
const driver = new PostgresDriver({
  pool: () => Promise.reject(new Error('a transaction has its connection already')),
})
