import { useState } from 'react'
import type * as z from 'zod'
import { sentence } from '#core/kit/sentences.ts'
import { Problem } from '#ui/client.ts'
import { fieldSentences, sentenceOf } from './problem.ts'

export type Clash<F> = { theirs: F; version: number; fields: (keyof F & string)[] }

type TextKey<F> = { [K in keyof F]: F[K] extends string ? K : never }[keyof F] & string

export type RowForm<F extends object> = {
  draft: F
  set: (changes: Partial<F>) => void
  error: (field: keyof F & string) => string | undefined
  /** What a text input of this field is given. */
  text: (field: TextKey<F>) => {
    value: string
    error: string | undefined
    onChange: (event: { currentTarget: { value: string } }) => void
  }
  /** Why it could not be saved, where no field says so. */
  problem: string | null
  clash: Clash<F> | null
  busy: boolean
  /** True when it is saved. After a clash what was typed goes on top of what the other one saved. */
  save: () => Promise<boolean>
  takeTheirs: () => void
}

type Options<F extends object, R extends F & { version: number }> = {
  start: F
  /** The version that was seen; null for a row that is being made. */
  version: number | null
  /** Reads the row as it is now out of a refusal. */
  row: z.ZodType<R>
  make: (fields: F) => Promise<unknown>
  edit: (changes: Partial<F> & { version: number }) => Promise<unknown>
  /** Something was typed or chosen. */
  onTouched?: () => void
}

/** How often a form is sent again by itself while others change something else. */
const mostAgain = 3

/**
 * A plain row being made or edited. Only what was changed is sent, with the version that was seen: when somebody else was
 * first with the same field, what was typed stays and theirs is shown beside it.
 */
export function useRowForm<F extends object, R extends F & { version: number }>({
  start,
  version,
  row,
  make,
  edit,
  onTouched,
}: Options<F, R>): RowForm<F> {
  const [base, setBase] = useState({ fields: start, version })
  const [draft, setDraft] = useState(start)
  const [clash, setClash] = useState<Clash<F> | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [busy, setBusy] = useState(false)
  const set = (changes: Partial<F>) => {
    onTouched?.()
    setDraft((before) => ({ ...before, ...changes }))
  }

  async function send(seen: number | null, again = mostAgain): Promise<boolean> {
    setBusy(true)
    setProblem(null)
    setErrors({})
    try {
      if (seen === null) await make(draft)
      else {
        const changes = changedFields(base.fields, draft)
        if (Object.keys(changes).length > 0) await edit({ ...changes, version: seen })
      }
      return true
    } catch (error) {
      const meanwhile = clashIn(error)
      // Somebody changed something else: theirs stays, and ours goes on top of it.
      if (meanwhile?.fields.length === 0 && again > 0) return await send(meanwhile.version, again - 1)
      if (meanwhile) setClash(meanwhile)
      else failed(error)
      return false
    } finally {
      setBusy(false)
    }
  }

  /** What somebody else saved meanwhile; null where that is not why it failed. */
  function clashIn(error: unknown): Clash<F> | null {
    const current = error instanceof Problem && error.code === 'changed_meanwhile' ? row.safeParse(error.current) : null
    if (!current?.success) return null
    const theirs = fieldsOf(start, current.data)
    const mine = changedFields(base.fields, draft)
    const changed = keysOf(changedFields(base.fields, theirs))
    return { theirs, version: current.data.version, fields: changed.filter((field) => field in mine) }
  }

  function failed(error: unknown): void {
    setErrors(fieldSentences(error))
    setProblem(sentenceOf(error))
  }

  return {
    draft,
    set,
    error: (field) => errors[field] ?? errors[`body.${field}`],
    text: (field) => ({
      value: String(draft[field]),
      error: errors[field] ?? errors[`body.${field}`],
      onChange: (event) => {
        onTouched?.()
        setDraft(Object.assign({}, draft, { [field]: event.currentTarget.value }))
      },
    }),
    problem,
    clash,
    busy,
    save: () => send(clash ? clash.version : base.version),
    takeTheirs: () => {
      if (!clash) return
      // What they did not change as well stays as it was typed.
      const mine = changedFields(base.fields, draft)
      for (const field of clash.fields) delete mine[field]
      setBase({ fields: clash.theirs, version: clash.version })
      setDraft({ ...clash.theirs, ...mine })
      setClash(null)
    },
  }
}

export const clashSentence = sentence('changed_meanwhile')

function keysOf<F extends object>(changes: Partial<F>): (keyof F & string)[] {
  return Object.keys(changes) as (keyof F & string)[]
}

/** The fields a form has, out of a row that has more. */
export function fieldsOf<F extends object>(like: F, row: F): F {
  const fields = { ...like }
  for (const key of keysOf(like)) fields[key] = row[key]
  return fields
}

function changedFields<F extends object>(was: F, now: F): Partial<F> {
  const changes: Partial<F> = {}
  for (const key of keysOf(now)) if (JSON.stringify(was[key]) !== JSON.stringify(now[key])) changes[key] = now[key]
  return changes
}
