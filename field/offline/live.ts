/** Live values for screens: `useSyncExternalStore(watched.subscribe, watched.get)`. A value keeps its identity until what it is made of changes. */
export type Watched<T> = {
  readonly subscribe: (listener: () => void) => () => void
  readonly get: () => T
}

/** What values are made of; a write says which of these it touched. */
export const topics = ['documents', 'commands', 'blobs', 'notices', 'copies', 'status', 'clock'] as const
export type Topic = (typeof topics)[number]

export type Live = {
  watch: <T>(of: readonly Topic[], read: () => T) => Watched<T>
  touch: (touched: Iterable<Topic>) => void
}

export function openLive(): Live {
  const versions = new Map<Topic, number>()
  const listeners = new Set<() => void>()
  const seen = (of: readonly Topic[]) => of.map((topic) => versions.get(topic) ?? 0).join()

  return {
    watch(of, read) {
      let kept: { at: string; value: ReturnType<typeof read> } | null = null
      return {
        subscribe(listener) {
          const own = () => listener()
          listeners.add(own)
          return () => listeners.delete(own)
        },
        get() {
          const at = seen(of)
          if (kept === null || kept.at !== at) kept = { at, value: read() }
          return kept.value
        },
      }
    },
    touch(touched) {
      for (const topic of touched) versions.set(topic, (versions.get(topic) ?? 0) + 1)
      for (const listener of listeners) listener()
    },
  }
}

/** One value that is set from outside. */
export function openValue<T>(first: T): Watched<T> & { set: (value: T) => void } {
  const listeners = new Set<() => void>()
  let value = first
  return {
    subscribe(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => listeners.delete(own)
    },
    get: () => value,
    set(next) {
      value = next
      for (const listener of listeners) listener()
    },
  }
}
