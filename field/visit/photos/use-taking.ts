import { useCallback, useRef, useState } from 'react'
import type { PhotoPhase } from '#core/work-orders/words.ts'
import { sayRefusal, usePhone } from '../../hooks.ts'
import type { OnVisit } from '../card.ts'

type Failed = { file: Blob; phase: PhotoPhase; why: string }

/** Keeps pictures one after the other, so that many in a row never fill the memory; what failed is held for another try. */
export function useTaking({ view, visit }: OnVisit, phase: PhotoPhase) {
  const phone = usePhone()
  const [waiting, setWaiting] = useState(0)
  const [failed, setFailed] = useState<Failed[]>([])
  const last = useRef<Promise<void>>(Promise.resolve())
  const workOrder = view.order.work.id

  const keepOne = useCallback(
    async (file: Blob, wanted: PhotoPhase) => {
      const captured = await phone.capturePhoto({
        workOrder,
        visit: visit.id,
        file,
        phase: wanted,
        caption: '',
        audience: 'customer',
        position: null,
      })
      setWaiting((before) => before - 1)
      if ('refusal' in captured)
        setFailed((before) => [...before, { file, phase: wanted, why: sayRefusal(captured.refusal) }])
    },
    [phone, workOrder, visit.id],
  )
  const take = useCallback(
    (files: readonly Blob[], wanted: PhotoPhase = phase) => {
      setWaiting((before) => before + files.length)
      for (const file of files) last.current = last.current.then(() => keepOne(file, wanted))
      return last.current
    },
    [keepOne, phase],
  )
  const again = () => {
    const before = failed
    setFailed([])
    for (const { file, phase: wanted } of before) void take([file], wanted)
  }
  return { waiting, failed, take, again }
}
