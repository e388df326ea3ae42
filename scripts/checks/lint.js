import { inRoot, run } from '../prepare/run.js'

/** Lint and format: one check. */
export async function checkLint() {
  const lint = await run(inRoot('node_modules', '.bin', 'oxlint'), [], { timeout: 120_000 })
  const format = await run(inRoot('node_modules', '.bin', 'biome'), ['check'], { timeout: 120_000 })
  return lint === 0 && format === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}
