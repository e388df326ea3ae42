import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { classes } from '../classes.ts'
import styles from './Choice.module.css'

export type SegmentedProps<T extends string> = {
  label: string
  hideLabel?: boolean
  value: T | null
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[]
  onChange: (value: T) => void
}

/** One of a few, all in sight. Arrow keys move, as in any set of radio buttons. */
export function Segmented<T extends string>({ label, hideLabel, value, options, onChange }: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={hideLabel ? 'sr-only' : undefined}>{label}</legend>
      <div className={styles.segments}>
        {options.map((option) => (
          <label key={option.value} className={styles.segment}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export type ChoiceRowProps = {
  title: ReactNode
  detail?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  trail?: ReactNode
  name?: string
}

type RowShape = 'check' | 'switch' | 'radio'

function ChoiceRow({
  title,
  detail,
  checked,
  onChange,
  disabled,
  trail,
  name,
  shape,
}: ChoiceRowProps & { shape: RowShape }) {
  const input = (
    <>
      <input
        type={shape === 'radio' ? 'radio' : 'checkbox'}
        role={shape === 'switch' ? 'switch' : undefined}
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {shape === 'switch' ? (
        <span className={styles.track} aria-hidden>
          <i />
        </span>
      ) : (
        <span className={classes(styles.box, shape === 'radio' && styles.round)} aria-hidden>
          <IconCheck stroke={2.5} />
        </span>
      )}
    </>
  )
  return (
    <label className={styles.row}>
      {shape === 'switch' ? null : input}
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
      {trail}
      {shape === 'switch' ? input : null}
    </label>
  )
}

/** The whole row is the target. */
export function CheckRow(props: ChoiceRowProps) {
  return <ChoiceRow {...props} shape="check" />
}

export function ToggleRow(props: ChoiceRowProps) {
  return <ChoiceRow {...props} shape="switch" />
}

export type RadioRowsProps<T extends string> = {
  label: string
  hideLabel?: boolean
  value: T | null
  options: readonly { value: T; title: ReactNode; detail?: ReactNode }[]
  onChange: (value: T) => void
}

/** One of several that need a line of explanation each: outcomes, reasons. */
export function RadioRows<T extends string>({ label, hideLabel, value, options, onChange }: RadioRowsProps<T>) {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={hideLabel ? 'sr-only' : undefined}>{label}</legend>
      <div>
        {options.map((option) => (
          <ChoiceRow
            key={option.value}
            shape="radio"
            name={name}
            title={option.title}
            detail={option.detail}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        ))}
      </div>
    </fieldset>
  )
}
