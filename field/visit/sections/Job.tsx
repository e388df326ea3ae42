import { formatDateTime } from '#core/kit/time.ts'
import { AssetIcon, CallIcon } from '#ui/icons.ts'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { useLocale } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { callAddress } from '../../words.ts'
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

/** What was asked for, on what, by whom. */
export function JobText({ view }: { view: WorkOrderView }) {
  const locale = useLocale()
  const { work } = view.order
  const { details, reported } = work
  const contacts = [
    ...(details.contact
      ? [{ name: details.contact.name, phone: details.contact.phone, role: 'Contact for this job' }]
      : []),
    ...(view.site?.contacts ?? []).filter(
      (contact) => contact.phone !== '' && contact.phone !== details.contact?.phone,
    ),
  ].filter((contact) => contact.name !== '' || contact.phone !== '')
  const facts: [string, string][] = [
    ['Customer', details.customer ? view.customerName : ''],
    ['Reported as', reported && !details.customer ? [reported.customer, reported.site].filter(Boolean).join(', ') : ''],
    ['Their reference', details.reference],
    ['Asked for', formatDateTime(details.requestedAt, work.zone, locale)],
    ['Due', details.targetAt ? formatDateTime(details.targetAt, work.zone, locale) : ''],
  ]
  return (
    <div className={forms.tight}>
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
      {view.assets.length > 0 || contacts.length > 0 ? (
        <Card flush>
          <Rows>
            {view.assets.map((asset) => (
              <ListRow
                key={asset.id}
                icon={<AssetIcon stroke={1.75} />}
                title={asset.name}
                detail={
                  <>
                    {[asset.make, asset.model, asset.location].filter(Boolean).join(' · ')}
                    {asset.serial ? <span className={styles.serial}>Serial {asset.serial}</span> : null}
                    {asset.warrantyUntil ? (
                      <span className={styles.serial}>Warranty until {asset.warrantyUntil}</span>
                    ) : null}
                  </>
                }
              />
            ))}
            {contacts.map((contact) => (
              <ListRow
                key={`${contact.name}/${contact.phone}`}
                href={contact.phone ? callAddress(contact.phone) : undefined}
                icon={<CallIcon stroke={1.75} />}
                title={contact.name || contact.phone}
                detail={[contact.role, contact.name ? contact.phone : ''].filter(Boolean).join(' · ')}
              />
            ))}
          </Rows>
        </Card>
      ) : null}
    </div>
  )
}
