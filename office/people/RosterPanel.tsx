import { ActionIcon, Select } from '@mantine/core'
import { IconPencil, IconPhoneCall, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays, formatDateTime, type Instant, localDate } from '#core/kit/time.ts'
import { peopleApi, type Technician } from '#core/people/api.ts'
import { type RosterEntry, rosterApi } from '#core/people/roster-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { usePages } from '../kit/pages.ts'
import { Person } from '../kit/Person.tsx'
import { sentenceOf } from '../kit/problem.ts'
import { RosterDialog } from './RosterDialog.tsx'
import { rosterMark, rosterWhen } from './roster-words.ts'
import { RotaDialog } from './RotaDialog.tsx'

const route = getRouteApi('/shell/people')

/** How far back the list begins. */
const since = [
  { value: '0', label: 'From today' },
  { value: '30', label: 'Last 30 days too' },
  { value: '365', label: 'Last year too' },
]

/** Who is away, works besides or is on call, from today on. */
export function RosterPanel() {
  const mayEdit = useMay('dispatch')
  const { zone, locale } = useMe().organization
  const present = useNow()
  const { who = '', back = '0' } = route.useSearch()
  const navigate = useNavigate({ from: '/people' })
  const technicians = useQuery(ask(peopleApi.listTechnicians, { query: { archived: 'all' } })).data?.items ?? []
  const today = localDate(present, zone)
  const asked = {
    from: addDays(today, -(Number(back) || 0)),
    technician: technicians.some(({ id }) => id === who) ? who : undefined,
  }
  const { query, rows } = usePages(rosterApi.listRoster, asked, (cursor) =>
    call(rosterApi.listRoster, { query: { ...asked, cursor } }),
  )
  const [open, setOpen] = useState<RosterEntry | 'new' | 'rota' | null>(null)
  const set = useRemoval()
  const search = (changes: { who?: string; back?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })
  return (
    <Panel
      title="Time off and on call"
      flush
      id="roster"
      actions={
        mayEdit ? (
          <span className="actions">
            <AddButton onPress={() => setOpen('new')}>Time off</AddButton>
            <AddButton onPress={() => setOpen('rota')}>On call in turn</AddButton>
          </span>
        ) : null
      }
    >
      <div className={layout.filters}>
        <OnCallNow technicians={technicians} present={present} />
        <Select
          aria-label="Whose"
          w={170}
          placeholder="Everybody"
          searchable
          clearable
          data={technicians.map(({ id, name, archivedAt }) => ({
            value: id,
            label: archivedAt ? `${name} (archived)` : name,
          }))}
          value={asked.technician ?? null}
          onChange={(value) => search({ who: value ?? undefined })}
        />
        <Select
          aria-label="From when on"
          w={170}
          allowDeselect={false}
          data={since}
          value={since.some(({ value }) => value === back) ? back : '0'}
          onChange={(value) => search({ back: value === '0' ? undefined : (value ?? undefined) })}
        />
      </div>
      <Loaded query={query} failed="Time off and on call could not be shown">
        {() =>
          rows.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>
              Nobody is away or on call. What stands here shows on the board.
            </p>
          ) : (
            <table className={`${layout.table} ${layout.rows}`}>
              <thead>
                <tr>
                  <th>Who</th>
                  <th>What</th>
                  <th>When</th>
                  <th className={layout.fromTablet}>Note</th>
                  <th>
                    <span className="sr-only">Change</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((entry) => (
                  <Row
                    key={entry.id}
                    entry={entry}
                    technician={technicians.find(({ id }) => id === entry.technicianId)}
                    present={present}
                    locale={locale}
                    onEdit={mayEdit ? () => setOpen(entry) : null}
                    onRemove={() => set(entry, true)}
                  />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      <LoadMore pages={query} />
      {open === 'rota' ? <RotaDialog technicians={technicians} onClose={() => setOpen(null)} /> : null}
      {open && open !== 'rota' ? (
        <RosterDialog entry={open === 'new' ? null : open} technicians={technicians} onClose={() => setOpen(null)} />
      ) : null}
    </Panel>
  )
}

function useRemoval() {
  const queries = useQueryClient()
  const set = useMutation({
    mutationFn: ({ entry, away }: { entry: RosterEntry; away: boolean }) =>
      call(away ? rosterApi.archiveRosterEntry : rosterApi.restoreRosterEntry, { params: { id: entry.id } }),
    onSuccess: (_, { entry, away }) => {
      refresh(queries, [{ kind: 'roster_entry', id: entry.id, version: 0 }])
      toast(away ? `${rosterMark(entry).word} removed` : `${rosterMark(entry).word} is back`, {
        undo: { onUndo: () => set.mutate({ entry, away: !away }) },
      })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (entry: RosterEntry, away: boolean) => set.mutate({ entry, away })
}

type RowProps = {
  entry: RosterEntry
  technician: Technician | undefined
  present: Instant
  locale: string
  /** Null for who may not. */
  onEdit: (() => void) | null
  onRemove: () => void
}

function Row({ entry, technician, present, locale, onEdit, onRemove }: RowProps) {
  const { organization } = useMe()
  const zone = technician?.zone ?? organization.zone
  const mark = rosterMark(entry)
  const called = `${mark.word} of ${technician?.name ?? 'somebody'}`
  const when = entry.to <= present ? ' · over' : entry.from <= present ? ' · now' : ''
  return (
    <tr>
      <td className="nowrap">
        <Person name={technician?.name ?? 'Somebody'} colour={technician?.colour} small />
      </td>
      <td className="nowrap">
        <MarkBadge mark={mark} look="plain" />
      </td>
      <td>
        <time
          dateTime={`${entry.from}/${entry.to}`}
          title={`${formatDateTime(entry.from, zone, locale)} – ${formatDateTime(entry.to, zone, locale)}`}
        >
          {rosterWhen(entry, zone, locale, localDate(present, zone))}
        </time>
        {when ? <span className={layout.detail}>{when}</span> : null}
      </td>
      <td className={layout.fromTablet}>{entry.note ? <span className={layout.prose}>{entry.note}</span> : null}</td>
      <td className={layout.right}>
        {onEdit ? (
          <>
            <ActionIcon aria-label={`Edit ${called}`} onClick={onEdit}>
              <IconPencil size={16} stroke={1.75} />
            </ActionIcon>
            <ActionIcon aria-label={`Remove ${called}`} onClick={onRemove}>
              <IconTrash size={16} stroke={1.75} />
            </ActionIcon>
          </>
        ) : null}
      </td>
    </tr>
  )
}

/** Who answers tonight, in one look. */
function OnCallNow({ technicians, present }: { technicians: readonly Technician[]; present: Instant }) {
  const today = localDate(present, useMe().organization.zone)
  const query = useQuery(ask(rosterApi.listRoster, { query: { from: today, to: today, kind: 'on_call', limit: 200 } }))
  const onCall = query.data?.items.filter(({ from, to }) => from <= present && present < to) ?? []
  const names = onCall.map(({ technicianId }) => technicians.find(({ id }) => id === technicianId)?.name ?? 'somebody')
  return (
    <p className={`${layout.grow} ${layout.onCall}`}>
      <IconPhoneCall size={16} stroke={1.75} aria-hidden />
      {names.length > 0 ? (
        <span>
          On call now: <b>{names.join(', ')}</b>
        </span>
      ) : query.isSuccess ? (
        <span className={layout.detail}>Nobody is on call now</span>
      ) : null}
    </p>
  )
}
