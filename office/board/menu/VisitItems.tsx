import { Menu } from '@mantine/core'
import {
  IconArrowsSplit2,
  IconBan,
  IconCalendarPlus,
  IconClock,
  IconClockHour4,
  IconCopy,
  IconExternalLink,
  IconInbox,
  IconSend,
  IconStar,
  IconUserPlus,
  IconArrowBackUp,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { newId } from '../../kit/ask.ts'
import { MenuAction } from '../../work-orders/Action.tsx'
import type { Desk } from '../desk.ts'
import type { Judge } from './judged.ts'
import { whyNotChange, whyNotDispatch, whyNotRecall, whyNotSplit } from './reasons.ts'
import { copyStep, dispatchStep, leadStep, nextDay, recallStep, unplanStep } from './steps.ts'

/** What asks something before it is done. */
export type DialogKind = 'add' | 'copy' | 'split' | 'time' | 'window' | 'cancel'

type Props = {
  visit: BoardVisit
  judge: Judge
  desk: Desk
  onDialog: (kind: DialogKind) => void
}

const icon = { size: 16, stroke: 1.75 }

/** Everything that can be done with a visit. What cannot be done now says why. */
export function VisitItems({ visit, judge, desk, onDialog }: Props) {
  const navigate = useNavigate()
  const fixed = whyNotChange(visit)
  const act = (step: Parameters<Desk['doStep']>[0] | null) => (step ? void desk.doStep(step) : undefined)
  return (
    <>
      <MenuAction
        reason={null}
        icon={<IconExternalLink {...icon} />}
        onPress={() => void navigate({ to: '/work-orders/$id', params: { id: visit.workOrder } })}
      >
        Open work order
      </MenuAction>
      <Menu.Divider />
      <MenuAction
        reason={whyNotDispatch(visit)}
        icon={<IconSend {...icon} />}
        onPress={() => act(dispatchStep([visit]))}
      >
        Dispatch
      </MenuAction>
      <MenuAction
        reason={whyNotRecall(visit)}
        icon={<IconArrowBackUp {...icon} />}
        onPress={() => act(recallStep([visit]))}
      >
        Recall
      </MenuAction>
      <Menu.Divider />
      <MenuAction reason={fixed} icon={<IconUserPlus {...icon} />} onPress={() => onDialog('add')}>
        Add a technician
      </MenuAction>
      <LeadItems visit={visit} judge={judge} fixed={fixed} onLead={(id) => act(leadStep(judge, visit, id))} />
      <MenuAction reason={fixed} icon={<IconClock {...icon} />} onPress={() => onDialog('time')}>
        Set time
      </MenuAction>
      <MenuAction reason={fixed} icon={<IconClockHour4 {...icon} />} onPress={() => onDialog('window')}>
        Set arrival window
      </MenuAction>
      <Menu.Divider />
      <MenuAction
        reason={null}
        icon={<IconCopy {...icon} />}
        onPress={() => act(copyStep(judge, visit, nextDay(visit, judge.board.zone), newId()))}
      >
        Copy to the next day
      </MenuAction>
      <MenuAction reason={null} icon={<IconCalendarPlus {...icon} />} onPress={() => onDialog('copy')}>
        Copy to another time
      </MenuAction>
      <MenuAction reason={whyNotSplit(visit)} icon={<IconArrowsSplit2 {...icon} />} onPress={() => onDialog('split')}>
        Split into a return visit
      </MenuAction>
      <Menu.Divider />
      <MenuAction reason={fixed} icon={<IconInbox {...icon} />} onPress={() => act(unplanStep([visit]))}>
        Unplan
      </MenuAction>
      <MenuAction reason={fixed} icon={<IconBan {...icon} />} danger onPress={() => onDialog('cancel')}>
        Cancel visit
      </MenuAction>
    </>
  )
}

type LeadProps = Pick<Props, 'visit' | 'judge'> & { fixed: string | null; onLead: (technician: string) => void }

/** One for each who goes along; where nobody does, one that says so. */
function LeadItems({ visit, judge, fixed, onLead }: LeadProps) {
  const others = visit.crew.filter((one) => one !== visit.lead)
  if (others.length === 0)
    return (
      <MenuAction
        reason={fixed ?? (visit.crew.length === 0 ? 'Nobody goes yet.' : 'Whoever goes alone leads.')}
        icon={<IconStar {...icon} />}
        onPress={() => undefined}
      >
        Make lead
      </MenuAction>
    )
  return others.map((technician) => (
    <MenuAction key={technician} reason={fixed} icon={<IconStar {...icon} />} onPress={() => onLead(technician)}>
      Make {judge.names.technician(technician)} lead
    </MenuAction>
  ))
}
