import { MultiSelect, Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes, formatSpan, localDate } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { type ScheduledVisit, schedulingApi } from '#core/scheduling/api.ts'
import { type Fit, fitOf, type Needed } from '#core/scheduling/fit.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { ask } from '../../kit/ask.ts'
import { now } from '../../kit/clock.ts'
import { useMe } from '../../kit/me.ts'
import { offered } from '../../kit/offered.ts'
import layout from '../../kit/layout.module.css'
import styles from './Dialog.module.css'

export type Crew = { crew: Id[]; lead: Id | null }

type Props = {
  value: Crew
  onChange: (crew: Crew) => void
  names?: Readonly<Record<Id, string>>
  /** When they are needed; the skills are those of the job type. */
  plan: Omit<Needed, 'skills'>
  jobType: Id | null
}

/** Who goes, and who of them leads, with each one's day. The first one chosen leads until somebody else is named. */
export function CrewFields({ value, onChange, names, plan, jobType }: Props) {
  const technicians = offered(useQuery(ask(peopleApi.listTechnicians, {})), 'The technicians')
  const fits = useFits(plan, jobType)
  const known = new Map(technicians.items.map((one) => [one.id, one.name]))
  for (const id of value.crew) if (!known.has(id)) known.set(id, names?.[id] ?? 'Archived technician')
  const options = [...known].map(([id, name]) => ({ value: id, label: name }))
  const warnings = value.crew.flatMap((id) => {
    const words = fits.get(id)?.warning
    return words ? [`${known.get(id)}: ${words}.`] : []
  })
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
        renderOption={({ option }) => {
          const fit = fits.get(option.value)
          return (
            <span className={styles.person}>
              <span>{[option.label, fit?.day].filter(Boolean).join(' · ')}</span>
              {fit?.warning ? <span className={layout.warn}>{fit.warning}</span> : null}
            </span>
          )
        }}
        onChange={(crew) =>
          onChange({ crew, lead: value.lead && crew.includes(value.lead) ? value.lead : (crew[0] ?? null) })
        }
      />
      {warnings.length > 0 ? <output className={layout.warn}>{warnings.join(' ')}</output> : null}
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

/** Each technician's day of the visit in words: `Plumbing · 4 visits`, and what speaks against them. */
function useFits(plan: Omit<Needed, 'skills'>, jobType: Id | null): Map<Id, { day: string; warning: string }> {
  const { zone, locale } = useMe().organization
  const types = useQuery(ask(workOrderCatalogueApi.listJobTypes, {})).data?.items
  const skills = useQuery(ask(peopleApi.listSkills, { query: {} })).data?.items ?? []
  const from = localDate(plan.start ?? now(), zone)
  const day = useQuery({
    ...ask(schedulingApi.readSchedule, { query: { from, days: 1 } }),
    placeholderData: keepPreviousData,
  }).data
  const wanted = types?.find((type) => type.id === jobType)?.skillIds ?? []
  const needed = { ...plan, skills: skills.filter((skill) => wanted.includes(skill.id)).map((skill) => skill.name) }
  return new Map(
    day?.technicians.map((one) => {
      const fit = fitOf(one, day.visits, needed)
      const count = `${fit.visits.length || 'no'} visit${fit.visits.length === 1 ? '' : 's'}`
      return [one.id, { day: [...one.skills, count].join(' · '), warning: against(fit, locale) }] as const
    }),
  )
}

function against({ missingSkills, overlaps }: Fit<ScheduledVisit>, locale: string): string {
  return [
    missingSkills.length > 0 ? `lacks ${missingSkills.join(', ')}` : '',
    ...overlaps.map((visit) => {
      const span = visit.start
        ? formatSpan(visit.start, addMinutes(visit.start, visit.minutes), visit.zone, locale)
        : ''
      return `overlaps ${visit.workOrderNumber ?? visit.title}, ${span}`
    }),
  ]
    .filter(Boolean)
    .join('; ')
}
