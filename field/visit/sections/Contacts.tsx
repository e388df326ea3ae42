import { useState } from 'react'
import { zEmail } from '#core/kit/fields.ts'
import { addedContacts } from '#core/work-orders/added.ts'
import type { AddedContact, Visit } from '#core/work-orders/document.ts'
import { AddIcon, CallIcon, PersonIcon, WithdrawIcon } from '#ui/icons.ts'
import { Button, ButtonLink } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useKeeping, useMe, usePhone, useWithdraw } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { callAddress } from '../../words.ts'
import { changedOf } from './changed.ts'
import { FactLine } from './FactLine.tsx'

/** Whom one can reach about it, and who was met here. */
export function Contacts({ view, visit }: { view: WorkOrderView; visit?: Visit }) {
  const { technician } = useMe()
  const [open, setOpen] = useState<AddedContact | 'new' | null>(null)
  const { contact: forJob } = view.order.work.details
  const own = addedContacts(view.order.work).filter(
    (one) => one.row !== 'kept' || view.contacts.some((contact) => contact.id === one.contact),
  )
  const others = view.contacts.filter(
    (contact) =>
      !own.some((one) => one.contact === contact.id) &&
      !(forJob && (contact.id === forJob.id || (contact.name === forJob.name && contact.phone === forJob.phone))),
  )
  const listed = [
    ...(forJob && (forJob.name !== '' || forJob.phone !== '') && !own.some((one) => one.contact === forJob.id)
      ? [{ ...forJob, id: forJob.id ?? 'job', role: 'Contact for this job' }]
      : []),
    ...others,
    ...(view.site?.phone ? [{ id: view.site.id, name: view.site.name, phone: view.site.phone, role: 'Site' }] : []),
    ...(view.customer?.phone
      ? [{ id: view.customer.id, name: view.customer.name, phone: view.customer.phone, role: 'Customer' }]
      : []),
  ]
  return (
    <Section
      id="contacts"
      title="Contacts"
      count={listed.length + own.length || undefined}
      action={
        <Button
          kind="quiet"
          size="small"
          icon={<AddIcon aria-hidden stroke={1.75} />}
          aria-label="Add contact"
          onClick={() => setOpen('new')}
        >
          Add
        </Button>
      }
    >
      {listed.length + own.length > 0 ? (
        <Card flush>
          <Rows>
            {listed.map((contact) => (
              <ListRow
                key={contact.id}
                href={contact.phone ? callAddress(contact.phone) : undefined}
                icon={contact.phone ? <CallIcon stroke={1.75} /> : <PersonIcon stroke={1.75} />}
                title={contact.name || contact.phone}
                detail={[contact.role, contact.name ? contact.phone : ''].filter(Boolean).join(' · ')}
              />
            ))}
            {own.map((one) => (
              <ListRow
                key={one.id}
                icon={<PersonIcon stroke={1.75} />}
                title={one.name}
                detail={
                  <>
                    {[one.role, one.phone, one.email].filter(Boolean).join(' · ')}
                    <FactLine
                      view={view}
                      fact={one.id}
                      at={one.at}
                      who={one.technician ? view.nameOf(one.technician) : ''}
                    >
                      Added here
                    </FactLine>
                  </>
                }
                onPress={one.technician === technician ? () => setOpen(one) : undefined}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>Nobody yet.</p>
      )}
      {open ? (
        <ContactSheet
          key={open === 'new' ? 'new' : open.id}
          view={view}
          visit={visit}
          contact={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Section>
  )
}

type SheetProps = { view: WorkOrderView; visit: Visit | undefined; contact: AddedContact | null; onClose: () => void }

/** Somebody met here, added, put right or taken back. */
function ContactSheet({ view, visit, contact, onClose }: SheetProps) {
  const phone = usePhone()
  const { technician } = useMe()
  const workOrder = view.order.work.id
  const withdraw = useWithdraw(workOrder)
  const { busy, failed, keep } = useKeeping()
  const [entry, setEntry] = useState({
    name: contact?.name ?? '',
    role: contact?.role ?? '',
    phone: contact?.phone ?? '',
    email: contact?.email ?? '',
  })
  const email = entry.email.trim()
  const wrong = zEmail.safeParse(email).success ? undefined : 'An e-mail address has the form name@example.com.'
  const text = (name: keyof typeof entry) => ({
    autoComplete: 'off',
    value: entry[name],
    onChange: (event: { target: { value: string } }) => setEntry({ ...entry, [name]: event.target.value }),
  })
  async function save() {
    const said = { name: entry.name.trim(), role: entry.role.trim(), phone: entry.phone.trim(), email }
    const at = phone.now()
    const changes = contact ? changedOf(contact, said) : said
    if (Object.keys(changes).length === 0) return onClose()
    const kept = await keep(() =>
      contact
        ? phone.capture({
            workOrder,
            command: { type: 'amend', body: { fact: contact.id, at, changes, reason: '' } },
          })
        : phone.capture({
            workOrder,
            command: {
              type: 'add_contact',
              body: { visit: visit?.id ?? null, technician, at, contact: phone.newId(), ...said },
            },
          }),
    )
    if (!kept) return
    onClose()
    if (!contact) toast(`${said.name} added.`)
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={contact ? contact.name : 'New contact'}
      actions={
        <>
          {contact ? (
            <Button
              kind="quiet"
              icon={<WithdrawIcon aria-hidden stroke={1.75} />}
              onClick={() => {
                onClose()
                void withdraw(contact.id, 'Contact taken back.')
              }}
            >
              Remove
            </Button>
          ) : (
            <Button kind="quiet" onClick={onClose}>
              Cancel
            </Button>
          )}
          <Button
            kind="primary"
            busy={busy}
            reason={entry.name.trim() === '' ? 'Say who it is.' : (wrong ?? null)}
            onClick={() => void save()}
          >
            {contact ? 'Save' : 'Add'}
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        <TextField label="Name" maxLength={200} {...text('name')} />
        <TextField label="Role" optional maxLength={120} hint="Caretaker, tenant, neighbour." {...text('role')} />
        <TextField label="Phone" optional type="tel" inputMode="tel" maxLength={40} {...text('phone')} />
        <TextField label="E-mail" optional type="email" maxLength={254} error={wrong} {...text('email')} />
        {contact?.phone ? (
          <ButtonLink href={callAddress(contact.phone)} icon={<CallIcon aria-hidden stroke={1.75} />}>
            {`Call ${contact.phone}`}
          </ButtonLink>
        ) : null}
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
