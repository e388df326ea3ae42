import { useState } from 'react'
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
import { noPlace, PlacePick, type PlaceText } from './PlacePick.tsx'

const noJobType = 'none'

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
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const jobType = jobTypes.find((one) => one.id === jobTypeId)
  const hasPlace = site !== null || typed.customer.trim() !== '' || typed.site.trim() !== ''
  const reason = !hasPlace ? 'Say where you are.' : title.trim() === '' ? 'Say what it is.' : null

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
      const contact = site?.contacts[0]
      const zone = site?.zone ?? deviceZone(organization.zone)
      const order: RaiseCapture = {
        details: {
          customer: site?.customer ?? null,
          site: site?.id ?? null,
          assets: [],
          contact: contact ? { id: contact.id, name: contact.name, phone: contact.phone } : null,
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
        reported: site ? null : { ...trimmed(typed), zone },
        zone,
        tasks: (jobType?.tasks ?? []).map((task) => ({ ...task, id: phone.newId() })),
        requires: jobType?.requires ?? { signOff: false, photosBefore: 0, photosAfter: 0 },
        visit: true,
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
        <PlacePick site={site} onSite={setSite} typed={typed} onTyped={setTyped} />
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

function trimmed(place: PlaceText): PlaceText {
  return {
    customer: place.customer.trim(),
    site: place.site.trim(),
    contact: place.contact.trim(),
    phone: place.phone.trim(),
  }
}
