import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type ReviewWarning, reviewWarnings, reviewWarningSentence } from '#core/work-orders/review-warnings.ts'
import { useOrder } from '../work-orders/order-context.ts'
import { entryAnchor } from './BillTimePanel.tsx'
import styles from './Review.module.css'

/** What to look at once more in what the technicians handed in, each with the way to it. */
export function ReviewWarnings() {
  const { page, nameOf, zone, locale } = useOrder()
  return reviewWarnings(page.work).map((warning) => {
    const text = reviewWarningSentence(warning, { nameOf, zone, locale })
    return (
      <div key={text} className={styles.blocker}>
        <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
        <p>{text}</p>
        <Button component="a" variant="default" href={`#${placeOf(warning)}`}>
          Look at it
        </Button>
      </div>
    )
  })
}

function placeOf(warning: ReviewWarning): string {
  switch (warning.code) {
    case 'no_photo_after':
      return 'photos'
    case 'time_longer_than_on_site':
    case 'time_gap':
      return entryAnchor(warning.entry)
    case 'part_without_serial':
      return 'parts'
  }
}
