import type { Id } from '#core/kit/ids.ts'
import type { Minutes } from '#core/kit/money.ts'
import type { Instant } from '#core/kit/time.ts'
import type { Board, BoardVisit, TrayItem } from '#core/scheduling/board-api.ts'
import type { Command, CommandBody, Window } from '#core/work-orders/commands.ts'

/** What the board holds of a visit and a planner changes. */
export type PlanOf = { start: Instant | null; minutes: Minutes; window: Window | null; crew: Id[]; lead: Id | null }
export type Despite = NonNullable<CommandBody<'replan_visit'>['despite']>

/** Something an obligation asks for, as the tray shows it. */
export type Proposed = Extract<TrayItem, { kindOf: 'proposed' }>

/** One thing a planner does, to a visit or to what is proposed. Each has one that takes it back. */
export type Change = VisitChange | ProposalChange
/** A plan with `proposed` raises the work order from it first; that stays when the plan is taken back. */
export type VisitChange = { workOrder: Id; visit: Id } & (
  | { kind: 'plan'; to: PlanOf; despite?: Despite; proposed?: Id; beside?: Id[] }
  | { kind: 'replan'; from: PlanOf; to: PlanOf; despite?: Despite }
  | { kind: 'cancel'; from: PlanOf; reason: string }
  | { kind: 'dispatch' }
  | { kind: 'recall' }
)

export type ProposalChange = {
  kind: 'decline' | 'reopen'
  item: Proposed
  reason: string
  workOrder?: never
  visit?: never
}

/** What one gesture did: one step of undo, whatever it touched. */
export type Step = { words: string; changes: Change[] }

export function planOf({ start, minutes, window, crew, lead }: BoardVisit): PlanOf {
  return { start, minutes, window, crew, lead }
}

export function isOfVisit(change: Change): change is VisitChange {
  return change.kind !== 'decline' && change.kind !== 'reopen'
}

/** What takes a change back. What was cancelled comes back as a visit of a new id. */
export function inverseOf(change: Change, newVisit: Id): Change {
  if (!isOfVisit(change)) return { ...change, kind: change.kind === 'decline' ? 'reopen' : 'decline' }
  const { workOrder, visit } = change
  switch (change.kind) {
    case 'plan':
      return { workOrder, visit, kind: 'cancel', from: change.to, reason: 'Taken back' }
    case 'replan':
      return { workOrder, visit, kind: 'replan', from: change.to, to: change.from }
    case 'cancel':
      return { workOrder, visit: newVisit, kind: 'plan', to: change.from }
    case 'dispatch':
      return { workOrder, visit, kind: 'recall' }
    case 'recall':
      return { workOrder, visit, kind: 'dispatch' }
  }
}

/** The command a change is. It names the plan it was made from: what somebody else changed since is not overwritten. */
export function commandOf(change: VisitChange): Command {
  const { visit } = change
  switch (change.kind) {
    case 'plan':
      return { type: 'plan_visit', body: { visit, ...change.to, ...despiteOf(change), ...besideOf(change) } }
    case 'replan':
      return {
        type: 'replan_visit',
        body: { visit, ...change.to, was: asItStood(change.from), ...despiteOf(change) },
      }
    case 'cancel':
      return { type: 'cancel_visit', body: { visit, reason: change.reason, was: asItStood(change.from) } }
    case 'dispatch':
      return { type: 'dispatch_visit', body: { visit } }
    case 'recall':
      return { type: 'recall_visit', body: { visit, reason: '' } }
  }
}

/** A plan as the record has it: the first of a crew leads where nobody was said to. */
function asItStood(plan: PlanOf): NonNullable<CommandBody<'replan_visit'>['was']> {
  return { ...plan, lead: plan.lead ?? plan.crew[0] ?? null }
}

function besideOf({ beside }: { beside?: Id[] }): { beside?: Id[] } {
  return beside ? { beside } : {}
}

function despiteOf({ despite }: { despite?: Despite }): { despite?: Despite } {
  return despite && despite.length > 0 ? { despite } : {}
}

/** The board as it will be once the server says yes. */
export function applied(board: Board, change: Change): Board {
  switch (change.kind) {
    case 'plan':
      return withPlanned(board, change.workOrder, change.visit, change.to, change.proposed)
    case 'replan':
      return change.to.start === null
        ? toTray(board, change.visit, true)
        : board.visits.some(({ id }) => id === change.visit)
          ? withVisit(board, change.visit, shownPlan(change.to))
          : withPlanned(board, change.workOrder, change.visit, change.to)
    case 'cancel':
      return toTray(board, change.visit, false)
    case 'dispatch':
      return withVisit(board, change.visit, { status: 'dispatched', seenBy: [] })
    case 'recall':
      return withVisit(board, change.visit, { status: 'scheduled', seenBy: [] })
    case 'decline':
      return withoutProposed(board, change.item.id)
    case 'reopen':
      return withProposed(board, change.item)
  }
}

function shownPlan({ start, ...rest }: PlanOf): Partial<BoardVisit> {
  return { ...rest, ...(start === null ? {} : { start }) }
}

function withVisit(board: Board, id: Id, changes: Partial<BoardVisit>): Board {
  return { ...board, visits: board.visits.map((visit) => (visit.id === id ? { ...visit, ...changes } : visit)) }
}

