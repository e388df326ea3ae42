import { createContext, use, useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { sentence } from '#core/kit/sentences.ts'
import type { LocalDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import type { Field } from './offline/field.ts'
import type { Watched } from './offline/live.ts'
import type { Capture, Captured, Phone } from './offline/phone.ts'
import type { WorkerUpdates } from './offline/worker-updates.ts'

export const PhoneContext = createContext<Phone | null>(null)
export const FieldContext = createContext<{ field: Field; updates: WorkerUpdates } | null>(null)

export function usePhone(): Phone {
  const phone = use(PhoneContext)
  if (!phone) throw new Error('this screen needs a phone around it')
  return phone
}

export function useField(): { field: Field; updates: WorkerUpdates } {
  const field = use(FieldContext)
  if (!field) throw new Error('this screen needs the app around it')
  return field
}

export function useWatched<T>(watched: Watched<T>): T {
  return useSyncExternalStore(watched.subscribe, watched.get)
}

export const useMe = () => useWatched(usePhone().me)
export const useAgenda = () => useWatched(usePhone().agenda)
export const useCatalogue = () => useWatched(usePhone().catalogue)
export const usePeople = () => useWatched(usePhone().people)
export const useOutbox = () => useWatched(usePhone().outbox)
export const useStatus = () => useWatched(usePhone().status)
/** What mates left on this phone. */
export const useOthersWork = () => useWatched(useField().field.others)
export const useNotices = () => useWatched(usePhone().notices)
/** How the organization writes numbers and dates. */
export const useLocale = () => useMe().organization.locale

export function useWorkOrder(id: Id) {
  const phone = usePhone()
  return useWatched(useMemo(() => phone.workOrder(id), [phone, id]))
}

export function useSearch(text: string) {
  const phone = usePhone()
  return useWatched(useMemo(() => phone.search(text), [phone, text]))
}

export function useTime(date?: LocalDate) {
  const phone = usePhone()
  return useWatched(useMemo(() => phone.time(date), [phone, date]))
}

export function sayRefusal({ code, params }: Refusal): string {
  return sentence(code, params)
}

export type Keeping = {
  busy: boolean
  /** Why the last try was not kept; what was entered is still on the screen. */
  failed: string | null
  /** The facts once they are on the disk, else null. */
  keep: (act: () => Promise<Captured>) => Promise<Id[] | null>
}

/** For forms: what was entered stays until the phone has it. */
export function useKeeping(): Keeping {
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const keep = useCallback(async (act: () => Promise<Captured>) => {
    setBusy(true)
    setFailed(null)
    try {
      const captured = await act()
      if ('facts' in captured) return captured.facts
      setFailed(sayRefusal(captured.refusal))
      return null
    } finally {
      setBusy(false)
    }
  }, [])
  return { busy, failed, keep }
}

export type Said = { done?: string; undo?: boolean }

/** For one press: kept at once, with a way back for a slip. What was not kept is said until it is read. */
export function useAct(workOrder: Id): (captures: readonly Capture[], said?: Said) => Promise<Id[] | null> {
  const phone = usePhone()
  const withdraw = useWithdraw(workOrder)
  return useCallback(
    async (captures, { done, undo = false } = {}) => {
      const captured = await phone.captureAll(captures)
      if ('refusal' in captured) {
        toast(sayRefusal(captured.refusal), { urgent: true })
        return null
      }
      const last = captured.facts.at(-1)
      if (done) toast(done, undo && last ? { undo: { onUndo: () => void withdraw(last) } } : {})
      return captured.facts
    },
    [phone, withdraw],
  )
}

/** Takes a fact back; the original stays on the record. */
export function useWithdraw(workOrder: Id): (fact: Id, done?: string) => Promise<void> {
  const phone = usePhone()
  return useCallback(
    async (fact, done = 'Taken back.') => {
      const body = { fact, at: phone.now(), reason: '' }
      const captured = await phone.capture({ workOrder, command: { type: 'withdraw', body } })
      toast('refusal' in captured ? sayRefusal(captured.refusal) : done, { urgent: 'refusal' in captured })
    },
    [phone, workOrder],
  )
}
