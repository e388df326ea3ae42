import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  emptyOrganization,
  emptyTechnician,
  type Member,
  peopleApi,
  type Skill,
  type Technician,
  technicianColours,
  technicianKinds,
  zTechnician,
} from '#core/people/api.ts'
import { gradeApi } from '#core/people/grade-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { weekHoursWords } from '#core/kit/hours-words.ts'
import { localDate } from '#core/kit/time.ts'
import { heading } from '#core/work-orders/labels.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { offered } from '../kit/offered.ts'
import { Person } from '../kit/Person.tsx'
import { positionText } from '../kit/position.ts'
import { PositionInput } from '../kit/PositionInput.tsx'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { weekProblem } from '../kit/week-hours.ts'
import { OptionalWeekHours } from '../kit/WeekHoursFields.tsx'
import { zoneNames } from '../kit/zones.ts'
import { SkillsEditor } from './SkillsEditor.tsx'

type Fields = Omit<Technician, 'id' | 'version' | 'archivedAt'>

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  code: 'Code',
  kind: 'Kind',
  phone: 'Phone',
  skills: 'Skills',
  memberId: 'Signs in as',
  colour: 'Colour',
  zone: 'Time zone',
  workingHours: 'Working hours',
  homePosition: 'Home',
  startPosition: 'Start of the day',
  territoryIds: 'Territories',
  gradeId: 'Grade',
}

type Props = {
  technician: Technician | null
  /** Archived ones too. */
  skills: readonly Skill[]
  members: readonly Member[]
  onClose: () => void
}

