import { useState } from 'react'
import { zEmail } from '#core/kit/fields.ts'
import { addedContacts } from '#core/work-orders/added.ts'
import type { AddedContact, Visit } from '#core/work-orders/document.ts'
import { AddIcon, CallIcon, PersonIcon } from '#ui/icons.ts'
import { Button, ButtonLink } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useKeeping, useMe, usePhone } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { callAddress } from '../../words.ts'
import { changedOf } from './changed.ts'
import { FactLine } from './FactLine.tsx'
import { OwnFactSheet } from './OwnFactSheet.tsx'

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
      {open === 'new' ? <NewContact view={view} visit={visit} onClose={() => setOpen(null)} /> : null}
      {open && open !== 'new' ? (
        <ContactSheet key={open.id} view={view} contact={open} onClose={() => setOpen(null)} />
      ) : null}
    </Section>
  )
}

type Entry = Pick<AddedContact, 'name' | 'role' | 'phone' | 'email'>
const blank: Entry = { name: '', role: '', phone: '', email: '' }

type NewProps = { view: WorkOrderView; visit: Visit | undefined; onClose: () => void }

/** Somebody met here. */
function NewContact({ view, visit, onClose }: NewProps) {
  const phone = usePhone()
  const { technician } = useMe()
  const { busy, failed, keep } = useKeeping()
  const [entry, setEntry] = useState(blank)
  async function add() {
    const workOrder = view.order.work.id
    const on = { visit: visit?.id ?? null, technician, at: phone.now(), contact: phone.newId() }
    const body = { ...on, ...trimmed(entry) }
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'add_contact', body } })))) return
    onClose()
    toast(`${body.name} added.`)
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title="New contact"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={busy} reason={wrongWith(entry)} onClick={() => void add()}>
            Add
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        <ContactFields entry={entry} onEntry={setEntry} />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}

/** One's own addition, put right or taken back. */
function ContactSheet({ view, contact, onClose }: { view: WorkOrderView; contact: AddedContact; onClose: () => void }) {
  const [entry, setEntry] = useState<Entry>(contact)
  return (
    <OwnFactSheet
      workOrder={view.order.work.id}
      fact={contact.id}
      title={contact.name}
      changes={() => changedOf(contact, trimmed(entry))}
      reason={wrongWith(entry)}
      takenBack="Contact taken back."
      onClose={onClose}
    >
      <ContactFields entry={entry} onEntry={setEntry} />
      {contact.phone ? (
        <ButtonLink href={callAddress(contact.phone)} icon={<CallIcon aria-hidden stroke={1.75} />}>
          {`Call ${contact.phone}`}
        </ButtonLink>
      ) : null}
    </OwnFactSheet>
  )
}

function ContactFields({ entry, onEntry }: { entry: Entry; onEntry: (entry: Entry) => void }) {
  const text = (name: keyof Entry) => ({
    autoComplete: 'off',
    value: entry[name],
    onChange: (event: { target: { value: string } }) => onEntry({ ...entry, [name]: event.target.value }),
  })
  return (
    <>
      <TextField label="Name" maxLength={200} {...text('name')} />
      <TextField label="Role" optional maxLength={120} hint="Caretaker, tenant, neighbour." {...text('role')} />
      <TextField label="Phone" optional type="tel" inputMode="tel" maxLength={40} {...text('phone')} />
      <TextField label="E-mail" optional type="email" maxLength={254} error={wrongEmail(entry)} {...text('email')} />
    </>
  )
}

const wrongEmail = ({ email }: Entry): string | undefined =>
  zEmail.safeParse(email.trim()).success ? undefined : 'An e-mail address has the form name@example.com.'

const wrongWith = (entry: Entry): string | null =>
  entry.name.trim() === '' ? 'Say who it is.' : (wrongEmail(entry) ?? null)

const trimmed = ({ name, role, phone, email }: Entry): Entry => ({
  name: name.trim(),
  role: role.trim(),
  phone: phone.trim(),
  email: email.trim(),
})
