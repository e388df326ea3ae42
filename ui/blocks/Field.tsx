import { IconAlertCircle, IconChevronDown, IconMinus, IconPlus } from '@tabler/icons-react'
import { type ComponentPropsWithRef, type ReactNode, useId, useState } from 'react'
import { classes } from '../classes.ts'
import styles from './Field.module.css'
import { readScaled, writeScaled } from './scaled.ts'

export type FieldFrame = {
  label: string
  hint?: ReactNode
  /** What is wrong with what was entered; what was entered stays. */
  error?: string | null
  optional?: boolean
  /** The label is read out only; for a search field with an icon. */
  hideLabel?: boolean
}

type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** The label, hint and error around any control; the control takes the wiring it is given. */
export function Field({
  label,
  hint,
  error,
  optional,
  hideLabel,
  children,
}: FieldFrame & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const described = classes(hint ? `${id}-hint` : null, error ? `${id}-error` : null)
  return (
    <div className={styles.field}>
      <label className={hideLabel ? 'sr-only' : styles.label} htmlFor={id}>
        {label}
        {optional ? <span className={styles.optional}>optional</span> : null}
      </label>
      {hint ? (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p className={styles.error} id={`${id}-error`} role="alert">
          <IconAlertCircle aria-hidden stroke={1.75} />
          {error}
        </p>
      ) : null}
    </div>
  )
}

export type TextFieldProps = FieldFrame & Omit<ComponentPropsWithRef<'input'>, 'id'>

export function TextField({ label, hint, error, optional, hideLabel, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional} hideLabel={hideLabel}>
      {(wiring) => <input type="text" {...rest} {...wiring} className={classes(styles.control, className)} />}
    </Field>
  )
}

export type TextAreaProps = FieldFrame & Omit<ComponentPropsWithRef<'textarea'>, 'id'>

export function TextArea({ label, hint, error, optional, hideLabel, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional} hideLabel={hideLabel}>
      {(wiring) => <textarea rows={3} {...rest} {...wiring} className={classes(styles.control, className)} />}
    </Field>
  )
}

export type Option<T extends string> = { value: T; label: string }

export type SelectFieldProps<T extends string> = FieldFrame & {
  value: T | null
  options: readonly Option<T>[]
  onChange: (value: T) => void
  placeholder?: string
  name?: string
}

/** The phone's own picker: large, known, works with everything. */
export function SelectField<T extends string>({
  value,
  options,
  onChange,
  placeholder,
  name,
  ...frame
}: SelectFieldProps<T>) {
  return (
    <Field {...frame}>
      {(wiring) => (
        <span className={styles.select}>
          <select
            {...wiring}
            name={name}
            className={styles.control}
            value={value ?? ''}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.target.value)
              if (chosen) onChange(chosen.value)
            }}
          >
            {value === null ? (
              <option value="" disabled>
                {placeholder ?? 'Choose'}
              </option>
            ) : null}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <IconChevronDown aria-hidden stroke={1.75} />
        </span>
      )}
    </Field>
  )
}

export type NumberFieldProps = FieldFrame & {
  /** In whole steps of 10^-decimals: quantity 1.5 with `decimals` 3 is 1500, so no binary fractions arise. */
  value: number | null
  onChange: (value: number | null) => void
  decimals?: number
  step?: number
  min?: number
  max?: number
  unit?: string
  name?: string
}

/** A number with a large minus and plus; typing works too. */
export function NumberField({
  value,
  onChange,
  decimals = 0,
  step = 10 ** decimals,
  min = 0,
  max,
  unit,
  name,
  ...frame
}: NumberFieldProps) {
  const [text, setText] = useState(writeScaled(value, decimals))
  /** What is being typed (`1.`), as long as it still says the value; else the value. */
  const shown = readScaled(text, decimals) === value ? text : writeScaled(value, decimals)
  const within = (wanted: number) => Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min, wanted))
  const move = (by: number) => onChange(within((value ?? 0) + by))
  return (
    <Field {...frame}>
      {(wiring) => (
        <div className={styles.stepper}>
          <button
            type="button"
            aria-label={`Less: ${frame.label}`}
            disabled={value !== null && value <= min}
            onClick={() => move(-step)}
          >
            <IconMinus aria-hidden stroke={2} />
          </button>
          <div className={styles.number}>
            <input
              {...wiring}
              name={name}
              type="text"
              inputMode={decimals > 0 ? 'decimal' : 'numeric'}
              autoComplete="off"
              value={shown}
              onChange={(event) => {
                setText(event.target.value)
                onChange(readScaled(event.target.value, decimals))
              }}
              onBlur={() => {
                const kept = value === null ? null : within(value)
                if (kept !== value) onChange(kept)
                setText(writeScaled(kept, decimals))
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
                event.preventDefault()
                move(event.key === 'ArrowUp' ? step : -step)
              }}
            />
            {unit ? <span>{unit}</span> : null}
          </div>
          <button
            type="button"
            aria-label={`More: ${frame.label}`}
            disabled={max !== undefined && (value ?? 0) >= max}
            onClick={() => move(step)}
          >
            <IconPlus aria-hidden stroke={2} />
          </button>
        </div>
      )}
    </Field>
  )
}
