import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  emptyTechnician,
  type Member,
  peopleApi,
  type Skill,
  type Technician,
  technicianColours,
  technicianKinds,
  zTechnician,
} from '#core/people/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Person } from '../kit/Person.tsx'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { zoneNames } from '../kit/zones.ts'

type Fields = Pick<Technician, 'name' | 'code' | 'kind' | 'phone' | 'skills' | 'memberId' | 'colour' | 'zone'>

type Props = {
  technician: Technician | null
  skills: readonly Skill[]
  members: readonly Member[]
  onClose: () => void
}

export function TechnicianDialog({ technician, skills, members, onClose }: Props) {
  const queries = useQueryClient()
  const [id] = useState(() => technician?.id ?? newId())
  const { kind, phone, skills: noSkills, memberId, colour, zone } = emptyTechnician
  const blank: Fields = { name: '', code: '', kind, phone, skills: noSkills, memberId, colour, zone }
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
  return (
    <RowDialog
      title={technician ? `Edit ${technician.name}` : 'Add a technician'}
      action={technician ? 'Save' : 'Add'}
      form={form}
      size={520}
      labels={{
        name: 'Name',
        code: 'Code',
        kind: 'Kind',
        phone: 'Phone',
        skills: 'Skills',
        memberId: 'Signs in as',
        colour: 'Colour',
        zone: 'Time zone',
      }}
      reason={draft.name.trim() === '' ? 'Give a name.' : null}
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
        <TextInput label="Name" required data-autofocus maxLength={200} {...text('name')} />
        <TextInput
          label="Code"
          description="In front of numbers made on the phone"
          placeholder={technician ? undefined : 'Found by itself'}
          maxLength={4}
          {...text('code')}
          onChange={(event) => set({ code: event.currentTarget.value.toUpperCase() })}
        />
      </div>
      <div className={layout.two}>
        <Select
          label="Kind"
          data={technicianKinds.map((value) => ({ value, label: heading(value) }))}
          value={draft.kind}
          onChange={(value) => value && set({ kind: value })}
          allowDeselect={false}
        />
        <TextInput label="Phone" type="tel" maxLength={40} {...text('phone')} />
      </div>
      <MultiSelect
        label="Skills"
        placeholder={draft.skills.length === 0 ? 'None' : undefined}
        searchable
        data={skills.map((skill) => ({ value: skill.id, label: skill.name }))}
        value={draft.skills.map(({ skillId }) => skillId)}
        onChange={(chosen) =>
          set({
            skills: chosen.map(
              (skillId) =>
                draft.skills.find((one) => one.skillId === skillId) ?? { skillId, certificate: '', until: null },
            ),
          })
        }
      />
      <div className={layout.two}>
        <Select
          label="Colour"
          data={technicianColours.map((value) => ({ value, label: heading(value) }))}
          value={draft.colour}
          onChange={(value) => value && set({ colour: value })}
          allowDeselect={false}
          renderOption={({ option }) => <Person name={option.label} colour={option.value} small />}
        />
        <Select
          label="Time zone"
          placeholder="The organization’s"
          searchable
          clearable
          data={zoneNames(draft.zone ?? '')}
          value={draft.zone}
          onChange={(value) => set({ zone: value })}
        />
      </div>
      <Select
        label="Signs in as"
        description="The member who carries the phone; without one the office records for them"
        placeholder="Nobody"
        clearable
        data={free.map((one) => ({ value: one.id, label: `${one.name} · ${one.email}` }))}
        value={draft.memberId}
        error={form.error('memberId')}
        onChange={(value) => set({ memberId: value })}
      />
    </RowDialog>
  )
}
