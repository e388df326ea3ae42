import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { sentence } from '#core/kit/sentences.ts'
import { isClosedAllWeek, weekHoursWords } from '#core/kit/hours-words.ts'
import { localDate } from '#core/kit/time.ts'
import { type Organization, peopleApi, zOrganization } from '#core/people/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { classes } from '#ui/classes.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask, keyOf } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay } from '../kit/me.ts'
import { useRowForm } from '../kit/row-form.ts'
import { ClashNotice } from '../kit/RowDialog.tsx'
import { weekProblem } from '../kit/week-hours.ts'
import { WeekHoursFields } from '../kit/WeekHoursFields.tsx'
import { HolidaysEditor, holidaysProblem } from './HolidaysEditor.tsx'
import styles from './Settings.module.css'

type Fields = Pick<Organization, 'workingHours' | 'holidays'>

const labels: Record<keyof Fields, string> = { workingHours: 'Working hours', holidays: 'Holidays' }

/** When the company works, and when it does not. */
export function HoursSection() {
  const query = useQuery(ask(peopleApi.readOrganization, {}))
  // From the first change until it is saved: what others save meanwhile takes nothing away that is being typed.
  const [held, setHeld] = useState<Organization | null>(null)
  return (
    <Loaded query={query} failed="The working hours could not be shown">
      {(newest) => {
        const shown = held ?? newest
        return (
          <HoursForm
            key={shown.version}
            organization={shown}
            onTouched={() => setHeld(shown)}
            onSaved={() => setHeld(null)}
          />
        )
      }}
    </Loaded>
  )
}

type Props = { organization: Organization; onTouched: () => void; onSaved: () => void }

function HoursForm({ organization, onTouched, onSaved }: Props) {
  const queries = useQueryClient()
  const mayEdit = useMay('settings.edit')
  const { id, version, workingHours, holidays, zone, locale } = organization
  const today = localDate(useNow(), zone)
  const form = useRowForm<Fields, Organization>({
    start: { workingHours, holidays },
    version,
    row: zOrganization,
    make: () => Promise.reject(new Error('an organization is made with its first owner')),
    edit: (changes) => call(peopleApi.editOrganization, { body: changes }),
  })
  const { draft } = form
  const set = (changes: Partial<Fields>) => {
    onTouched()
    form.set(changes)
  }
  const reason = weekProblem(draft.workingHours) ?? holidaysProblem(draft.holidays)
  const save = async () => {
    if (!(await form.save())) return
    toast('Saved')
    await queries.invalidateQueries({ queryKey: keyOf(peopleApi.readOrganization) })
    onSaved()
    refresh(queries, [{ kind: 'organization', id, version: 0 }])
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (mayEdit && !reason) void save()
  }
  const shown = (field: keyof Fields): string => {
    const theirs = form.clash?.theirs
    if (!theirs) return ''
    if (field === 'workingHours') return weekHoursWords(theirs.workingHours, locale) || 'none'
    return theirs.holidays.map(({ name }) => name).join(', ') || 'none'
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {form.clash ? <ClashNotice form={form} labels={labels} shown={shown} onMine={() => void save()} /> : null}
      <Panel title="Working hours" id="working-hours">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <WeekHoursFields
            label="A usual week"
            description="Of every technician who has no hours of their own, each in their own time zone."
            closed="Off"
            value={draft.workingHours}
            onChange={(hours) => set({ workingHours: hours })}
          />
          {isClosedAllWeek(draft.workingHours) ? (
            <p className={layout.warn}>Without hours nobody is free on the board but who has hours of their own.</p>
          ) : null}
        </fieldset>
      </Panel>
      <Panel title="Holidays" id="holidays">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <HolidaysEditor holidays={draft.holidays} today={today} onChange={(days) => set({ holidays: days })} />
        </fieldset>
      </Panel>
      <div className={styles.save}>
        {form.problem ? (
          <p className={classes(layout.grow, layout.bad)} role="alert">
            {form.problem}
          </p>
        ) : null}
        {mayEdit ? (
          <output className={layout.detail}>{reason}</output>
        ) : (
          <span className={layout.detail}>{sentence('not_allowed')}</span>
        )}
        <Button type="submit" loading={form.busy} disabled={!mayEdit || reason !== null}>
          Save
        </Button>
      </div>
    </form>
  )
}