/** From the tray, or beside another visit of the same work order. */
function withPlanned(board: Board, workOrder: Id, id: Id, { start, ...plan }: PlanOf, proposed?: Id): Board {
  // Read anew already: the server was faster than its answer.
  if (start === null || board.visits.some((visit) => visit.id === id)) return board
  const waiting = board.tray.find((item) => item.kindOf === 'work_order' && item.workOrder === workOrder)
  const sibling = board.visits.find((visit) => visit.workOrder === workOrder)
  const asked = board.tray.find((item): item is Proposed => item.kindOf === 'proposed' && item.id === proposed)
  const work = waiting?.kindOf === 'work_order' ? waiting : (sibling ?? (asked && raisedFrom(asked, workOrder)))
  if (!work) return board
  const visit: BoardVisit = {
    ...workOf(work),
    ...plan,
    id,
    number: 0,
    status: 'scheduled',
    workOrderStatus: 'scheduled',
    start,
    setOutAt: null,
    arrivedAt: null,
    finishedAt: null,
    seenBy: [],
    unsent: false,
  }
  return {
    ...board,
    visits: [...board.visits, visit],
    tray: board.tray.filter((item) => item !== waiting && item !== asked),
  }
}

/** As the work order will read that is raised from it. */
function raisedFrom(item: Proposed, workOrder: Id): Omit<OnCard, 'minutes' | 'window' | 'crew' | 'lead'> {
  const { title, kind, priority, site, zone, skills, crewSize } = item
  const unknown = { version: 0, reference: '', reported: '', due: null }
  return { ...unknown, workOrder, title, kind, priority, site, zone, skills, crewSize }
}

/** What a confirmed change means for what is proposed: the rest of the board is read anew. */
export function withProposals(board: Board, change: Change): Board {
  if (!isOfVisit(change)) return applied(board, change)
  return change.kind === 'plan' && change.proposed ? withoutProposed(board, change.proposed) : board
}

/** Without what is not proposed any more: raised or declined. */
function withoutProposed(board: Board, id: Id): Board {
  const tray = board.tray.filter((item) => item.kindOf !== 'proposed' || item.id !== id)
  return { ...board, tray, trayTotal: board.trayTotal - (board.tray.length - tray.length) }
}

function withProposed(board: Board, item: Proposed): Board {
  const without = withoutProposed(board, item.id)
  const tray = [...without.tray, item].toSorted(mostUrgentFirst)
  return { ...without, tray, trayTotal: without.trayTotal + 1 }
}

type OnCard = Pick<BoardVisit, keyof BoardVisit & keyof Extract<TrayItem, { kindOf: 'work_order' }>>

/** What a card says of the work, planned or waiting. */
function workOf(
  of: Omit<OnCard, 'minutes' | 'window' | 'crew' | 'lead'>,
): Omit<OnCard, 'minutes' | 'window' | 'crew' | 'lead'> {
  const { workOrder, version, reference, title, kind, priority, site, reported, zone, skills, crewSize, due } = of
  return { workOrder, version, reference, title, kind, priority, site, reported, zone, skills, crewSize, due }
}

/** @param waits the visit itself waits for a time again; else another has to be made */
function toTray(board: Board, id: Id, waits: boolean): Board {
  const visit = board.visits.find((one) => one.id === id)
  if (!visit) return board
  const visits = board.visits.filter((one) => one !== visit)
  if (visits.some((one) => one.workOrder === visit.workOrder)) return { ...board, visits }
  const item: TrayItem = {
    ...workOf(visit),
    kindOf: 'work_order',
    visit: waits ? id : null,
    window: waits ? visit.window : null,
    crew: [],
    lead: null,
    minutes: visit.minutes,
    requestedAt: board.at,
    returnReason: null,
    parts: null,
  }
  // Read anew meanwhile, it may wait there already.
  const others = board.tray.filter((one) => one.kindOf === 'proposed' || one.workOrder !== visit.workOrder)
  return { ...board, visits, tray: [item, ...others] }
}

/** What was read anew of some work orders takes the place of what the board had of them. */
export function merged(board: Board, part: Board, workOrders: ReadonlySet<Id>): Board {
  const sites = new Map([...board.sites, ...part.sites].map((site) => [site.id, site]))
  const kept = board.tray.filter((item) => item.kindOf === 'proposed' || !workOrders.has(item.workOrder))
  const dropped = board.tray.length - kept.length
  return {
    ...board,
    at: part.at,
    sites: [...sites.values()],
    visits: [...board.visits.filter(({ workOrder }) => !workOrders.has(workOrder)), ...part.visits],
    tray: [...kept, ...part.tray].toSorted(mostUrgentFirst),
    trayTotal: board.trayTotal - dropped + part.tray.length,
  }
}

/** Emergencies first, then what is due first, a clock that stands last; then by priority. As the server orders the tray. */
export function mostUrgentFirst(a: TrayItem, b: TrayItem): number {
  return rank(a).localeCompare(rank(b))
}

const farthest = '9999'
function rank(item: TrayItem): string {
  if (item.kindOf === 'proposed') return `2 ${item.dueTo} ${item.id}`
  const { due, priority, requestedAt, workOrder } = item
  const emergency = priority === 'P1' && !due?.paused
  return `${emergency ? 0 : 1} ${due?.paused ? 1 : 0} ${due?.at ?? farthest} ${priority} ${requestedAt} ${workOrder}`
}
