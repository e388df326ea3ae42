import { Checkbox } from '@mantine/core'
import type { BandRate } from '#core/billing/catalogue.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'

type Props = {
  label: string
  /** Which time that is, in small letters. */
  detail: string
  /** What an hour costs otherwise. */
  usual: number
  value: BandRate | null
  onChange: (value: BandRate | null) => void
}

/** Another price of an hour in another band; without one it costs what it costs otherwise. */
export function BandFields({ label, detail, usual, value, onChange }: Props) {
  const { currency } = useMe().organization
  return (
    <fieldset className={layout.fields} aria-label={label}>
      <Checkbox
        label={`Another price ${label.toLowerCase()}: ${detail}`}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { hourlyRate: usual, callOutFee: null } : null)}
      />
      {value ? (
        <div className={layout.two}>
          <DecimalInput
            label={`An hour ${label.toLowerCase()}, ${currency}`}
            digits={4}
            value={value.hourlyRate}
            onChange={(hourlyRate) => onChange({ ...value, hourlyRate: hourlyRate ?? 0 })}
          />
          <DecimalInput
            label={`Call-out ${label.toLowerCase()}, ${currency}`}
            placeholder="As otherwise"
            digits={currencyExponent(currency)}
            value={value.callOutFee}
            onChange={(callOutFee) => onChange({ ...value, callOutFee })}
          />
        </div>
      ) : null}
    </fieldset>
  )
}
