import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { SitePut } from '#core/sync/documents.ts'
import { type Priority, priorities } from '#core/work-orders/words.ts'
import { priorityWords } from '#ui/status.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { SelectField, TextArea, TextField } from '#ui/blocks/Field.tsx'
import { StickyBar } from '#ui/blocks/StickyBar.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { sayRefusal, useCatalogue, useMe, usePhone } from '../hooks.ts'
import { deviceZone } from '../offline/open-phone.ts'
import type { RaiseCapture } from '../offline/phone.ts'
import { goBack, navigate } from '../routes/router.ts'
import { Failure } from '../shell/Failure.tsx'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'
import { PlacePick } from './PlacePick.tsx'
import { noPlace, type PlaceText } from './place-text.ts'

const noJobType = 'none'
const noContact = 'none'
const newContact = 'new'

/** A work order made on the spot: a title and a place are enough; its first visit is open at once. */
export function Make() {
  const phone = usePhone()
  const { organization } = useMe()
  const { jobTypes } = useCatalogue()
  const [jobTypeId, setJobTypeId] = useState(noJobType)
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [priority, setPriority] = useState<Priority>('P3')
  const [site, setSite] = useState<SitePut | null>(null)
  const [typed, setTyped] = useState<PlaceText>(noPlace)
  const [contactId, setContactId] = useState(noContact)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const jobType = jobTypes.find((one) => one.id === jobTypeId)
  const hasPlace = site !== null || typed.customer.trim() !== '' || typed.site.trim() !== ''
  const named = site === null || contactId !== newContact || typed.contact.trim() !== ''
  const reason = !hasPlace
    ? 'Say where you are.'
    : title.trim() === ''
      ? 'Say what it is.'
      : !named
        ? 'Say who it is.'
        : null

  function chooseJobType(id: string) {
    setJobTypeId(id)
    const chosen = jobTypes.find((one) => one.id === id)
    if (!chosen) return
    const before = jobTypes.find((one) => one.id === jobTypeId)
    if (title.trim() === '' || title === before?.name) setTitle(chosen.name)
    if (isPriority(chosen.priority)) setPriority(chosen.priority)
  }

  async function make() {
    setBusy(true)
    setFailed(null)
    try {
      const known = site?.contacts.find((one) => one.id === contactId)
      const met = metThere(phone.newId(), site, contactId, typed)
      const zone = site?.zone ?? deviceZone(organization.zone)
      const order: RaiseCapture = {
        details: {
          customer: site?.customer ?? null,
          site: site?.id ?? null,
          assets: [],
          contact: known
            ? { id: known.id, name: known.name, phone: known.phone }
            : met
              ? { id: met.contact, name: met.name, phone: met.phone }
              : null,
          kind: 'reactive',
          priority,
          title: title.trim(),
          description: description.trim(),
          jobType: jobType?.id ?? null,
          requestedAt: phone.now(),
          targetAt: null,
          reference: '',
          accessNotes: '',
        },
        reported: site ? null : { ...trimmed(typed), zone: typed.again?.zone ?? zone, ...placeIds(typed, phone.newId) },
        zone,
        tasks: jobType?.tasks ?? [],
        ...(jobType?.sections ? { sections: jobType.sections } : {}),
        ...(jobType?.formVersion ? { formVersion: jobType.formVersion } : {}),
        requires: jobType?.requires ?? { signOff: false, photosBefore: 0, photosAfter: 0 },
        visit: true,
        met,
      }
      const made = await phone.raise(order)
      if ('refusal' in made) return setFailed(sayRefusal(made.refusal))
      toast('Work order made. The office sees it as soon as there is a network.')
      if (made.visit) navigate({ page: 'visit', workOrder: made.workOrder, visit: made.visit }, { replace: true })
      else navigate({ page: 'order', workOrder: made.workOrder }, { replace: true })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Screen
      title="New work order"
      onBack={() => goBack({ page: 'today' })}
      bar={
        <StickyBar>
          <Button kind="primary" size="large" wide busy={busy} reason={reason} onClick={() => void make()}>
            Make and open visit
          </Button>
        </StickyBar>
      }
    >
      <Section title="Where">
        <PlacePick
          site={site}
          onSite={(chosen) => {
            setSite(chosen)
            setContactId(chosen?.contacts[0]?.id ?? noContact)
          }}
          typed={typed}
          onTyped={setTyped}
        />
        {site ? (
          <Card>
            <ContactPick site={site} contact={contactId} onContact={setContactId} typed={typed} onTyped={setTyped} />
          </Card>
        ) : null}
      </Section>
      <Section title="What">
        <Card>
          <div className={forms.stack}>
            {jobTypes.length > 0 ? (
              <SelectField
                label="Job type"
                value={jobTypeId}
                options={[
                  { value: noJobType, label: 'None' },
                  ...jobTypes.map((one) => ({ value: one.id, label: one.name })),
                ]}
                hint={jobType ? `Brings ${countOf(jobType.tasks.length, 'task')}.` : 'Fills in the tasks.'}
                onChange={chooseJobType}
              />
            ) : null}
            <TextField label="Title" maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
            <TextArea
              label="Description"
              optional
              maxLength={10_000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
            <Segmented
              label={`Priority: ${priorityWords[priority].toLowerCase()}`}
              value={priority}
              options={priorities.map((value) => ({ value, label: value }))}
              onChange={setPriority}
            />
          </div>
        </Card>
      </Section>
      <Failure>{failed}</Failure>
    </Screen>
  )
}

function isPriority(text: string): text is Priority {
  return (priorities as readonly string[]).includes(text)
}

type ContactPickProps = {
  site: SitePut
  contact: string
  onContact: (contact: string) => void
  typed: PlaceText
  onTyped: (typed: PlaceText) => void
}

/** Whom one is dealing with there: one of the list, or somebody new, who is added to it. */
function ContactPick({ site, contact, onContact, typed, onTyped }: ContactPickProps) {
  return (
    <div className={forms.stack}>
      <SelectField
        label="Contact on site"
        value={contact}
        options={[
          { value: noContact, label: 'Nobody' },
          ...site.contacts.map((one) => ({ value: one.id, label: one.name })),
          { value: newContact, label: 'Somebody new' },
        ]}
        onChange={onContact}
      />
      {contact === newContact ? (
        <div className={forms.pair}>
          <TextField
            label="Name"
            maxLength={200}
            autoComplete="off"
            value={typed.contact}
            onChange={(event) => onTyped({ ...typed, contact: event.target.value })}
          />
          <TextField
            label="Phone"
            optional
            type="tel"
            inputMode="tel"
            maxLength={40}
            autoComplete="off"
            value={typed.phone}
            onChange={(event) => onTyped({ ...typed, phone: event.target.value })}
          />
        </div>
      ) : null}
    </div>
  )
}

/** Somebody who is in no list: met at a known site, or at a place that is new itself. One reported before is added already. */
function metThere(id: Id, site: SitePut | null, contact: string, { again, ...typed }: PlaceText): RaiseCapture['met'] {
  const name = typed.contact.trim()
  if (name === '' || (site ? contact !== newContact : again?.contact === name)) return undefined
  return { contact: id, name, phone: typed.phone.trim() }
}

/** The ids a new place has from now on; those it has where it was reported before. */
function placeIds({ again }: PlaceText, newId: () => Id): { customerId: Id; siteId: Id } {
  return { customerId: again?.customerId ?? newId(), siteId: again?.siteId ?? newId() }
}

function trimmed(place: PlaceText): Omit<PlaceText, 'again'> {
  return {
    customer: place.customer.trim(),
    site: place.site.trim(),
    contact: place.contact.trim(),
    phone: place.phone.trim(),
  }
}
