import { IconFlag } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import { sentence } from '#core/kit/sentences.ts'
import type { DayFlagRow } from '#core/work-orders/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'

import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { Action } from '../work-orders/Action.tsx'
import styles from './Attention.module.css'

/** A flag on a technician's own day: depot, training, the drive home. */
export function DayFlagLine({ flag }: { flag: DayFlagRow }) {
  const queries = useQueryClient()
  const mayEdit = useMay('work_orders.edit')
  const { zone } = useMe().organization
  const [busy, setBusy] = useState(false)
  const [id] = useState(newId)

  async function settle(): Promise<void> {
    setBusy(true)
    try {
      const body = { id, flag: flag.flag, note: '' }
      await call(fieldworkApi.settleDayFlag, { params: { id: flag.technician }, body })
      toast('Flag settled')
    } catch (error) {
      toast(sentenceOf(error), { urgent: true })
    } finally {
      setBusy(false)
      refresh(queries, [{ kind: 'day', id: flag.technician, version: 0 }])
    }
  }
  return (
    <div className={styles.line}>
      <IconFlag size={18} stroke={1.75} className={styles.flag} aria-hidden />
      <div className={layout.grow}>
        <p>{flag.sentence}</p>
        <p className={layout.detail}>
          {`Own day of ${flag.technicianName} · `}
          <ShortTime at={flag.raisedAt} zone={zone} />
        </p>
      </div>
      <Action reason={mayEdit ? null : sentence('not_allowed')} loading={busy} onPress={() => void settle()}>
        Settle
      </Action>
    </div>
  )
}
