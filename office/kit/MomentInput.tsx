import { Input, Radio, Stack, TextInput } from '@mantine/core'
import { useId } from 'react'
import { abbreviation, formatTime, type Zone } from '#core/kit/time.ts'
import { useNow } from './clock.ts'
import { useMe } from './me.ts'
import { type Moment, type Question, readMoment } from './moment.ts'
import styles from './MomentInput.module.css'

type Props = {
  label: string
  zone: Zone
  value: Moment
  onChange: (moment: Moment) => void
  error?: string
  required?: boolean
  description?: string
}

/** A day and a time on the site's clock. Where clocks change, it asks which is meant. */
export function MomentInput({ label, zone, value, onChange, error, required, description }: Props) {
  const present = useNow()
  const read = readMoment(value, zone)
  const asked = readMoment({ ...value, choice: null }, zone)
  const shown = read.state === 'known' ? abbreviation(read.instant, zone) : abbreviation(present, zone)
  const id = useId()
  return (
    <Input.Wrapper
      label={`${label} (${shown})`}
      labelElement="div"
      error={error}
      required={required}
      description={description}
      id={id}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <fieldset className={styles.pair} aria-labelledby={`${id}-label`}>
        <TextInput
          type="date"
          aria-label={`${label}, day`}
          value={value.date}
          error={Boolean(error)}
          onChange={(event) => onChange({ ...value, date: event.currentTarget.value, choice: null })}
        />
        <TextInput
          type="time"
          aria-label={`${label}, time`}
          value={value.time}
          error={Boolean(error)}
          onChange={(event) => onChange({ ...value, time: event.currentTarget.value, choice: null })}
        />
      </fieldset>
      {asked.state === 'asks' ? (
        <WhichOne
          question={asked.question}
          time={value.time}
          zone={zone}
          choice={value.choice}
          onChoice={(choice) => onChange({ ...value, choice })}
        />
      ) : null}
    </Input.Wrapper>
  )
}

type WhichOneProps = {
  question: Question
  time: string
  /** Where it is not plain which day is meant: `on Sun 25 Oct`. */
  day?: string
  zone: Zone
  choice: Moment['choice']
  onChoice: (choice: 'earlier' | 'later') => void
}

/** A time that does not exist, or exists twice, and the two instants it may mean. */
export function WhichOne({ question, time, day = 'on this day', zone, choice, onChoice }: WhichOneProps) {
  const { locale } = useMe().organization
  const label =
    question.kind === 'none'
      ? `${time} does not exist ${day}: the clocks go forward over it. Which is meant?`
      : `${time} exists twice ${day}: the clocks go back. Which is meant?`
  return (
    <Radio.Group
      className={styles.question}
      label={label}
      value={choice}
      onChange={(value) => onChoice(value === 'later' ? 'later' : 'earlier')}
    >
      <Stack gap={6} mt={6}>
        <Radio value="earlier" label={formatTime(question.earlier, zone, locale)} size="xs" />
        <Radio value="later" label={formatTime(question.later, zone, locale)} size="xs" />
      </Stack>
    </Radio.Group>
  )
}
