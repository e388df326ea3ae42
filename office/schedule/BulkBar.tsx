import { Button } from '@mantine/core'
import { IconArrowBackUp, IconSend } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Command } from '#core/work-orders/commands.ts'
import type { ScheduledVisit } from '#core/scheduling/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { useMe } from '../kit/me.ts'
import { Action } from '../work-orders/Action.tsx'
import { sendCommand } from '../work-orders/command.ts'
import { whyNotDispatch, whyNotRecall } from './dispatching.ts'
import styles from './SchedulePage.module.css'

type Props = {
  visits: readonly ScheduledVisit[]
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
}

function count(visits: readonly unknown[]): string {
  return visits.length === 1 ? 'one visit' : `${visits.length} visits`
}

/** Dispatches or recalls several visits: those chosen, or all of the day that can be. */
export function BulkBar({ visits, chosen, onChosen }: Props) {
  const queries = useQueryClient()
  const me = useMe()
  const [busy, setBusy] = useState(false)
  const mayDispatch = me.actor.abilities.includes('dispatch')
  const among = chosen.size > 0 ? visits.filter((visit) => chosen.has(visit.id)) : visits
  const ready = among.filter((visit) => whyNotDispatch(visit) === null)
  const out = among.filter((visit) => chosen.has(visit.id) && whyNotRecall(visit) === null)

  /** One after the other, so that two visits of one work order do not cross. */
  const each = async (
    list: readonly ScheduledVisit[],
    commandOf: (visit: ScheduledVisit) => Command,
  ): Promise<ScheduledVisit[]> => {
    const done: ScheduledVisit[] = []
    for (const visit of list) {
      const sent = await sendCommand(queries, me, visit.workOrder, commandOf(visit), { seen: visit.workOrderVersion })
      if (sent.ok) done.push(visit)
    }
    return done
  }
  const dispatchOf = (visit: ScheduledVisit): Command => ({ type: 'dispatch_visit', body: { visit: visit.id } })
  const recallOf = (visit: ScheduledVisit): Command => ({ type: 'recall_visit', body: { visit: visit.id, reason: '' } })
  const run = async (
    list: readonly ScheduledVisit[],
    commandOf: typeof dispatchOf,
    back: typeof dispatchOf,
    word: string,
  ) => {
    setBusy(true)
    const done = await each(list, commandOf).finally(() => setBusy(false))
    onChosen(new Set())
    if (done.length > 0) toast(`${count(done)} ${word}`, { undo: { onUndo: () => void each(done, back) } })
  }

  const notAllowed = mayDispatch ? null : 'Your role does not allow this.'
  return (
    <div className={styles.bulk} role="toolbar" aria-label="Several visits">
      <span className={styles.bulkWords}>
        {chosen.size > 0
          ? `${count([...chosen])} chosen`
          : `${count(visits)}, ${ready.length === 0 ? 'none' : ready.length} ready to dispatch`}
      </span>
      {chosen.size > 0 ? (
        <>
          <Button variant="subtle" color="gray" onClick={() => onChosen(new Set())}>
            Choose none
          </Button>
          <Action
            reason={notAllowed ?? (out.length === 0 ? 'None of the chosen visits is dispatched.' : null)}
            loading={busy}
            leftSection={<IconArrowBackUp size={15} stroke={1.75} aria-hidden />}
            onPress={() => void run(out, recallOf, dispatchOf, 'recalled')}
          >
            Recall {out.length > 0 ? out.length : ''}
          </Action>
        </>
      ) : null}
      <Action
        variant="filled"
        reason={
          notAllowed ??
          (ready.length === 0
            ? 'No visit here is ready: each needs a time and a crew, and is not dispatched yet.'
            : null)
        }
        loading={busy}
        leftSection={<IconSend size={15} stroke={1.75} aria-hidden />}
        onPress={() => void run(ready, dispatchOf, recallOf, 'dispatched')}
      >
        {chosen.size > 0 ? `Dispatch ${ready.length}` : 'Dispatch the day'}
      </Action>
    </div>
  )
}
