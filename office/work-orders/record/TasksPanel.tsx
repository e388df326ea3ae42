import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { formatLocalDate } from '#core/kit/time.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import type { Task, TaskAnswer, WorkDocument } from '#core/work-orders/document.ts'
import {
  answerWords,
  askedAs,
  bySection,
  isBlank,
  isOutOfRange,
  lastOfEachAsset,
  shownTasks,
} from '#core/work-orders/forms.ts'
import { heading } from '#core/work-orders/labels.ts'
import { isAnswered, isNo } from '#core/work-orders/missing.ts'
import { classes } from '#ui/classes.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../../kit/ask.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../Action.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** What was to be done and to be answered, by section, in the words it was asked in. */
export function TasksPanel() {
  const { page } = useOrder()
  const { work } = page
  if (work.tasks.length === 0) return null
  const shown = shownOnSome(work)
  const asked = work.tasks.filter((task) => !task.retired && (shown.has(task.id) || task.answers.length > 0))
  const groups = bySection(work, asked)
  const retired = work.tasks.filter((task) => task.retired)
  return (
    <Panel
      title="Tasks"
      count={`${asked.filter(isAnswered).length} of ${asked.length}`}
      actions={<RenewForm />}
      flush
      id="tasks"
    >
      {groups.map(({ section, tasks }) => (
        <Group
          key={section?.id ?? 'none'}
          title={section?.title ?? (groups.length > 1 ? 'Other tasks' : undefined)}
          tasks={tasks}
        />
      ))}
      {retired.length > 0 ? <Group title="Of an earlier form" tasks={retired} /> : null}
    </Panel>
  )
}

/** What some visit asks; before there is one, everything. */
function shownOnSome(work: WorkDocument): ReadonlySet<string> {
  if (work.visits.length === 0) return new Set(work.tasks.map((task) => task.id))
  return new Set(work.visits.flatMap((visit) => shownTasks({ work, visit, day: null }).map((task) => task.id)))
}

function Group({ title, tasks }: { title?: string | undefined; tasks: readonly Task[] }) {
  return (
    <>
      {title ? <h3 className={styles.section}>{title}</h3> : null}
      <ul>
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </ul>
    </>
  )
}

/** The job type asks other questions by now: this work order may be asked them too. */
function RenewForm() {
  const { page, why, send } = useOrder()
  const { form, details } = page.work
  const newer = page.names.formVersion ?? 0
  const isOlder = form !== undefined && newer > form.version
  const { data } = useQuery({
    ...ask(workOrderCatalogueApi.listJobTypes, { query: { archived: 'all' } }),
    enabled: isOlder,
  })
  const type = data?.items.find((one) => one.id === details.jobType)
  if (!form || !isOlder || !type) return null
  const { tasks, sections, requires, formVersion } = type
  const command = { type: 'renew_form', body: { tasks, sections, requires, formVersion } } as const
  return (
    <Action
      size="compact-sm"
      reason={why(command)}
      onPress={() => void send(command, { done: 'The form is the newest. What was answered stays.' })}
    >
      {`Use version ${formVersion}`}
    </Action>
  )
}

function TaskLine({ task }: { task: Task }) {
  const { zone, locale, nameOf, page } = useOrder()
  const { work, names } = page
  const last = task.answers.at(-1)
  const done = isAnswered(task)
  const asked = last ? askedAs(work, task, last) : task
  const readings = task.kind === 'reading' ? lastOfEachAsset(task.answers).filter((one) => !isBlank(one.answer)) : []
  const answer = last && done && task.kind !== 'reading' ? answerText(asked, last, locale) : ''
  const outside = [last, ...readings].some((one) => one && isOutOfRange(asked, one.answer))
  const warns = isNo(task) || outside
  return (
    <li className={styles.line}>
      <TaskMark task={task} outside={outside} />
      <div className={layout.grow}>
        <p>
          {asked.label}
          {task.required ? null : <span className={layout.detail}> optional</span>}
        </p>
        {answer.length > short ? <p className={layout.prose}>{answer}</p> : null}
        {readings.map((one) => (
          <p key={one.id} className={isOutOfRange(asked, one.answer) ? layout.warn : undefined}>
            {assetOf(one, names.assetNames)}: <b>{answerWords(asked, one.answer)}</b>
          </p>
        ))}
        {last ? (
          <p className={layout.detail}>
            {nameOf(last.technician)}, <ShortTime at={last.at} zone={zone} />
            {task.answers.length > 1 ? `, answered ${task.answers.length} times` : ''}
            {asked.label === task.label ? '' : `, asked now as “${task.label}”`}
            {last.note ? `. ${last.note}` : ''}
          </p>
        ) : null}
      </div>
      {answer.length <= short ? <b className={classes(styles.amount, warns && layout.warn)}>{answer}</b> : null}
    </li>
  )
}

/** A longer answer stands below its question, or it would leave the question no room. */
const short = 24

function assetOf({ answer }: TaskAnswer, names: Readonly<Record<string, string>>): string {
  const asset = answer.kind === 'reading' ? answer.asset : null
  return asset === null ? 'Read' : (names[asset] ?? 'Equipment not in the list')
}

function TaskMark({ task, outside }: { task: Task; outside: boolean }) {
  if (isNo(task) || outside)
    return (
      <IconAlertTriangle
        size={16}
        stroke={1.75}
        color="var(--tone-waiting-text)"
        aria-label={outside ? 'Outside the range' : 'Answered No'}
      />
    )
  return isAnswered(task) ? (
    <IconCircleCheck size={16} stroke={1.75} color="var(--tone-done-solid)" aria-label="Answered" />
  ) : (
    <IconCircleDashed size={16} stroke={1.75} color="var(--color-text-faint)" aria-label="Open" />
  )
}

function answerText(asked: Pick<Task, 'unit'>, { answer }: TaskAnswer, locale: string): string {
  switch (answer.kind) {
    case 'check':
      return heading(answer.value)
    case 'photo':
      return 'Photo'
    case 'date':
      return formatLocalDate(answer.value, locale)
    default:
      return answerWords(asked, answer)
  }
}
