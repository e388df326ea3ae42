import { IconPencil, IconPhone } from '@tabler/icons-react'
import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { addedAssets, addedContacts } from '#core/work-orders/added.ts'
import type { MoneyDocument, AddedContact } from '#core/work-orders/document.ts'
import { heading } from '#core/work-orders/labels.ts'
import { FactList, Panel } from '#ui/office/Page.tsx'
import { useMoney } from '../../kit/money.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../Action.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { DetailsForm } from './DetailsForm.tsx'

export function DetailsPanel() {
  const { why } = useOrder()
  const [editing, setEditing] = useState(false)
  return (
    <Panel
      title="Details"
      id="details"
      actions={
        editing ? null : (
          <Action
            variant="subtle"
            leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
            reason={why({ type: 'edit_details', body: { changes: {} } })}
            onPress={() => setEditing(true)}
          >
            Edit
          </Action>
        )
      }
    >
      {editing ? <DetailsForm onClose={() => setEditing(false)} /> : <Facts />}
    </Panel>
  )
}

function Facts() {
  const { page, zone } = useOrder()
  const money = useMoney()
  const { details, reported } = page.work
  const { names } = page
  const contact = details.contact
  // Rows of their own once the place they are at is linked.
  const waiting = addedAssets(page.work).filter((one) => one.row !== 'kept')
  const met = addedContacts(page.work).filter((one) => one.row !== 'kept')
  const access = [details.accessNotes, names.site?.accessNotes].filter(Boolean).join('\n')
  return (
    <FactList
      facts={[
        {
          label: 'Description',
          value: details.description ? <span className={layout.prose}>{details.description}</span> : '',
        },
        { label: 'Kind', value: [heading(details.kind), names.jobType?.name].filter(Boolean).join(', ') },
        {
          label: 'Contact',
          value: contact ? (
            <>
              {contact.name}
              {contact.phone ? (
                <>
                  {' '}
                  <a href={`tel:${contact.phone.replace(/\s/g, '')}`} className={styles.phone}>
                    <IconPhone size={14} stroke={1.75} aria-hidden />
                    {contact.phone}
                  </a>
                </>
              ) : null}
            </>
          ) : (
            (reported?.contact ?? '')
          ),
        },
        { label: 'Asked for', value: <ShortTime at={details.requestedAt} zone={zone} /> },
        { label: 'Their reference', value: details.reference },
        ...(page.money
          ? [
              { label: 'Purchase order', value: page.money.purchaseOrder },
              { label: 'Not to exceed', value: page.money.notToExceed === null ? '' : money(page.money.notToExceed) },
              ...agreedFacts(page.money, money),
            ]
          : []),
        {
          label: 'Assets',
          value: names.assets.length > 0 ? names.assets.map(assetLine) : '',
        },
        ...(waiting.length > 0 ? [{ label: 'Reported equipment', value: waiting.map(assetLine) }] : []),
        ...(met.length > 0 ? [{ label: 'Reported contacts', value: met.map(contactLine) }] : []),
        { label: 'Access', value: access === '' ? '' : <span className={layout.prose}>{access}</span> },
        ...(names.site?.hazards
          ? [{ label: 'Hazards', value: <span className={layout.warn}>{names.site.hazards}</span> }]
          : []),
        ...(reported && (!details.customer || !details.site)
          ? [
              {
                label: 'As reported',
                value: [reported.customer, reported.site, reported.contact, reported.phone].filter(Boolean).join(', '),
              },
            ]
          : []),
      ]}
    />
  )
}

/** What was agreed for this work alone; nothing where the rates and the warranties of its assets say it all. */
function agreedFacts({ fixedPrice, coverage }: MoneyDocument, money: (amount: number) => string) {
  const facts: { label: string; value: string }[] = []
  if (fixedPrice)
    facts.push({
      label: 'Fixed price',
      value: `${money(fixedPrice.amount)}${fixedPrice.includesParts ? ', parts included' : ''}`,
    })
  if (coverage) {
    const what = [coverage.labour ? 'labour' : '', coverage.parts ? 'parts' : ''].filter(Boolean).join(' and ')
    facts.push({ label: 'Covered', value: `${what === '' ? 'Nothing' : heading(what)}: ${coverage.reason}` })
  }
  return facts
}

type AssetWords = { id: Id; name: string; make: string; model: string; serial: string }

function assetLine({ id, name, make, model, serial }: AssetWords) {
  return (
    <p key={id}>
      {name} <span className={layout.detail}>{[make, model, serial].filter(Boolean).join(' ')}</span>
    </p>
  )
}

function contactLine({ id, name, role, phone, email }: AddedContact) {
  return (
    <p key={id}>
      {name} <span className={layout.detail}>{[role, phone, email].filter(Boolean).join(', ')}</span>
    </p>
  )
}
