import { Checkbox, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { localDate } from '#core/kit/time.ts'
import type { Technician } from '#core/people/api.ts'
import {
  absenceReasons,
  type RosterEntry,
  type RosterKind,
  rosterApi,
  rosterKinds,
  zRosterEntry,
} from '#core/people/roster-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { MomentInput } from '../kit/MomentInput.tsx'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { PlannedThen } from './PlannedThen.tsx'
import { kindWords, reasonWord, rosterMark, rosterWhen } from './roster-words.ts'
import { spanOf, type Times, timesFor, timesOf } from './roster-times.ts'

type Fields = Pick<RosterEntry, 'technicianId' | 'kind' | 'reason' | 'note' | 'from' | 'to'>

const labels: Record<keyof Fields, string> = {
  technicianId: 'Who',
  kind: 'What',
  reason: 'Reason',
  note: 'Note',
  from: 'From',
  to: 'To',
}

type Props = {
  entry: RosterEntry | null
  /** Archived ones too. */
  technicians: readonly Technician[]
  onClose: () => void
}

/** Somebody is away, works besides, or is on call. */
export function RosterDialog({ entry, technicians, onClose }: Props) {
  const queries = useQueryClient()
  const { organization } = useMe()
  const present = useNow()
  const zoneOf = (technicianId: string) => technicians.find(({ id }) => id === technicianId)?.zone ?? organization.zone
  const [id] = useState(() => entry?.id ?? newId())
  const today = localDate(present, organization.zone)
  const [times, setTimes] = useState<Times>(() =>
    entry ? timesOf(entry, zoneOf(entry.technicianId)) : timesFor('absent', today),
  )
  const blank: Fields = { technicianId: '', kind: 'absent', reason: 'holiday', note: '', from: '', to: '' }
  const begun = spanOf(times, organization.zone, null)
  const form = useRowForm({
    start: entry ? fieldsOf(blank, entry) : { ...blank, ...begun },
    version: entry?.version ?? null,
    row: zRosterEntry,
    make: (fields) => call(rosterApi.makeRosterEntry, { body: { id, ...fields } }),
    edit: (changes) => call(rosterApi.editRosterEntry, { params: { id }, body: changes }),
  })
  const { draft } = form
  const zone = zoneOf(draft.technicianId)
  const span = spanOf(times, zone, entry)

  function change(fields: Partial<Fields>, typed: Partial<Times> = {}): void {
    const next = { ...times, ...typed }
    setTimes(next)
    form.set({ ...fields, ...spanOf(next, zoneOf(fields.technicianId ?? draft.technicianId), entry) })
  }

  function changeKind(kind: RosterKind): void {
    const reason = kind === 'absent' ? ('holiday' as const) : ('' as const)
    change({ kind, reason }, entry ? {} : timesFor(kind, today))
  }

  const takeTheirs = () => {
    if (form.clash) setTimes(timesOf(form.clash.theirs, zoneOf(form.clash.theirs.technicianId)))
    form.takeTheirs()
  }
  const shown = (field: keyof Fields): string => {
    const theirs = form.clash?.theirs
    if (!theirs) return ''
    if (field === 'technicianId') return nameOf(technicians, theirs.technicianId)
    if (field === 'from' || field === 'to') {
      return rosterWhen(theirs, zoneOf(theirs.technicianId), organization.locale, today)
    }
    return field === 'note' ? theirs.note || 'empty' : rosterMark(theirs).word
  }
  return (
    <RowDialog
      title={entry ? `${rosterMark(entry).word} of ${nameOf(technicians, entry.technicianId)}` : 'Time off or on call'}
      action={entry ? 'Save' : 'Add'}
      form={{ ...form, takeTheirs }}
      size={520}
      labels={labels}
      shown={shown}
      reason={
        draft.technicianId === ''
          ? 'Say who it is.'
          : span === null
            ? times.days
              ? 'Give the first and the last day.'
              : 'Give a beginning and an end after it.'
            : null
      }
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'roster_entry', id, version: 0 }])
        toast(entry ? 'Saved' : `${rosterMark(draft).word} entered`)
      }}
    >
      <SegmentedControl
        aria-label={labels.kind}
        data={rosterKinds.map((value) => ({ value, label: kindWords[value] }))}
        value={draft.kind}
        onChange={changeKind}
      />
      <div className={layout.two}>
        <Select
          label={labels.technicianId}
          required
          searchable
          data-autofocus
          allowDeselect={false}
          data={technicians
            .filter((one) => one.archivedAt === null || one.id === entry?.technicianId)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={draft.technicianId || null}
          error={form.error('technicianId')}
          onChange={(technicianId) => technicianId && change({ technicianId })}
        />
        {draft.kind === 'absent' ? (
          <Select
            label={labels.reason}
            allowDeselect={false}
            data={absenceReasons.map((value) => ({ value, label: reasonWord(value) }))}
            value={draft.reason || null}
            error={form.error('reason')}
            onChange={(reason) => reason && change({ reason })}
          />
        ) : null}
      </div>
      <Checkbox
        label="Whole days"
        checked={times.days}
        onChange={(event) => change({}, { days: event.currentTarget.checked })}
      />
      {times.days ? (
        <div className={layout.two}>
          <TextInput
            type="date"
            label="First day"
            required
            value={times.first}
            onChange={(event) => {
              const first = event.currentTarget.value
              change({}, { first, last: times.last < first ? first : times.last })
            }}
          />
          <TextInput
            type="date"
            label="Last day"
            required
            min={times.first}
            value={times.last}
            error={form.error('to') ?? (times.last < times.first ? 'Before the first day' : undefined)}
            onChange={(event) => change({}, { last: event.currentTarget.value })}
          />
        </div>
      ) : (
        <div className={layout.two}>
          <MomentInput
            label={labels.from}
            required
            zone={zone}
            value={times.begin}
            onChange={(begin) => change({}, { begin })}
          />
          <MomentInput
            label={labels.to}
            required
            zone={zone}
            value={times.end}
            error={form.error('to')}
            onChange={(end) => change({}, { end })}
          />
        </div>
      )}
      {draft.kind === 'absent' && draft.technicianId !== '' && span ? (
        <PlannedThen technician={draft.technicianId} span={span} />
      ) : null}
      <Textarea label={labels.note} autosize minRows={2} maxLength={500} {...form.text('note')} />
    </RowDialog>
  )
}

function nameOf(technicians: readonly Technician[], id: string): string {
  return technicians.find((one) => one.id === id)?.name ?? 'somebody'
}
