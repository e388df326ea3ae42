import { type Source, codeOf, importsOf } from './sources.ts'

/** A slice of core may import itself and those before it. */
const order = [
  'kit',
  'people',
  'customers',
  'work-orders',
  'scheduling',
  'fieldwork',
  'reports',
  'billing',
  'search',
  'sync',
  'notices',
]

/** Files that hold a slice's words and import nothing: everybody speaks with them. */
const vocabularies = new Set(['core/people/abilities.ts', 'core/work-orders/words.ts'])

export function wrongWayInCore(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const own = order.indexOf(sliceOf(source.path))
    if (own === -1) return [`${source.path} is in no slice that test/rules/boundaries.ts knows`]
    return importsOf(source)
      .filter((target) => target.startsWith('core/') && !vocabularies.has(target))
      .filter((target) => order.indexOf(sliceOf(target)) > own || order.indexOf(sliceOf(target)) === -1)
      .map((target) => `${source.path} imports ${target}`)
  })
}

export function importingVocabularies(sources: Source[]): string[] {
  return sources.filter(({ path }) => vocabularies.has(path)).flatMap(importsOf)
}

/** Slices meet in app.ts; one that needs another asks its queries or commands, never its HTTP. */
export function foreignRoutes(sources: Source[]): string[] {
  return sources
    .filter(({ path }) => path !== 'server/app.ts')
    .flatMap((source) =>
      importsOf(source)
        .filter((target) => /^server\/[^/]+\/(?:[^/]+-)?routes\.ts$/.test(target))
        .filter((target) => sliceOf(target) !== sliceOf(source.path))
        .map((target) => `${source.path} imports ${target}`),
    )
}

/** A file that only hands on what others hold hides who uses what. */
export function barrels(sources: Source[]): string[] {
  return sources
    .filter(({ path, text }) => /(^|\/)index\.tsx?$/.test(path) || /^export \* from/m.test(text))
    .map(({ path }) => path)
}

const impurities: [RegExp, string][] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.|\bTemporal\.Now\b/, 'a clock'],
  [/\bMath\.random\b|\bcrypto\b|\brandomUUID\b/, 'chance'],
  [/\bprocess\.|\bglobalThis\b|\bfetch\(|\bconsole\./, 'the outside'],
]

/** Core has no clock, no chance and no input or output: time, ids and prices are passed in. */
export function impure(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const code = codeOf(source)
    return impurities.filter(([pattern]) => pattern.test(code)).map(([, what]) => `${source.path} uses ${what}`)
  })
}

/** What works without signal must also work without a screen. */
export function screensInOffline(sources: Source[]): string[] {
  return sources.filter(({ text }) => /from ['"]react/.test(text)).map(({ path }) => path)
}

const sliceOf = (path: string) => path.split('/')[1] ?? ''
