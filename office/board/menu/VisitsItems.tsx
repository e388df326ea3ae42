import { IconArrowBackUp, IconCalendarPlus, IconInbox, IconSend } from '@tabler/icons-react'
import { addDays, localDate } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { MenuAction } from '../../work-orders/Action.tsx'
import type { Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import type { Judge } from './judged.ts'
import { whyNone, whyNotChange, whyNotDispatch, whyNotRecall } from './reasons.ts'
import { dayStep, dispatchStep, recallStep, unplanStep } from './steps.ts'

const icon = { size: 16, stroke: 1.75 }

/** What can be done with all that are chosen; those that cannot are left as they are. */
export function VisitsItems({ visits, judge, desk }: { visits: readonly BoardVisit[]; judge: Judge; desk: Desk }) {
  const act = (step: Step | null) => (step ? void desk.doStep(step) : undefined)
  const [first] = visits
  const next = addDays(localDate(first?.start ?? judge.board.at, judge.board.zone), 1)
  const fixed = whyNone(visits, whyNotChange)
  return (
    <>
      <MenuAction
        reason={whyNone(visits, whyNotDispatch)}
        icon={<IconSend {...icon} />}
        onPress={() => act(dispatchStep(visits))}
      >
        Dispatch
      </MenuAction>
      <MenuAction
        reason={whyNone(visits, whyNotRecall)}
        icon={<IconArrowBackUp {...icon} />}
        onPress={() => act(recallStep(visits))}
      >
        Recall
      </MenuAction>
      <MenuAction
        reason={fixed}
        icon={<IconCalendarPlus {...icon} />}
        onPress={() => act(dayStep(judge, visits, next))}
      >
        Move to the next day
      </MenuAction>
      <MenuAction reason={fixed} icon={<IconInbox {...icon} />} onPress={() => act(unplanStep(visits))}>
        Unplan
      </MenuAction>
    </>
  )
}
