import { Tooltip, UnstyledButton } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { workOrderApi } from '#core/work-orders/api.ts'
import { classes } from '#ui/classes.ts'
import { KeyHint } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import type { LiveState } from '../kit/live.ts'
import { useMe } from '../kit/me.ts'
import { type Entry, entries } from './entries.ts'
import { LiveMark } from './LiveMark.tsx'
import { MemberMenu } from './MemberMenu.tsx'
import styles from './Navigation.module.css'
import { ThemeMenu } from './ThemeMenu.tsx'

/** Counts past this are not read, only seen to be many. */
const most = 999

export function Navigation({ live }: { live: LiveState }) {
  const { actor, organization } = useMe()
  const narrow = useMediaQuery('(max-width: 64em)', undefined, { getInitialValueInEffect: false })
  const [wide, setWide] = useLocalStorage<boolean | null>({
    key: 'roundtrip.navigation',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const slim = wide === null ? narrow === true : !wide
  const shown = entries.filter((entry) => actor.abilities.includes(entry.ability))
  const mayRaise = actor.abilities.includes('work_orders.edit')

  return (
    <nav className={classes(styles.nav, slim && styles.slim)} aria-label="Main">
      <div className={styles.head}>
        <Link to="/" className={styles.company} aria-label={`${organization.name}, Today`}>
          <img src="/mark.svg" alt="" width={24} height={24} />
          <span className={styles.word}>{organization.name}</span>
        </Link>
      </div>

      <Hint slim={slim} label="Search everything">
        <UnstyledButton className={styles.search} onClick={spotlight.open} aria-keyshortcuts="Control+K">
          <IconSearch aria-hidden stroke={1.75} />
          <span className={styles.word}>Search</span>
          <span className={styles.keys} aria-hidden>
            <KeyHint keys={['Ctrl', 'K']} />
          </span>
        </UnstyledButton>
      </Hint>
      {mayRaise ? (
        <Hint slim={slim} label="Raise a work order">
          <Link to="/raise" className={styles.raise}>
            <IconPlus aria-hidden stroke={2} />
            <span className={styles.word}>Raise</span>
          </Link>
        </Hint>
      ) : null}

      <Entries shown={shown} slim={slim} />

      <div className={styles.foot}>
        <LiveMark state={live} slim={slim} />
        <div className={styles.tools}>
          <ThemeMenu />
          <Hint slim label={slim ? 'Show names' : 'Icons only'}>
            <UnstyledButton
              className={styles.tool}
              onClick={() => setWide(slim)}
              aria-label="Names in the navigation"
              aria-pressed={!slim}
            >
              {slim ? (
                <IconLayoutSidebarLeftExpand aria-hidden stroke={1.75} />
              ) : (
                <IconLayoutSidebarLeftCollapse aria-hidden stroke={1.75} />
              )}
            </UnstyledButton>
          </Hint>
        </div>
        <MemberMenu slim={slim} />
      </div>
    </nav>
  )
}

function Entries({ shown, slim }: { shown: readonly Entry[]; slim: boolean }) {
  const { data: counts } = useQuery({
    ...ask(workOrderApi.readCounts, {}),
    enabled: shown.some((entry) => entry.count),
  })
  return (
    <ul className={styles.entries}>
      {shown.map(({ to, word, icon: Icon, count }) => {
        const number = count && counts ? counts[count.of] : 0
        return (
          <li key={to}>
            <Hint slim={slim} label={number > 0 && count ? `${word}: ${number} ${count.means}` : word}>
              <Link
                to={to}
                className={styles.entry}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                activeProps={{ className: styles.current }}
              >
                <Icon aria-hidden stroke={1.75} />
                <span className={styles.word}>{word}</span>
                {number > 0 && count ? (
                  <span className={classes(styles.count, count.of === 'attention' && styles.pressing)}>
                    {number > most ? `${most}+` : number}
                    <span className="sr-only"> {count.means}</span>
                  </span>
                ) : null}
              </Link>
            </Hint>
          </li>
        )
      })}
    </ul>
  )
}

/** With icons only, the word is beside the icon on hover and focus. */
function Hint({ slim, label, children }: { slim: boolean; label: string; children: ReactElement }) {
  return (
    <Tooltip label={label} position="right" disabled={!slim} openDelay={200}>
      {children}
    </Tooltip>
  )
}
