import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Entry, openGeneration } from './generations.ts'
import { takeOver } from './taking-over.ts'

const base = 'https://field.example/field/'
const at = (path: string) => new URL(path, base).href

/** The browser's caches, as far as a generation uses them. */
function browserCaches() {
  const kept = new Map<string, Map<string, string>>()
  let isFull = false
  const cacheOf = (name: string) => {
    const rows = kept.get(name) ?? new Map<string, string>()
    kept.set(name, rows)
    return {
      match: async (key: string) => (rows.has(key) ? new Response(rows.get(key)) : undefined),
      async put(key: string, response: Response) {
        if (isFull) throw new DOMException('the phone is full', 'QuotaExceededError')
        rows.set(key, await response.text())
      },
    }
  }
  const caches: Partial<CacheStorage> = {
    open: async (name: string) => cacheOf(name) as Cache,
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
  }
  return { caches: caches as CacheStorage, kept, fill: () => void (isFull = true) }
}

/** A server with one build: what each address answers. */
function serverWith(files: Record<string, string>) {
  const asked: string[] = []
  const get: typeof fetch = async (input) => {
    const path = String(input).slice(base.length)
    asked.push(path)
    return path in files ? new Response(files[path]) : new Response('', { status: 404 })
  }
  return { get, asked }
}

const first: Entry[] = [
  { url: 'index.html', revision: 'a' },
  { url: 'assets/app-1.js', revision: null },
  { url: 'mark.svg', revision: 'm' },
]
const second: Entry[] = [
  { url: 'index.html', revision: 'b' },
  { url: 'assets/app-2.js', revision: null },
  { url: 'mark.svg', revision: 'm' },
]
const builds = {
  first: { 'index.html': 'page 1', 'assets/app-1.js': 'script 1', 'mark.svg': 'mark' },
  second: { 'index.html': 'page 2', 'assets/app-2.js': 'script 2', 'mark.svg': 'mark' },
}
const textOf = async (response: Promise<Response | undefined>) => (await response)?.text()

async function installed(entries: readonly Entry[], caches: CacheStorage, get: typeof fetch) {
  const generation = openGeneration(entries, base, caches, get)
  await generation.install()
  await generation.activate()
  return generation
}

test('S30: a whole generation is kept, and opens without a network at any address', async () => {
  const { caches } = browserCaches()
  const { get } = serverWith(builds.first)
  const generation = await installed(first, caches, get)
  assert.equal(await textOf(generation.page()), 'page 1')
  assert.equal(await textOf(generation.part(at('assets/app-1.js'))), 'script 1')
  assert.equal(await generation.part('https://field.example/api/sync/pull'), undefined)
})

test('S30: after an update a page that began with the version before still finds its parts, two updates later no more', async () => {
  const { caches } = browserCaches()
  await installed(first, caches, serverWith(builds.first).get)
  const { get, asked } = serverWith(builds.second)
  const now = await installed(second, caches, get)
  assert.equal(await textOf(now.page()), 'page 2')
  assert.equal(await textOf(now.part(at('assets/app-1.js'))), 'script 1')
  // What did not change was not fetched again.
  assert.deepEqual(asked.sort(), ['assets/app-2.js', 'index.html'])
  const third = [{ url: 'index.html', revision: 'c' }]
  const last = await installed(third, caches, serverWith({ 'index.html': 'page 3' }).get)
  assert.equal(await last.part(at('assets/app-1.js')), undefined)
  assert.equal(await textOf(last.part(at('assets/app-2.js'))), 'script 2')
})

test('S30: an update of which a part is missing leaves the version before as it was', async () => {
  const { caches, kept } = browserCaches()
  const before = await installed(first, caches, serverWith(builds.first).get)
  const { 'assets/app-2.js': _, ...broken } = builds.second
  await assert.rejects(openGeneration(second, base, caches, serverWith(broken).get).install(), /app-2/)
  assert.equal(kept.size, 1)
  assert.equal(await textOf(before.page()), 'page 1')
  assert.equal(await textOf(before.part(at('assets/app-1.js'))), 'script 1')
})

test('S30: an install that fails leaves a generation that is in use as it was: a release of the worker alone, one that goes back', async () => {
  const { caches, kept, fill } = browserCaches()
  const before = await installed(first, caches, serverWith(builds.first).get)
  // The same parts again: a phone without room has nothing to put.
  fill()
  await openGeneration(first, base, caches, serverWith({}).get).install()
  const [parts] = kept.values()
  parts?.delete(at('assets/app-1.js'))
  await assert.rejects(openGeneration(first, base, caches, serverWith(builds.first).get).install(), /full/)
  assert.equal(await textOf(before.page()), 'page 1')
  assert.equal(await textOf(before.part(at('mark.svg'))), 'mark')
})

test('S30: a newer version does not take over under another page that is open', async () => {
  const said: unknown[] = []
  const asks = { id: 'one', postMessage: (message: unknown) => void said.push(message) }
  let taken = 0
  const scope = (open: string[], office: string[] = []) => ({
    registration: { scope: base },
    clients: {
      matchAll: async () => [
        ...open.map((id) => ({ id, url: at('outbox') })),
        ...office.map((id) => ({ id, url: new URL('/board', base).href })),
      ],
    },
    skipWaiting: async () => void (taken += 1),
  })
  await takeOver(scope(['one', 'two']), asks)
  assert.deepEqual([taken, said], [0, [{ othersOpen: 1 }]])
  // A page of the office is another app.
  await takeOver(scope(['one'], ['three']), asks)
  assert.equal(taken, 1)
})
