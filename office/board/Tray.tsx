import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { formatMinutes } from '#core/kit/time.ts'
import type { BoardSite, TrayItem } from '#core/scheduling/board-api.ts'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import styles from './Board.module.css'
import { DueWord } from './DueWord.tsx'

type Props = {
  items: readonly TrayItem[]
  total: number
  sites: ReadonlyMap<Id, BoardSite>
  chosen: Id | null
  now: string
  onChoose: (item: TrayItem) => void
}

export function idOf(item: TrayItem): Id {
  return item.kindOf === 'proposed' ? item.id : item.workOrder
}

/** Work that waits for a place, the most urgent first. What is not found by its words is not on the screen. */
export function Tray({ items, total, sites, chosen, now, onChoose }: Props) {
  const [typed, setTyped] = useState('')
  const found = useMemo(() => items.filter((item) => isFound(item, sites, typed)), [items, sites, typed])
  const { shown, more } = useMore(typed)
  const [focus, setFocus] = useState<Id | null>(null)
  const stop = found.slice(0, shown).find((item) => idOf(item) === focus) ?? found[0]
  return (
    <section className={styles.tray} aria-label="Waiting for a place">
      <header>
        <h2>
          Waiting <span className="faint">{total}</span>
        </h2>
        <TextInput
          size="xs"
          aria-label="Find waiting work"
          placeholder="Find"
          leftSection={<IconSearch size={14} stroke={1.75} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </header>
      {found.length === 0 ? (
        <p className="faint">{items.length === 0 ? 'Everything has its place.' : 'Nothing like this waits.'}</p>
      ) : (
        <ul>
          {found.slice(0, shown).map((item) => (
            <li key={idOf(item)}>
              <TrayCard
                item={item}
                site={item.site ? sites.get(item.site) : undefined}
                chosen={chosen === idOf(item)}
                now={now}
                inTabOrder={item === stop}
                onFocus={() => setFocus(idOf(item))}
                onChoose={onChoose}
              />
            </li>
          ))}
          {shown < found.length ? <li ref={more} className={styles.moreWaits} aria-hidden /> : null}
        </ul>
      )}
      {items.length < total ? <p className="faint">{total - items.length} more wait.</p> : null}
    </section>
  )
}

const atOnce = 20

/** The first of a long list, and more as its end comes into sight; from the start when something else is looked for. */
function useMore(key: string): { shown: number; more: (end: HTMLElement | null) => (() => void) | undefined } {
  const [grown, setGrown] = useState({ key, shown: atOnce })
  const shown = grown.key === key ? grown.shown : atOnce
  const more = useCallback(
    (end: HTMLElement | null) => {
      if (!end) return undefined
      const seen = new IntersectionObserver(([entry]) => {
        if (entry?.isIntersecting) setGrown({ key, shown: shown + atOnce })
      })
      seen.observe(end)
      return () => seen.disconnect()
    },
    [key, shown],
  )
  return { shown, more }
}

function isFound(item: TrayItem, sites: Props['sites'], typed: string): boolean {
  const wanted = typed.trim().toLocaleLowerCase()
  if (wanted === '') return true
  const site = item.site ? sites.get(item.site) : undefined
  const reference = item.kindOf === 'proposed' ? item.source : `${item.reference} ${item.reported}`
  const words = [item.title, reference, site?.customer, site?.name, site?.address, item.priority].join(' ')
  return words.toLocaleLowerCase().includes(wanted)
}

/** One stop of Tab; the arrows go on from it. */
function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const { key, currentTarget } = event
  // What is picked up goes with the arrows.
  if (event.isDefaultPrevented() || document.querySelector('[data-ghost]')) return
  const cards = [...(currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('[data-waiting]') ?? [])]
  const at = cards.findIndex((card) => card === currentTarget)
  const next =
    key === 'ArrowDown'
      ? cards[at + 1]
      : key === 'ArrowUp'
        ? cards[at - 1]
        : key === 'Home'
          ? cards[0]
          : key === 'End'
            ? cards.at(-1)
            : undefined
  if (!next) return
  event.preventDefault()
  next.focus()
}

type CardProps = Pick<Props, 'now' | 'onChoose'> & {
  item: TrayItem
  site: BoardSite | undefined
  chosen: boolean
  inTabOrder: boolean
  onFocus: () => void
}

function TrayCard({ item, site, chosen, now, inTabOrder, onFocus, onChoose }: CardProps) {
  const place = [site?.customer, site?.name].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className={styles.waiting}
      data-waiting={idOf(item)}
      tabIndex={inTabOrder ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={walk}
      data-urgent={item.priority === 'P1' || undefined}
      aria-pressed={chosen}
      onClick={() => onChoose(item)}
    >
      <span className={styles.waitingHead}>
        <PriorityBadge priority={item.priority} />
        <b>{item.kindOf === 'proposed' ? 'Proposed' : item.reference}</b>
        <span className={styles.grow} />
        <span className="faint">{formatMinutes(item.minutes)}</span>
      </span>
      <span className={styles.waitingTitle}>{item.title}</span>
      <span className={styles.waitingPlace}>{place || (item.kindOf === 'work_order' ? item.reported : '')}</span>
      <DueWord item={item} now={now} />
    </button>
  )
}
