import { useCallback, useRef, useState } from 'react'
import type { PhotoPhase } from '#core/work-orders/words.ts'
import { sayRefusal, usePhone } from '../../hooks.ts'
import { useWhereabouts } from '../../position/use-whereabouts.ts'
import { fromGallery, type Said } from '../../position/whereabouts.ts'
import { audienceOfPhase } from '../audience.ts'
import type { OnVisit } from '../card.ts'

type Taken = { file: Blob; phase: PhotoPhase; where: Said }
/** `canTry`: not where the file is no picture this phone can open, which stays so. */
export type Failed = Taken & { id: number; name: string; why: string; canTry: boolean }

const neverPictures: ReadonlySet<string> = new Set(['unreadable_picture', 'heic_unreadable'])

/** Keeps pictures one after the other, so that many in a row never fill the memory; what failed is held for another try. */
export function useTaking({ view, visit }: OnVisit, phase: PhotoPhase) {
  const phone = usePhone()
  const whereabouts = useWhereabouts()
  const [waiting, setWaiting] = useState(0)
  const [failed, setFailed] = useState<Failed[]>([])
  const last = useRef<Promise<void>>(Promise.resolve())
  const counted = useRef(0)
  const workOrder = view.order.work.id

  const keepOne = useCallback(
    async (taken: Taken) => {
      const captured = await phone.capturePhoto({
        workOrder,
        visit: visit.id,
        file: taken.file,
        phase: taken.phase,
        caption: '',
        audience: audienceOfPhase(taken.phase),
        ...taken.where,
      })
      setWaiting((before) => before - 1)
      if (!('refusal' in captured)) return
      const failure = {
        ...taken,
        id: (counted.current += 1),
        name: taken.file instanceof File ? taken.file.name : 'Photo from the camera',
        why: sayRefusal(captured.refusal),
        canTry: !neverPictures.has(captured.refusal.code),
      }
      setFailed((before) => [...before, failure])
    },
    [phone, workOrder, visit.id],
  )
  const keep = useCallback(
    (pictures: readonly Taken[]) => {
      setWaiting((before) => before + pictures.length)
      for (const taken of pictures) last.current = last.current.then(() => keepOne(taken))
    },
    [keepOne],
  )
  /** Taken just now and here; a picture of the gallery is from wherever it was taken. */
  const take = useCallback(
    (files: readonly Blob[]) => {
      const where = whereabouts.now()
      keep(files.map((file) => ({ file, phase, where })))
    },
    [keep, phase, whereabouts],
  )
  const choose = useCallback(
    (files: readonly Blob[]) => {
      keep(files.map((file) => ({ file, phase, where: fromGallery })))
    },
    [keep, phase],
  )
  const again = () => {
    setFailed((before) => before.filter((one) => !one.canTry))
    keep(failed.filter((one) => one.canTry))
  }
  const leaveOut = (left: Failed) => setFailed((before) => before.filter((one) => one.id !== left.id))
  return { waiting, failed, take, choose, again, leaveOut }
}
