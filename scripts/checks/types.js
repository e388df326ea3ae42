import { inRoot, run } from '../prepare/run.js'

/** Every place compiles, and imports only what it may: one check. */
export async function checkTypes() {
  const code = await run(inRoot('node_modules', '.bin', 'tsc'), ['-b'], { timeout: 300_000 })
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}
