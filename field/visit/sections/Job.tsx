import { formatDateTime } from '#core/kit/time.ts'
import { targetsOf } from '#core/work-orders/targets.ts'
import { Card } from '#ui/blocks/Card.tsx'
import { useLocale } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import type { OnVisit } from '../card.ts'
import { EditJob } from './EditJob.tsx'
import styles from './Job.module.css'

export function Job({ view }: OnVisit) {
  return (
    <Section id="job" title="Job" action={<EditJob view={view} />}>
      <JobText view={view} />
    </Section>
  )
}

/** What was asked for, by whom. */
export function JobText({ view }: { view: WorkOrderView }) {
  const locale = useLocale()
  const { work } = view.order
  const { details, reported } = work
  const due = targetsOf(work).find(({ kind }) => kind === 'arrive')?.due
  const facts: [string, string][] = [
    ['Customer', details.customer ? view.customerName : ''],
    ['Reported as', reported && !details.customer ? [reported.customer, reported.site].filter(Boolean).join(', ') : ''],
    ['Their reference', details.reference],
    ['Asked for', formatDateTime(details.requestedAt, work.zone, locale)],
    ['Due', due ? formatDateTime(due, work.zone, locale) : ''],
  ]
  return (
    <Card>
      <div className={forms.stack}>
        {details.description ? <p className={forms.prose}>{details.description}</p> : null}
        <dl className={styles.facts}>
          {facts
            .filter(([, text]) => text !== '')
            .map(([word, text]) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{text}</dd>
              </div>
            ))}
        </dl>
      </div>
    </Card>
  )
}
