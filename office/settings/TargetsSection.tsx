import { Checkbox, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { weekHoursWords } from '#core/kit/hours-words.ts'
import { type Organization } from '#core/people/api.ts'
import { type ResponseTarget, type ResponseTargets, targetCalendars } from '#core/people/response-targets.ts'
import { heading } from '#core/work-orders/labels.ts'
import { pauseHeading } from '#core/work-orders/target-words.ts'
import { pauseReasons, priorities, type Priority, targetKinds } from '#core/work-orders/words.ts'
import { Panel } from '#ui/office/Page.tsx'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import layout from '../kit/layout.module.css'
import { lengthText } from '../kit/length.ts'
import { LengthInput } from '../kit/LengthInput.tsx'
import { ClashNotice } from '../kit/RowDialog.tsx'
import styles from './TargetsSection.module.css'
import settings from './Settings.module.css'
import { OrganizationEditor, type OrganizationShown, SaveBar, useOrganizationForm } from './organization-form.tsx'

type Fields = Pick<Organization, 'responseTargets' | 'pausingReasons'>

const labels: Record<keyof Fields, string> = {
  responseTargets: 'Response targets',
  pausingReasons: 'What stops the clock',
}
const calendarWords = { around_the_clock: 'Around the clock', working_hours: 'Working hours' } as const

/** How soon somebody answers, comes and is done, and what the clocks stand still for. */
export function TargetsSection() {
  return (
    <OrganizationEditor failed="The response targets could not be shown">
      {(shown) => <TargetsForm key={shown.organization.version} {...shown} />}
    </OrganizationEditor>
  )
}

/** The first promise that comes before what has to come before it, in words. */
function outOfOrder(targets: ResponseTargets): string | null {
  for (const priority of priorities) {
    const { acknowledge, arrive, resolve } = targets[priority]
    if (acknowledge !== null && arrive !== null && acknowledge > arrive)
      return `${priority}: arriving is not due before acknowledging.`
    if (resolve !== null && Math.max(acknowledge ?? 0, arrive ?? 0) > resolve)
      return `${priority}: resolving is not due before what comes before it.`
  }
  return null
}

function TargetsForm(given: OrganizationShown) {
  const { responseTargets, pausingReasons, workingHours, locale } = given.organization
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set())
  const form = useOrganizationForm(given, { responseTargets, pausingReasons }, (draft) =>
    unread.size > 0 ? 'Write lengths as 4 h or 30 min.' : outOfOrder(draft.responseTargets),
  )
  const { draft, set, mayEdit } = form
  const mark = (field: string, isUnread: boolean) =>
    setUnread((before) => new Set([...before, field].filter((one) => one !== field || isUnread)))
  const change = (priority: Priority, changes: Partial<ResponseTarget>) =>
    set({
      responseTargets: { ...draft.responseTargets, [priority]: { ...draft.responseTargets[priority], ...changes } },
    })
  const shown = (field: keyof Fields): string => {
    const theirs = form.clash?.theirs
    if (!theirs) return ''
    if (field === 'pausingReasons') return theirs.pausingReasons.map(pauseHeading).join(', ') || 'nothing'
    const lengths = (one: Priority) =>
      targetKinds.map((kind) => lengthText(theirs.responseTargets[one][kind]) || 'none').join(' / ')
    return priorities.map((one) => `${one} ${lengths(one)}`).join(', ')
  }
  return (
    <form className={settings.form} onSubmit={form.submit} noValidate>
      {form.clash ? <ClashNotice form={form} labels={labels} shown={shown} onMine={form.saveMine} /> : null}
      <Panel title="Response targets" id="response-targets">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <p className={layout.detail}>
            What is promised for work raised from now on, counted from when it was asked for. Left empty, nothing is
            promised. Working hours are {weekHoursWords(workingHours, locale) || 'none'} at the site, without{' '}
            <Link to="/settings" search={{ section: 'hours' }} className="quiet-link">
              holidays
            </Link>
            .
          </p>
          <div className={styles.targets}>
            <div className={styles.head} aria-hidden>
              <span>Priority</span>
              <span>Counted</span>
              {targetKinds.map((kind) => (
                <span key={kind}>{heading(kind)} within</span>
              ))}
            </div>
            {priorities.map((priority) => (
              <fieldset key={priority} className={styles.priority} aria-label={priority}>
                <PriorityBadge priority={priority} withWord />
                <Select
                  aria-label={`${priority}, counted`}
                  allowDeselect={false}
                  data={targetCalendars.map((value) => ({ value, label: calendarWords[value] }))}
                  value={draft.responseTargets[priority].calendar}
                  onChange={(value) => {
                    const calendar = targetCalendars.find((one) => one === value)
                    if (calendar) change(priority, { calendar })
                  }}
                />
                {targetKinds.map((kind) => (
                  <LengthInput
                    key={kind}
                    label={`${priority}, ${kind} within`}
                    placeholder="None"
                    value={draft.responseTargets[priority][kind]}
                    onChange={(minutes) => change(priority, { [kind]: minutes })}
                    onUnread={(isUnread) => mark(`${priority}/${kind}`, isUnread)}
                  />
                ))}
              </fieldset>
            ))}
          </div>
        </fieldset>
      </Panel>
      <Panel title="What stops the clock" id="pausing-reasons">
        <fieldset className={layout.fields} disabled={!mayEdit}>
          <p className={layout.detail}>
            While work is on hold for one of these, or has to be returned to for it, the clocks of its targets stand.
          </p>
          <div className={styles.reasons}>
            {pauseReasons.map((one) => (
              <Checkbox
                key={one}
                label={pauseHeading(one)}
                checked={draft.pausingReasons.includes(one)}
                onChange={(event) => {
                  const others = draft.pausingReasons.filter((reasonNow) => reasonNow !== one)
                  const chosen = event.currentTarget.checked ? [...others, one] : others
                  set({ pausingReasons: pauseReasons.filter((known) => chosen.includes(known)) })
                }}
              />
            ))}
          </div>
        </fieldset>
      </Panel>
      <SaveBar form={form} />
    </form>
  )
}
