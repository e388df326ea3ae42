import { useMemo, useSyncExternalStore } from 'react'
import type { Step } from './changes.ts'
import type { Desk } from './desk.ts'

/** What a screen reader is told. Outside React: while something is carried it changes with every press. */
export class HeardStore {
  #words = ''
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): string => this.#words

  say(words: string): void {
    // The same words once more are read out once more only when they differ.
    this.#words = words === this.#words ? `${words}\u00a0` : words
    for (const listener of this.#listeners) listener()
  }
}

export function useHeard(store: HeardStore): string {
  return useSyncExternalStore(store.subscribe, store.read)
}

/** What a step did, with what it was done in spite of. */
export function wordsOfStep({ words, changes }: Step): string {
  const despite = changes.flatMap((change) =>
    change.kind === 'plan' || change.kind === 'replan' ? (change.despite ?? []).map(({ detail }) => detail) : [],
  )
  return [words, ...(despite.length > 0 ? [`In spite of: ${[...new Set(despite)].join('. ')}`] : [])].join('. ')
}

/** The desk, and every step done with it is said. What was refused, taken back and done again says so by itself. */
export function useHeardDesk(desk: Desk, heard: HeardStore): Desk {
  const { doStep } = desk
  const said = useMemo(
    () => async (step: Step) => {
      const done = await doStep(step)
      if (done) heard.say(wordsOfStep(step))
      return done
    },
    [doStep, heard],
  )
  return { ...desk, doStep: said }
}
