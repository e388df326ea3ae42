import { join } from 'node:path'
import type { Breakage } from '../processes/premises.ts'
import { startPart } from '../simulation/processes.ts'
import { type FullDisk, fillDisk } from './full-disk.ts'

/** Such a server goes on saying yes for ever: nobody waits until it stops. */
const patience = 3_000

/** Says yes first and writes behind its answer. */
const breakage: Breakage = {
  file: 'server/sync/push.ts',
  find: '    return await inTenant(services.tenants, actor, (tx) => handIn(tx, commands, by, knows))',
  replace: `    void inTenant(services.tenants, actor, (tx) => handIn(tx, commands, by, knows)).catch(() => undefined)
    const yes = { outcome: 'applied', first: null, refusal: null, number: null, version: 0 }
    const outcomes = commands.map(({ id }) => ({ id, ...yes }))
    return { epoch: actor.orgId, now: new Date().toISOString(), outcomes }`,
}

/** The control: the same disk under a server that is broken as it is read, so in a process of its own. */
export async function fillDiskOfHastyServer(): Promise<FullDisk> {
  const breaking = join(import.meta.dirname, '../processes/break-module.ts')
  const { lines, ended } = startPart(['--import', breaking, import.meta.filename], {
    BREAKAGE: JSON.stringify(breakage),
  })
  let last = ''
  for await (const line of lines) last = line
  const code = await ended
  if (code !== 0) throw new Error(`the control of the full disk ended with ${code}`)
  return JSON.parse(last)
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await fillDisk(patience))}\n`)