export function TechnicianDialog({ technician, skills, members, onClose }: Props) {
  const queries = useQueryClient()
  const { organization } = useMe()
  const present = useNow()
  const usual = useQuery(ask(peopleApi.readOrganization, {})).data?.workingHours ?? emptyOrganization.workingHours
  const territories = offered(
    useQuery(ask(territoryApi.listTerritories, { query: { archived: 'all' } })),
    'Territories',
  )
  const grades = offered(useQuery(ask(gradeApi.listGrades, { query: { archived: 'all' } })), 'The grades')
  const [id] = useState(() => technician?.id ?? newId())
  const [unread, setUnread] = useState<readonly ('homePosition' | 'startPosition')[]>([])
  const blank: Fields = { name: '', code: '', ...emptyTechnician }
  const form = useRowForm({
    start: technician ? fieldsOf(blank, technician) : blank,
    version: technician?.version ?? null,
    row: zTechnician,
    make: ({ code, ...fields }) =>
      call(peopleApi.makeTechnician, { body: { id, ...fields, ...(code === '' ? {} : { code }) } }),
    edit: (changes) => call(peopleApi.editTechnician, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  const free = members.filter(
    (one) => one.disabledAt === null && (one.technicianId === null || one.technicianId === id),
  )
  const words = (field: keyof Fields, theirs: Fields): string => {
    const { workingHours } = theirs
    switch (field) {
      case 'workingHours':
        return workingHours ? weekHoursWords(workingHours, organization.locale) || 'none' : 'as the company'
      case 'skills':
        return named(
          skills,
          theirs.skills.map(({ skillId }) => skillId),
        )
      case 'territoryIds':
        return named(territories.items, theirs.territoryIds)
      case 'gradeId':
        return grades.items.find(({ id: one }) => one === theirs.gradeId)?.name ?? 'none'
      case 'homePosition':
      case 'startPosition':
        return positionText(theirs[field]) || 'none'
      case 'memberId':
        return members.find((one) => one.id === theirs.memberId)?.name ?? 'nobody'
      default:
        return theirs[field] || 'none'
    }
  }
  const position = (field: 'homePosition' | 'startPosition', description: string, placeholder?: string) => (
    <PositionInput
      label={labels[field]}
      description={description}
      placeholder={placeholder}
      value={draft[field]}
      onChange={(read) => {
        setUnread((before) => [...before.filter((one) => one !== field), ...(read === undefined ? [field] : [])])
        if (read !== undefined) set({ [field]: read })
      }}
    />
  )
  return (
    <RowDialog
      title={technician ? `Edit ${technician.name}` : 'Add a technician'}
      action={technician ? 'Save' : 'Add'}
      form={form}
      size={640}
      labels={labels}
      shown={(field) => (form.clash ? words(field, form.clash.theirs) : '')}
      reason={
        draft.name.trim() === ''
          ? 'Give a name.'
          : unread[0]
            ? `Look at ${labels[unread[0]].toLowerCase()}.`
            : weekProblem(draft.workingHours)
      }
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [
          { kind: 'technician', id, version: 0 },
          { kind: 'member', id, version: 0 },
        ])
        toast(technician ? 'Saved' : 'Technician added')
      }}
    >
      <div className={layout.two}>
        <TextInput label={labels.name} required data-autofocus maxLength={200} {...text('name')} />
        <TextInput
          label={labels.code}
          description="In front of numbers made on the phone"
          placeholder={technician ? undefined : 'Found by itself'}
          maxLength={4}
          {...text('code')}
          onChange={(event) => set({ code: event.currentTarget.value.toUpperCase() })}
        />
      </div>
      <div className={layout.two}>
        <Select
          label={labels.kind}
          data={technicianKinds.map((value) => ({ value, label: heading(value) }))}
          value={draft.kind}
          onChange={(value) => value && set({ kind: value })}
          allowDeselect={false}
        />
        <Select
          label={labels.gradeId}
          description="An hour may cost by it"
          placeholder="None"
          clearable
          error={grades.error ?? form.error('gradeId')}
          data={grades.items
            .filter((one) => one.archivedAt === null || one.id === draft.gradeId)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={draft.gradeId}
          onChange={(gradeId) => set({ gradeId })}
        />
        <TextInput label={labels.phone} type="tel" maxLength={40} {...text('phone')} />
      </div>
      <div className={layout.two}>
        <Select
          label={labels.colour}
          data={technicianColours.map((value) => ({ value, label: heading(value) }))}
          value={draft.colour}
          onChange={(value) => value && set({ colour: value })}
          allowDeselect={false}
          renderOption={({ option }) => <Person name={option.label} colour={option.value} small />}
        />
        <Select
          label={labels.memberId}
          description="Without one the office records for them"
          placeholder="Nobody"
          clearable
          data={free.map((one) => ({ value: one.id, label: `${one.name} · ${one.email}` }))}
          value={draft.memberId}
          error={form.error('memberId')}
          onChange={(value) => set({ memberId: value })}
        />
      </div>
      <SkillsEditor
        value={draft.skills}
        skills={skills}
        today={localDate(present, draft.zone ?? organization.zone)}
        onChange={(chosen) => set({ skills: chosen })}
      />
      <fieldset className={layout.fields}>
        <legend>Working hours</legend>
        <OptionalWeekHours
          label="Own hours"
          closed="Off"
          otherwise="As the company"
          usual={usual}
          showUsual
          none="Nobody plans for a week without hours: only what the roster adds counts."
          value={draft.workingHours}
          onChange={(workingHours) => set({ workingHours })}
        />
        <Select
          label={labels.zone}
          placeholder="The organization’s"
          searchable
          clearable
          data={zoneNames(draft.zone ?? '')}
          value={draft.zone}
          onChange={(value) => set({ zone: value })}
        />
      </fieldset>
      <fieldset className={layout.fields}>
        <legend>Where they work</legend>
        <div className={layout.two}>
          {position('homePosition', 'Where the day ends, pasted from a map')}
          {position('startPosition', 'Where the day begins: the depot', 'At home')}
        </div>
        <MultiSelect
          label={labels.territoryIds}
          placeholder={draft.territoryIds.length === 0 ? 'Everywhere' : undefined}
          searchable
          error={territories.error}
          data={territories.items
            .filter((one) => one.archivedAt === null || draft.territoryIds.includes(one.id))
            .map((one) => ({ value: one.id, label: one.archivedAt ? `${one.name} (archived)` : one.name }))}
          value={draft.territoryIds}
          onChange={(chosen) => set({ territoryIds: chosen })}
        />
      </fieldset>
    </RowDialog>
  )
}

function named(list: readonly { id: string; name: string }[], ids: readonly string[]): string {
  return ids.map((id) => list.find((one) => one.id === id)?.name ?? '').join(', ') || 'none'
}
