import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { currencyExponent, minorToDecimal, parseDecimal } from '#core/kit/money.ts'
import { sentence } from '#core/kit/sentences.ts'
import { heading, word } from '#core/work-orders/labels.ts'
import type { Details, MoneyDetails } from '#core/work-orders/commands.ts'
import { priorities, workOrderKinds } from '#core/work-orders/words.ts'
import { priorityWords } from '#ui/status.ts'
import { useMe } from '../../kit/me.ts'
import { instantKept, type Moment, momentOf } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import { AssetPicker, PlacePicker } from '../PlacePicker.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

type Draft = Omit<Details, 'requestedAt' | 'targetAt' | 'contact' | 'jobType'> & {
  requestedAt: Moment
  targetAt: Moment
  contactName: string
  contactPhone: string
  purchaseOrder: string
  notToExceed: string
}

/**
 * Edits with the version that was seen when editing began. When somebody else changed the same field meanwhile, what was
 * typed stays, and theirs is shown beside it.
 */
export function DetailsForm({ onClose }: { onClose: () => void }) {
  const { page, zone, send } = useOrder()
  const { currency } = useMe().organization
  const [base] = useState(page)
  const [seen, setSeen] = useState(page.version)
  const [draft, setDraft] = useState<Draft>(() => draftOf())
  const [clash, setClash] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))

  function draftOf(): Draft {
    const { details } = base.work
    const { contact, requestedAt, targetAt, jobType: _, ...rest } = details
    return {
      ...rest,
      requestedAt: momentOf(requestedAt, zone),
      targetAt: momentOf(targetAt, zone),
      contactName: contact?.name ?? '',
      contactPhone: contact?.phone ?? '',
      purchaseOrder: base.money?.purchaseOrder ?? '',
      notToExceed: base.money?.notToExceed == null ? '' : minorToDecimal(base.money.notToExceed, currency),
    }
  }

  const limit = draft.notToExceed.trim() === '' ? null : parseDecimal(draft.notToExceed, currencyExponent(currency))
  const requestedAt = instantKept(draft.requestedAt, base.work.details.requestedAt, zone)
  const targetAt = instantKept(draft.targetAt, base.work.details.targetAt, zone)
  const problem =
    draft.title.trim() === ''
      ? 'Give it a title.'
      : !requestedAt
        ? 'Say when it was asked for.'
        : !targetAt && (draft.targetAt.date !== '' || draft.targetAt.time !== '')
          ? 'Say the day and the time that were agreed.'
          : draft.notToExceed.trim() !== '' && (limit === null || limit < 0)
            ? 'The limit is an amount.'
            : null

  const save = async (withVersion: number) => {
    if (problem || !requestedAt) return
    const was = base.work.details
    const contact =
      draft.contactName.trim() || draft.contactPhone.trim()
        ? { id: contactId(), name: draft.contactName.trim(), phone: draft.contactPhone.trim() }
        : null
    const now: Details = {
      customer: draft.customer,
      site: draft.site,
      assets: draft.assets,
      kind: draft.kind,
      priority: draft.priority,
      title: draft.title.trim(),
      description: draft.description,
      reference: draft.reference.trim(),
      accessNotes: draft.accessNotes,
      contact,
      requestedAt,
      targetAt,
      jobType: was.jobType,
    }
    const changes = changed(was, now)
    const money: Partial<MoneyDetails> = base.money
      ? changed(
          { purchaseOrder: base.money.purchaseOrder, notToExceed: base.money.notToExceed },
          { purchaseOrder: draft.purchaseOrder.trim(), notToExceed: limit },
        )
      : {}
    if (Object.keys(changes).length + Object.keys(money).length === 0) return onClose()
    setBusy(true)
    const sent = await send(
      { type: 'edit_details', body: { changes, ...(Object.keys(money).length > 0 ? { money } : {}) } },
      { seen: withVersion, done: 'Saved', quiet: true },
    ).finally(() => setBusy(false))
    if (sent.ok) onClose()
    else setClash(sent.code === 'changed_meanwhile' ? 'changed_meanwhile' : sent.sentence)
  }

  function contactId(): string | null {
    const { contact } = base.work.details
    return contact && contact.name === draft.contactName.trim() ? contact.id : null
  }

  const theirs = (Object.keys(page.work.edited) as (keyof Details)[]).filter(
    (field) => (page.work.edited[field]?.version ?? 0) > seen,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(seen)
  }

  return (
    <form className={layout.form} onSubmit={submit} noValidate>
      <TextInput
        label="Title"
        required
        maxLength={200}
        data-autofocus
        value={draft.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={draft.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <PlacePicker
        customer={draft.customer}
        site={draft.site}
        onChange={(place) => set({ ...place, assets: place.site === draft.site ? draft.assets : [] })}
      />
      {draft.site ? (
        <AssetPicker site={draft.site} value={draft.assets} onChange={(assets) => set({ assets })} />
      ) : null}
      <div className={styles.two}>
        <Select
          label="Priority"
          data={priorities.map((value) => ({ value, label: `${value} ${priorityWords[value]}` }))}
          value={draft.priority}
          onChange={(value) => value && set({ priority: value })}
          allowDeselect={false}
        />
        <Select
          label="Kind"
          data={workOrderKinds.map((value) => ({ value, label: heading(value) }))}
          value={draft.kind}
          onChange={(value) => value && set({ kind: value })}
          allowDeselect={false}
        />
      </div>
      <div className={styles.two}>
        <TextInput
          label="Contact on site"
          maxLength={200}
          value={draft.contactName}
          onChange={(event) => set({ contactName: event.currentTarget.value })}
        />
        <TextInput
          label="Their phone"
          type="tel"
          maxLength={50}
          value={draft.contactPhone}
          onChange={(event) => set({ contactPhone: event.currentTarget.value })}
        />
      </div>
      <MomentInput
        label="Asked for"
        zone={zone}
        value={draft.requestedAt}
        onChange={(at) => set({ requestedAt: at })}
        required
      />
      <MomentInput
        label="Agreed arrival"
        description="Left empty, the response targets of its priority say when."
        zone={zone}
        value={draft.targetAt}
        onChange={(at) => set({ targetAt: at })}
      />
      <div className={styles.two}>
        <TextInput
          label="Their reference"
          maxLength={100}
          value={draft.reference}
          onChange={(event) => set({ reference: event.currentTarget.value })}
        />
        {base.money ? (
          <TextInput
            label="Purchase order"
            maxLength={100}
            value={draft.purchaseOrder}
            onChange={(event) => set({ purchaseOrder: event.currentTarget.value })}
          />
        ) : null}
        {base.money ? (
          <TextInput
            label={`Not to exceed, ${currency}`}
            inputMode="decimal"
            value={draft.notToExceed}
            onChange={(event) => set({ notToExceed: event.currentTarget.value })}
          />
        ) : null}
      </div>
      <Textarea
        label="Access notes for this work"
        autosize
        minRows={2}
        maxLength={10_000}
        value={draft.accessNotes}
        onChange={(event) => set({ accessNotes: event.currentTarget.value })}
      />
      {clash ? (
        <div className={styles.clash} role="alert">
          {clash === 'changed_meanwhile' ? (
            <>
              <p>{sentence('changed_meanwhile')} What you typed is still here.</p>
              {theirs.map((field) => (
                <p key={field}>
                  {heading(field)} is now <b>{shownValue(page.work.details[field])}</b>
                </p>
              ))}
              <div className={styles.actions}>
                <Button
                  variant="default"
                  onClick={() => {
                    setSeen(page.version)
                    setClash(null)
                    void save(page.version)
                  }}
                >
                  Save mine over it
                </Button>
                <Button variant="subtle" color="gray" onClick={onClose}>
                  Keep theirs
                </Button>
              </div>
            </>
          ) : (
            <p>{clash}</p>
          )}
        </div>
      ) : null}
      <div className={styles.formFoot}>
        {problem ? <span className={`${layout.detail} ${layout.grow}`}>{problem}</span> : null}
        <Button variant="subtle" color="gray" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" loading={busy} disabled={problem !== null}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** The fields whose value is another now. */
function changed<T extends object>(was: T, now: T): Partial<T> {
  const keys = (Object.keys(now) as (keyof T)[]).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(now[key]))
  const changes: Partial<T> = {}
  for (const key of keys) changes[key] = now[key]
  return changes
}

function shownValue(value: unknown): string {
  if (value === null || value === '') return 'empty'
  return typeof value === 'string' ? word(value) : JSON.stringify(value)
}
