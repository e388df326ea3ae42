import { AddIcon, OutboxIcon, SearchIcon, TimeIcon, TodayIcon } from '#ui/icons.ts'
import { useStatus } from '../hooks.ts'
import { pathTo, type Route } from '../routes/paths.ts'
import { useRoute } from '../routes/router.ts'
import styles from './Navigation.module.css'

const places = [
  { page: 'today', word: 'Today', icon: TodayIcon },
  { page: 'search', word: 'Search', icon: SearchIcon },
  { page: 'make', word: 'New', icon: AddIcon },
  { page: 'time', word: 'My time', icon: TimeIcon },
  { page: 'outbox', word: 'Outbox', icon: OutboxIcon },
] as const satisfies readonly { page: Route['page']; word: string; icon: typeof TodayIcon }[]

export function Navigation() {
  const { page: current } = useRoute()
  const { here: waiting } = useStatus()
  return (
    <nav className={styles.bar} aria-label="Pages">
      {places.map(({ page, word, icon: Icon }) => (
        <a
          key={page}
          href={pathTo({ page })}
          className={styles.place}
          aria-current={page === current ? 'page' : undefined}
        >
          <span className={styles.icon}>
            <Icon aria-hidden stroke={1.75} />
            {page === 'outbox' && waiting > 0 ? (
              <span className={styles.count}>
                {waiting > 99 ? '99+' : waiting}
                <span className="sr-only"> on this phone</span>
              </span>
            ) : null}
          </span>
          {word}
        </a>
      ))}
    </nav>
  )
}
