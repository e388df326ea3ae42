import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join, normalize, relative } from 'node:path'

export type Source = { path: string; text: string }

export const root = join(import.meta.dirname, '../..')

const skipped = new Set(['node_modules', 'dist', 'data', 'screens', 'test-results', 'playwright-report'])

/** Every file of the repository with one of these endings, by its path from the top. */
export async function sourcesOf(folder: string, endings: string[]): Promise<Source[]> {
  const paths = await below(join(root, folder), endings)
  return Promise.all(paths.map(async (path) => ({ path: relative(root, path), text: await readFile(path, 'utf8') })))
}

async function below(folder: string, endings: string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (entry.isFile()) return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : []
    if (!entry.isDirectory() || entry.name.startsWith('.')) return []
    return (folder === root && skipped.has(entry.name)) || entry.name === 'node_modules' ? [] : below(path, endings)
  })
  return (await Promise.all(found)).flat().sort()
}

/** What a file imports from the project's places, as paths from the top. */
export function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(/(?:from|import|import\()\s*['"]((?:\.{1,2}|#)[^'"]+)['"]/g)
  return [...found].map(([, target = '']) => {
    return target.startsWith('#') ? target.slice(1) : normalize(join(dirname(path), target))
  })
}

export const isTest = ({ path }: Source): boolean => path.endsWith('.test.ts')

export const existsInRepository = (path: string): boolean => existsSync(join(root, path))

/** Code alone: comments, and what stands in quotes, say nothing about what runs. */
export function codeOf({ text }: Source): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, ' ')
}
