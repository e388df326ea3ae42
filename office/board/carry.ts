import { useMemo, useSyncExternalStore } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { BoardVisit, TrayItem } from '#core/scheduling/board-api.ts'
import type { Row } from './rows.ts'

/** What is on its way across the board, by pointer or by keyboard. */
export type Carried =
  /** Visits taken by one of them (`held`); the others keep their distance to it. */
  | { kind: 'visits'; held: BoardVisit; row: Row['id']; with: readonly BoardVisit[] }
  | { kind: 'item'; item: TrayItem }
  | { kind: 'end'; held: BoardVisit; row: Row['id'] }

/** What a drop does: move, add whoever has the row to the crew, or plan another visit like it. */
export type CarryMode = 'move' | 'add' | 'copy'

/** Where it would land: a row, a start in milliseconds, and how long it takes. */
export type Target = { row: Row['id']; start: number; minutes: number; mode: CarryMode }

export type Carry = { what: Carried; target: Target | null; by: 'pointer' | 'keyboard' }

/**
 * Holds what is carried outside React, so that a move of the pointer redraws the ghost and nothing else.
 */
export class CarryStore {
  #carry: Carry | null = null
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): Carry | null => this.#carry

  begin(what: Carried, by: Carry['by'], target: Target | null): void {
    this.#set({ what, by, target })
  }

  /** Nothing happens where the target is the one there is. */
  aim(target: Target | null): void {
    const carry = this.#carry
    if (!carry || sameTarget(carry.target, target)) return
    this.#set({ ...carry, target })
  }

  /** Ends the carrying. @returns what was carried and where it would land */
  end(): Carry | null {
    const carry = this.#carry
    if (carry) this.#set(null)
    return carry
  }

  #set(carry: Carry | null): void {
    this.#carry = carry
    for (const listener of this.#listeners) listener()
  }
}

function sameTarget(a: Target | null, b: Target | null): boolean {
  if (!a || !b) return a === b
  return a.row === b.row && a.start === b.start && a.minutes === b.minutes && a.mode === b.mode
}

export function useCarry(store: CarryStore): Carry | null {
  return useSyncExternalStore(store.subscribe, store.read)
}

/** The ids of the visits that are on their way, so that their cards stand back: the same set until other ones are. */
export function useCarriedIds(store: CarryStore): ReadonlySet<Id> {
  const key = useSyncExternalStore(store.subscribe, () => carriedIds(store.read()).join(' '))
  return useMemo(() => new Set(key.split(' ').filter(Boolean)), [key])
}

function carriedIds(carry: Carry | null): Id[] {
  if (!carry || carry.what.kind === 'item' || carry.target?.mode === 'copy') return []
  if (carry.what.kind === 'end') return [carry.what.held.id]
  return [carry.what.held, ...carry.what.with].map(({ id }) => id)
}
