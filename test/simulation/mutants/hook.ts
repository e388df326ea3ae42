import { registerHooks } from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants, patched } from './list.ts'

/** Loaded before everything else in a process of its own: breaks modules as they are read, and nothing on the disk. */
const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])
if (!mutant) throw new Error(`there is no mutant ${process.env['MUTANT']}`)
const root = `${import.meta.dirname}/../../..`

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const file = url.startsWith('file:') ? relative(root, fileURLToPath(url)).replaceAll(sep, '/') : ''
    if (!mutant.patches.some((patch) => patch.file === file)) return loaded
    return { ...loaded, source: patched(mutant, file, textOf(loaded.source)) }
  },
})

function textOf(source: unknown): string {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array) return new TextDecoder().decode(source)
  throw new Error('the module has no source')
}
