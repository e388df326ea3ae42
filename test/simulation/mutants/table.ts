import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '#test/support/replace-file.ts'
import { findStale, type Known, readKnown } from './known.ts'
import { mutants } from './list.ts'

const path = join(import.meta.dirname, '../../../docs/sync.md')
const begin = '<!-- mutants: written by `npm run simulate -- --mutants` -->'
const end = '<!-- mutants end -->'

/** Writes what caught each mutant between its markers in docs/sync.md. */
export async function writeTable(): Promise<void> {
  const text = await readFile(path, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to === -1) throw new Error('docs/sync.md has no place for the mutants')
  const stale = new Set((await findStale()).map(({ name }) => name))
  const table = tableOf(await readKnown(), stale)
  await replaceFile(path, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`)
}

function tableOf(known: Readonly<Record<string, Known>>, stale: ReadonlySet<string>): string {
  const rows = mutants.map(
    ({ name, rule }) =>
      `| ${name} | ${rule} | ${wordsOf(known[name])}${stale.has(name) && known[name] ? staleWords : ''} |`,
  )
  return ['| what was broken on purpose | rule | what caught it |', '|---|---|---|', ...rows].join('\n')
}

const staleWords = ' (in code that has changed since)'

function wordsOf(met: Known | undefined): string {
  if (met === undefined) return 'not hunted yet'
  return met ? `\`${met.invariant}\`, seed ${met.seed} ${met.profile}` : '**nothing yet**'
}
