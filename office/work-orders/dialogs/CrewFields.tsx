import { MultiSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Id } from '#core/kit/ids.ts'
import { peopleApi } from '#core/people/api.ts'
import { ask } from '../../kit/ask.ts'
import { offered } from '../../kit/offered.ts'

export type Crew = { crew: Id[]; lead: Id | null }

/** Who goes, and who of them leads. The first one chosen leads until somebody else is named. */
export function CrewFields({
  value,
  onChange,
  names,
}: {
  value: Crew
  onChange: (crew: Crew) => void
  names?: Readonly<Record<Id, string>>
}) {
  const technicians = offered(useQuery(ask(peopleApi.listTechnicians, {})), 'The technicians')
  const known = new Map(technicians.items.map((one) => [one.id, one.name]))
  for (const id of value.crew) if (!known.has(id)) known.set(id, names?.[id] ?? 'Archived technician')
  const options = [...known].map(([id, name]) => ({ value: id, label: name }))
  return (
    <>
      <MultiSelect
        label="Crew"
        placeholder={value.crew.length === 0 ? 'Nobody yet' : undefined}
        data={options}
        value={value.crew}
        error={technicians.error}
        searchable
        hidePickedOptions
        nothingFoundMessage="No technician of this name"
        onChange={(crew) =>
          onChange({ crew, lead: value.lead && crew.includes(value.lead) ? value.lead : (crew[0] ?? null) })
        }
      />
      {value.crew.length > 1 ? (
        <Select
          label="Lead"
          data={options.filter((one) => value.crew.includes(one.value))}
          value={value.lead}
          onChange={(lead) => onChange({ ...value, lead })}
        />
      ) : null}
    </>
  )
}
