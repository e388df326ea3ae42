import {
  IconAlertTriangle,
  IconCalendarPlus,
  IconChecklist,
  IconCoin,
  IconDeviceMobileOff,
  IconTool,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { LedgerLine } from '#core/billing/ledger-api.ts'
import { sum } from '#core/kit/money.ts'
import { classes } from '#ui/classes.ts'
import { useMoney } from '../kit/money.ts'
import type { Today } from './TodayPage.tsx'
import styles from './TodayPage.module.css'

const working = new Set(['travelling', 'on_site', 'paused'])

/** The numbers of the day; each leads to what it counts. */
export function Numbers({ day, unbilled }: { day: Today; unbilled: readonly LedgerLine[] | null | undefined }) {
  const money = useMoney()
  const busy = day.technicians.filter((one) => one.visits.some((visit) => working.has(visit.status))).length
  return (
    <ul className={styles.numbers} aria-label="The day in numbers">
      <li>
        <Link to="/work-orders" search={{ status: 'unscheduled', sort: 'target' }} className={styles.number}>
          <Figure
            icon={IconCalendarPlus}
            value={day.unassigned.count}
            word="unassigned"
            pressing={day.unassigned.count > 0}
          />
        </Link>
      </li>
      <li>
        <Link to="/work-orders" search={{ target: 'at_risk', sort: 'target' }} className={styles.number}>
          <Figure icon={IconAlertTriangle} value={day.atRisk.count} word="at risk" wrong={day.atRisk.count > 0} />
        </Link>
      </li>
      <li>
        <Link to="/board" className={styles.number}>
          <Figure icon={IconTool} value={`${busy} of ${day.technicians.length}`} word="technicians at work" />
        </Link>
      </li>
      <li>
        <Link to="/review" className={styles.number}>
          <Figure icon={IconChecklist} value={day.toReview.count} word="to review" pressing={day.toReview.count > 0} />
        </Link>
      </li>
      {unbilled === null ? null : (
        <li>
          <a href="#unbilled" className={styles.number}>
            <Figure
              icon={IconCoin}
              value={unbilled ? money(sum(unbilled.map((line) => line.net))) : ' '}
              word="done, not invoiced"
            />
          </a>
        </li>
      )}
      <li>
        <a href="#phones" className={styles.number}>
          <Figure
            icon={IconDeviceMobileOff}
            value={day.phones.length}
            word="phones not synced"
            pressing={day.phones.length > 0}
          />
        </a>
      </li>
    </ul>
  )
}

type FigureProps = { icon: TablerIcon; value: number | string; word: string; pressing?: boolean; wrong?: boolean }

function Figure({ icon: Icon, value, word, pressing, wrong }: FigureProps) {
  return (
    <>
      <span className={classes(styles.figure, pressing && styles.pressing, wrong && styles.wrong)}>{value}</span>
      <span className={styles.word}>
        <Icon size={15} stroke={1.75} aria-hidden />
        {word}
      </span>
    </>
  )
}
