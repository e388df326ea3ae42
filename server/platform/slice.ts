import type { StoredFile } from './files/store.ts'
import type { JobTask } from './jobs.ts'
import type { Route } from './route.ts'
import type { Tx } from './tenant.ts'

/** What a slice gives to the server; `server/app.ts` lists them all. */
export type Slice = {
  name: string
  routes: Route[]
  /** Background tasks by name; `tx.enqueue(name, payload)` asks for one. */
  tasks?: Record<string, JobTask>
  /** Runs in the transaction that marks a file's bytes stored or refused. */
  onFile?: (tx: Tx, file: StoredFile) => Promise<void>
}
