import { ActionIcon, Checkbox, TextInput } from '@mantine/core'
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react'
import type { DayHours, WeekHours } from '#core/kit/hours.ts'
import { dayNames, daysFrom, isClosedAllWeek, weekHoursWords } from '#core/kit/hours-words.ts'
import layout from './layout.module.css'
import { useMe } from './me.ts'
import { dayProblem, nextSpan, onWeekdays, withDay } from './week-hours.ts'
import styles from './WeekHoursFields.module.css'

/** A day has no more spans than this. */
const mostSpans = 4

type Props = {
  label: string
  description?: string
  /** What a day without hours is called: closed, off. */
  closed: string
  value: WeekHours
  onChange: (week: WeekHours) => void
}

/** The hours of each weekday, in the order of the organization's calendar. */
export function WeekHoursFields({ label, description, closed, value, onChange }: Props) {
  const { firstDayOfWeek } = useMe().organization
  return (
    <fieldset className={layout.fields}>
      <legend>{label}</legend>
      {description ? <p className={layout.detail}>{description}</p> : null}
      <div className={styles.days}>
        {daysFrom(firstDayOfWeek).map((place) => (
          <Day
            key={place}
            name={dayNames[place] ?? ''}
            closed={closed}
            hours={value[place] ?? []}
            onChange={(hours) => onChange(withDay(value, place, hours))}
            onCopy={place < 5 ? () => onChange(onWeekdays(value, value[place] ?? [])) : null}
          />
        ))}
      </div>
    </fieldset>
  )
}

type DayProps = {
  name: string
  closed: string
  hours: readonly DayHours[]
  onChange: (hours: readonly DayHours[]) => void
  /** The same hours from Monday to Friday; null on other days. */
  onCopy: (() => void) | null
}

function Day({ name, closed, hours, onChange, onCopy }: DayProps) {
  const problem = dayProblem(hours)
  const change = (at: number, changes: Partial<DayHours>) =>
    onChange(hours.map((span, place) => (place === at ? { ...span, ...changes } : span)))
  return (
    <fieldset className={styles.day} aria-label={name}>
      <span className={styles.name}>{name}</span>
      {hours.length === 0 ? (
        <span className={styles.closed}>{closed}</span>
      ) : (
        <div className={styles.spans}>
          {hours.map((span, at) => (
            <div key={at} className={styles.span}>
              <TextInput
                type="time"
                aria-label={`${name} from${nth(at)}`}
                value={span.from}
                error={problem !== null}
                onChange={(event) => change(at, { from: event.currentTarget.value })}
              />
              <span aria-hidden>–</span>
              <TextInput
                type="time"
                aria-label={`${name} to${nth(at)}, midnight is the end of the day`}
                value={span.to === '24:00' ? '00:00' : span.to}
                error={problem !== null}
                onChange={(event) => change(at, { to: endOf(event.currentTarget.value) })}
              />
              <ActionIcon
                aria-label={`Remove the hours${nth(at)} of ${name}`}
                onClick={() => onChange(hours.filter((_, place) => place !== at))}
              >
                <IconX size={15} stroke={1.75} />
              </ActionIcon>
            </div>
          ))}
          {problem ? (
            <p className={styles.problem} role="alert">
              {problem}
            </p>
          ) : null}
        </div>
      )}
      <span className={styles.tools}>
        {onCopy && hours.length > 0 ? (
          <ActionIcon
            aria-label={`Hours of ${name} for every weekday`}
            title="The same from Monday to Friday"
            onClick={onCopy}
          >
            <IconCopy size={15} stroke={1.75} />
          </ActionIcon>
        ) : null}
        <ActionIcon
          aria-label={`Add hours on ${name}`}
          title="Add hours"
          disabled={hours.length >= mostSpans}
          onClick={() => onChange([...hours, nextSpan(hours)])}
        >
          <IconPlus size={15} stroke={1.75} />
        </ActionIcon>
      </span>
    </fieldset>
  )
}

const nth = (at: number) => (at === 0 ? '' : `, part ${at + 1}`)

/** A day ends at midnight; the input writes that as its beginning. */
const endOf = (typed: string) => (typed === '00:00' ? '24:00' : typed)

type OptionalProps = Omit<Props, 'value' | 'onChange'> & {
  /** What stands while there are none: `As the company`. */
  otherwise: string
  /** What `otherwise` means, and what own hours begin with. */
  usual: WeekHours
  /** Say what `usual` is beside `otherwise`. */
  showUsual?: boolean
  /** Said where a week has no hours at all. */
  none: string
  value: WeekHours | null
  onChange: (week: WeekHours | null) => void
}

/** Hours of one's own, or somebody else's. */
export function OptionalWeekHours(props: OptionalProps) {
  const { label, otherwise, usual, showUsual = false, none, value, onChange, ...rest } = props
  const { locale } = useMe().organization
  const words = showUsual ? weekHoursWords(usual, locale) || 'no hours' : ''
  return (
    <>
      <Checkbox
        label={words ? `${otherwise}: ${words}` : otherwise}
        checked={value === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : usual)}
      />
      {value ? (
        <>
          <WeekHoursFields {...rest} label={label} value={value} onChange={onChange} />
          {isClosedAllWeek(value) ? <p className={layout.warn}>{none}</p> : null}
        </>
      ) : null}
    </>
  )
}

/** Hours in one line, for where they are only read. */
export function WeekHoursLine({ week, none }: { week: WeekHours; none: string }) {
  const { locale } = useMe().organization
  return <>{weekHoursWords(week, locale) || none}</>
}
