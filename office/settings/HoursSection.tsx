import { isClosedAllWeek, weekHoursWords } from '#core/kit/hours-words.ts'
import { localDate } from '#core/kit/time.ts'
import { type Organization } from '#core/people/api.ts'
import { Panel } from '#ui/office/Page.tsx'
import { useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { ClashNotice } from '../kit/RowDialog.tsx'
import { weekProblem } from '../kit/week-hours.ts'
import { WeekHoursFields } from '../kit/WeekHoursFields.tsx'
import { HolidaysEditor, holidaysProblem } from './HolidaysEditor.tsx'
import styles from './Settings.module.css'
import { OrganizationEditor, type OrganizationShown, SaveBar, useOrganizationForm } from './organization-form.tsx'

type Fields = Pick<Organization, 'workingHours' | 'holidays'>

const labels: Record<keyof Fields, string> = { workingHours: 'Working hours', holidays: 'Holidays' }

/** When the company works, and when it does not. */
export function HoursSection() {
  return (
    <OrganizationEditor failed="The working hours could not be shown">
      {(shown) => <HoursForm key={shown.organization.version} {...shown} />}
    </OrganizationEditor>
  )
}

function HoursForm(given: OrganizationShown) {
  const { workingHours, holidays, zone, locale } = given.organization
  const today = localDate(useNow(), zone)
  const form = useOrganizationForm(
    given,
    { workingHours, holidays },
    (draft) => weekProblem(draft.workingHours) ?? holidaysProblem(draft.holidays),
  )
  const { draft, set, mayEdit } = form
  const shown = (field: keyof Fields): string => {
    const theirs = form.clash?.theirs
    if (!theirs) return ''
    if (field === 'workingHours') return weekHoursWords(theirs.workingHours, locale) || 'none'
    return theirs.holidays.map(({ name }) => name).join(', ') || 'none'
  }
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      {form.clash ? <ClashNotice form={form} labels={labels} shown={shown} onMine={form.saveMine} /> : null}
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
      <SaveBar form={form} />
    </form>
  )
}
