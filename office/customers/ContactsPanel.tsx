import { ActionIcon } from '@mantine/core'
import { IconArchive, IconMail, IconPencil, IconPhone } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Contact, customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ArchivedRows } from '../kit/Archived.tsx'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMay } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { ContactDialog } from './ContactDialog.tsx'
import { MadeOnPhoneLine } from './MadeOnPhone.tsx'

type Props = {
  customerId: Id
  contacts: readonly Contact[]
  archived: readonly Contact[]
  sites: readonly { id: Id; name: string }[]
  siteId?: Id
}

export function ContactsPanel({ customerId, contacts, archived, sites, siteId }: Props) {
  const mayEdit = useMay('customers.edit')
  const queries = useQueryClient()
  const [open, setOpen] = useState<Contact | 'new' | null>(null)
  const set = useMutation({
    mutationFn: ({ id, away }: { id: Id; away: boolean }) =>
      call(away ? customersApi.archiveContact : customersApi.restoreContact, { params: { id } }),
    onSuccess: (contact, { id, away }) => {
      refresh(queries, [{ kind: 'contact', id, version: 0 }])
      toast(away ? `${contact.name} archived` : `${contact.name} is back`, {
        undo: { onUndo: () => set.mutate({ id, away: !away }) },
      })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (
    <Panel
      title="Contacts"
      count={contacts.length}
      flush
      id="contacts"
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>Add</AddButton> : null}
    >
      {contacts.length === 0 ? (
        <p className={`${layout.pad} ${layout.empty}`}>Nobody yet. Add who answers the phone there.</p>
      ) : null}
      {contacts.map((contact) => (
        <div key={contact.id} className={layout.line}>
          <div className={layout.grow}>
            <p>
              <b>{contact.name}</b>{' '}
              <span className={layout.detail}>
                {[contact.role, where(contact, sites, siteId)].filter(Boolean).join(', ')}
              </span>
            </p>
            <p className="actions">
              {contact.phone ? (
                <a href={`tel:${contact.phone.replace(/\s/g, '')}`} className="nowrap">
                  <IconPhone size={13} stroke={1.75} style={{ display: 'inline' }} aria-hidden /> {contact.phone}
                </a>
              ) : null}
              {contact.email ? (
                <a href={`mailto:${contact.email}`}>
                  <IconMail size={13} stroke={1.75} style={{ display: 'inline' }} aria-hidden /> {contact.email}
                </a>
              ) : null}
            </p>
            <MadeOnPhoneLine made={contact.madeOnPhone} />
          </div>
          {mayEdit ? (
            <>
              <ActionIcon aria-label={`Edit ${contact.name}`} onClick={() => setOpen(contact)}>
                <IconPencil size={16} stroke={1.75} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Archive ${contact.name}`}
                onClick={() => set.mutate({ id: contact.id, away: true })}
              >
                <IconArchive size={16} stroke={1.75} />
              </ActionIcon>
            </>
          ) : null}
        </div>
      ))}
      <ArchivedRows rows={archived} onRestore={mayEdit ? ({ id }) => set.mutate({ id, away: false }) : null} />
      {open ? (
        <ContactDialog
          customerId={customerId}
          contact={open === 'new' ? null : open}
          sites={sites}
          siteId={siteId}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Panel>
  )
}

function where(contact: Contact, sites: Props['sites'], here: Id | undefined): string {
  if (contact.siteId === null) return here ? 'whole customer' : ''
  return contact.siteId === here ? '' : (sites.find((site) => site.id === contact.siteId)?.name ?? '')
}
