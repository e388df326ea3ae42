import { ActionIcon, Tooltip } from '@mantine/core'
import { IconKeyboard } from '@tabler/icons-react'
import { type RefObject, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { isUnderDialog } from '../../kit/modal.ts'
import type { CarryStore } from '../carry.ts'
import type { Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import { CardMenu } from '../menu/CardMenu.tsx'
import { isOnBoard, type Judge } from '../menu/judged.ts'
import { KeysDialog } from '../menu/KeysDialog.tsx'
import { nameOf, type Placeable } from '../menu/steps.ts'
import { type MenuAt, useCardMenu } from '../menu/use-card-menu.ts'
import { VisitDialog } from '../menu/VisitDialogs.tsx'
import { type DialogKind, VisitItems } from '../menu/VisitItems.tsx'
import { VisitsItems } from '../menu/VisitsItems.tsx'
import { idOf } from '../Tray.tsx'
import styles from './Inspector.module.css'
import { uncover } from './uncover.ts'
import { VisitPanel } from './VisitPanel.tsx'
import { VisitsPanel } from './VisitsPanel.tsx'
import { WaitingPanel } from './WaitingPanel.tsx'

type Props = {
  surface: RefObject<HTMLDivElement | null>
  carry: CarryStore
  judge: Judge
  desk: Desk
  /** What the cards say is wrong, by visit and row. */
  problems: ReadonlyMap<string, readonly string[]>
  chosen: ReadonlySet<Id>
  chosenItem: Id | null
  now: string
  onChoose: (visits: ReadonlySet<Id>, item: Id | null) => void
  onDay: (date: LocalDate) => void
  onSeek: (work: Placeable | null) => void
}

const nothing: ReadonlySet<Id> = new Set()

/** What stands beside the cards: the panel of what is chosen, the menu of a card, what they ask, and the keys. */
export function BesideBoard(props: Props) {
  const { surface, carry, judge, desk, chosen, onChoose } = props
  const [asked, setAsked] = useState<{ kind: DialogKind; visit: BoardVisit } | null>(null)
  const [keys, setKeys] = useState(false)
  const { board } = judge
  const choose = useCallback(
    (id: Id) => (chosen.has(id) ? undefined : onChoose(new Set([id]), null)),
    [chosen, onChoose],
  )
  const [menu, closeMenu] = useCardMenu(surface, carry, choose)
  const close = useCallback(() => {
    if (isInPanel(document.activeElement)) focusChosen(surface.current)
    onChoose(nothing, null)
  }, [surface, onChoose])
  usePageKeys(carry, {
    close,
    help: useCallback(() => setKeys(true), []),
    cross: useCallback(() => {
      if (isInPanel(document.activeElement)) focusChosen(surface.current)
      else surface.current?.querySelector<HTMLElement>('[data-inspector] button')?.focus()
    }, [surface]),
  })
  const ask = (visit: BoardVisit) => (kind: DialogKind) => setAsked({ kind, visit })
  const plan = async (step: Step) => {
    const [first] = step.changes
    if (first?.kind !== 'plan' && first?.kind !== 'replan') return
    const seen = first.to.start !== null && isOnBoard(board, first.to.start)
    onChoose(seen ? new Set([first.visit]) : nothing, null)
    if ((await desk.doStep(step)) && !seen) toast(step.words)
  }
  return (
    <>
      <Chosen
        {...props}
        onDialog={(kind, visit) => setAsked({ kind, visit })}
        onPlan={(step) => void plan(step)}
        onClose={close}
      />
      {menu ? <MenuOf menu={menu} {...props} onClose={closeMenu} onDialog={ask} /> : null}
      {asked ? (
        <VisitDialog kind={asked.kind} visit={asked.visit} judge={judge} desk={desk} onClose={() => setAsked(null)} />
      ) : null}
      <Tooltip label="Keys (?)">
        <ActionIcon className={styles.keys} variant="default" size={30} aria-label="Keys" onClick={() => setKeys(true)}>
          <IconKeyboard size={16} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      {keys ? <KeysDialog onClose={() => setKeys(false)} /> : null}
    </>
  )
}

type ChosenProps = Props & {
  onDialog: (kind: DialogKind, visit: BoardVisit) => void
  onPlan: (step: Step) => void
  onClose: () => void
}

/** While something is carried the whole grid is to be seen. */
function Chosen(props: ChosenProps) {
  const { surface, carry, judge, chosen, chosenItem, onChoose, onDialog } = props
  // Only whether: where it is carried to is nothing to the panel.
  const carrying = useSyncExternalStore(carry.subscribe, () => carry.read() !== null)
  const { board } = judge
  const visits = useMemo(() => board.visits.filter(({ id }) => chosen.has(id)), [board.visits, chosen])
  const item = useMemo(() => board.tray.find((one) => idOf(one) === chosenItem), [board.tray, chosenItem])
  const [visit] = visits
  const shown = visit?.id
  useEffect(() => {
    // A card the panel has come to lie over is scrolled out from under it.
    const card = shown ? surface.current?.querySelector<HTMLElement>(`[data-visit="${shown}"]`) : null
    if (card) uncover(card)
  }, [shown, surface])
  if (!visit && !item) return null
  return (
    <div className={styles.beside} data-carrying={carrying || undefined}>
      {visit && visits.length === 1 ? (
        <VisitPanel key={visit.id} {...props} visit={visit} onDialog={(kind) => onDialog(kind, visit)} />
      ) : visit ? (
        <VisitsPanel
          {...props}
          key={visits.length}
          visits={visits}
          onChoose={(one) => onChoose(new Set([one.id]), null)}
        />
      ) : item ? (
        <WaitingPanel key={idOf(item)} {...props} item={item} />
      ) : null}
    </div>
  )
}

type MenuProps = Pick<Props, 'judge' | 'desk' | 'chosen'> & {
  menu: MenuAt
  onClose: () => void
  onDialog: (visit: BoardVisit) => (kind: DialogKind) => void
}

/** Of one visit, or of all that are chosen where it is one of them. */
function MenuOf({ menu, judge, desk, chosen, onClose, onDialog }: MenuProps) {
  const visit = judge.board.visits.find(({ id }) => id === menu.visit)
  if (!visit) return null
  const several = chosen.size > 1 && chosen.has(visit.id)
  const visits = judge.board.visits.filter(({ id }) => chosen.has(id))
  return (
    <CardMenu
      label={several ? `${visits.length} visits` : `Visit of ${nameOf(visit)}`}
      x={menu.x}
      y={menu.y}
      onClose={onClose}
    >
      {several ? (
        <VisitsItems visits={visits} judge={judge} desk={desk} />
      ) : (
        <VisitItems visit={visit} judge={judge} desk={desk} onDialog={onDialog(visit)} />
      )}
    </CardMenu>
  )
}

function isInPanel(element: Element | null): boolean {
  return element?.closest('[data-inspector]') != null
}

/** Back to what the panel is about, where the keyboard came from. */
function focusChosen(surface: HTMLElement | null): void {
  surface
    ?.querySelector<HTMLElement>('[data-chosen], [data-waiting][aria-pressed="true"]')
    ?.focus({ preventScroll: true })
}

type PageKeys = { close: () => void; help: () => void; cross: () => void }

/** Escape closes what is chosen, F6 goes into the panel and back, a question mark shows the keys, where nobody is typing. */
function usePageKeys(carry: CarryStore, { close, help, cross }: PageKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isUnderDialog() || carry.read()) return
      const { target } = event
      if (event.key === 'F6' && document.querySelector('[data-inspector]')) {
        event.preventDefault()
        cross()
        return
      }
      const typing =
        target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="menu"]')
      if (typing) return
      if (event.key === 'Escape') close()
      else if (event.key === '?') help()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [carry, close, help, cross])
}
