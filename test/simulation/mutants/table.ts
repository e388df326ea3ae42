import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Caught } from './catching.ts'

const path = join(import.meta.dirname, '../../../docs/sync.md')
const begin = '<!-- mutants: written by `npm run simulate -- --mutants` -->'
const end = '<!-- mutants end -->'

/** Writes what caught each mutant between its markers in docs/sync.md. */
export async function writeTable(caught: readonly Caught[]): Promise<void> {
  const text = await readFile(path, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to === -1) throw new Error('docs/sync.md has no place for the mutants')
  await writeFile(path, `${text.slice(0, from + begin.length)}\n${tableOf(caught)}\n${text.slice(to)}`)
}

export function tableOf(caught: readonly Caught[]): string {
  const rows = caught.map(({ mutant, by }) => {
    const found = by ? `\`${by.invariant}\`, seed ${by.seed} ${by.profile}` : '**nothing**'
    return `| ${mutant.name} | ${mutant.rule} | ${found} |`
  })
  return ['| what was broken on purpose | rule | what caught it |', '|---|---|---|', ...rows].join('\n')
}
