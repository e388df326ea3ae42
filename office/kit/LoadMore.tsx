import { Button } from '@mantine/core'
import styles from './layout.module.css'

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

/** The end of a list that has more. */
export function LoadMore({ pages }: { pages: Pages }) {
  if (!pages.hasNextPage) return null
  return (
    <div className={styles.more}>
      <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        Load more
      </Button>
    </div>
  )
}
