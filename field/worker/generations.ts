/**
 * Whole generations of the app, kept to open without a network (SYNC S30). A generation is fetched whole or not at all; the
 * one before stays beside it, for pages that began with it and have parts still to load.
 */
export type Entry = { url: string; revision: string | null }
export type Generation = {
  /** Throws when any part cannot be had: the worker that asked is then given up, and the one before goes on. */
  install: () => Promise<void>
  /** Lets go of all but this generation and the one before. */
  activate: () => Promise<void>
  /** The one page of the app, whatever its address. */
  page: () => Promise<Response | undefined>
  /** A part of this generation or the one before; undefined for everything else, which is the network's. */
  part: (address: string) => Promise<Response | undefined>
}

const prefix = 'roundtrip-field-'
/** What an earlier version of this worker kept its generation in. */
const isEarlier = (name: string) => name.startsWith('workbox-precache')

export function openGeneration(
  entries: readonly Entry[],
  base: string,
  caches: CacheStorage,
  get: typeof fetch,
): Generation {
  const keys = new Map(
    entries.map(({ url, revision }) => [new URL(url, base).href, keyOf(new URL(url, base), revision)]),
  )
  const name = `${prefix}${fingerprint([...keys.values()].sort().join('\n'))}`

  async function generations(): Promise<string[]> {
    return (await caches.keys()).filter((one) => one.startsWith(prefix) || isEarlier(one))
  }

  /** A part that did not change is taken from the generation before. */
  async function fetched(address: string, key: string): Promise<Response> {
    for (const one of await generations()) {
      const known = isEarlier(one) ? undefined : await (await caches.open(one)).match(key)
      if (known) return known
    }
    const response = await get(address, { cache: 'reload', credentials: 'same-origin' })
    if (!response.ok || response.redirected) throw new Error(`a part of the app could not be fetched: ${address}`)
    return response
  }

  async function match(address: string): Promise<Response | undefined> {
    const key = keys.get(address)
    return key === undefined ? undefined : (await caches.open(name)).match(key)
  }

  return {
    async install() {
      // A release of the worker alone, and one that goes back, have the parts of a generation that pages are open on.
      const isNew = !(await caches.keys()).includes(name)
      const cache = await caches.open(name)
      const put = [...keys].map(async ([address, key]) => {
        if (!(await cache.match(key))) await cache.put(key, await fetched(address, key))
      })
      const failed = (await Promise.allSettled(put)).find((part) => part.status === 'rejected')
      if (!failed) return
      if (isNew) await caches.delete(name)
      throw failed.reason
    },
    async activate() {
      const others = (await generations()).filter((one) => one !== name)
      for (const one of others.slice(0, -1)) await caches.delete(one)
    },
    page: () => match(new URL('index.html', base).href),
    async part(address) {
      const own = await match(address)
      if (own) return own
      for (const one of (await generations()).filter((other) => other !== name)) {
        const earlier = await (await caches.open(one)).match(address)
        if (earlier) return earlier
      }
      return undefined
    },
  }
}

/** Files with a hash in their name are kept under it; the others say which revision they are. */
function keyOf(url: URL, revision: string | null): string {
  const key = new URL(url)
  if (revision !== null) key.searchParams.set('revision', revision)
  return key.href
}

/** A name for a list: two that differ have two. */
function fingerprint(text: string): string {
  let [high, low] = [0xcbf29ce4, 0x84222325]
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    low = Math.imul(low ^ code, 0x01000193) >>> 0
    high = Math.imul(high ^ (code + (low >>> 24)), 0x01000193) >>> 0
  }
  return `${high.toString(16)}${low.toString(16)}`
}
