import { IconChevronDown } from '@tabler/icons-react'
import { formatDate } from '#core/kit/time.ts'
import type { Visit } from '#core/work-orders/document.ts'
import { heading } from '#core/work-orders/labels.ts'
import { shownFinish } from '#core/work-orders/visits.ts'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { useLocale } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import styles from './History.module.css'
import { PastPhotos } from './PastPhotos.tsx'

/** The last visits at this site before this one: what was found, what was fitted. */
export function History({ view, visit }: { view: WorkOrderView; visit?: Visit }) {
  const locale = useLocale()
  const finish = visit && shownFinish(visit)
  const before = view.history.filter(({ workOrder, at }) => workOrder !== view.order.work.id || at !== finish?.at)
  if (before.length === 0) return null
  return (
    <Section id="history" title="Last visits here" count={before.length}>
      <Card flush>
        <Rows>
          {before.map((past) => (
            <details key={`${past.workOrder}/${past.at}`} className={styles.visit}>
              <summary>
                <span className={styles.words}>
                  <span className={styles.title}>{past.title}</span>
                  <span className={forms.soft}>
                    {[formatDate(past.at, past.zone, locale), past.crew.join(', '), heading(past.outcome)]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                <IconChevronDown aria-hidden stroke={1.75} />
              </summary>
              <div className={styles.body}>
                {past.note ? <p className={forms.prose}>{past.note}</p> : null}
                {past.notes.map((note) => (
                  <p key={note} className={forms.prose}>
                    {note}
                  </p>
                ))}
                {past.photos && past.photos.length > 0 ? <PastPhotos photos={past.photos} /> : null}
                {past.parts.length > 0 ? <p className={forms.soft}>Parts: {past.parts.join(', ')}</p> : null}
                {past.note || past.notes.length > 0 || past.parts.length > 0 || past.photos?.length ? null : (
                  <p className={forms.soft}>Nothing was noted.</p>
                )}
              </div>
            </details>
          ))}
        </Rows>
      </Card>
    </Section>
  )
}
