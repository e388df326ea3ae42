import { TextInput } from '@mantine/core'
import type { Address } from '#core/kit/address.ts'
import styles from './layout.module.css'

type Props = { label: string; value: Address; onChange: (address: Address) => void; error?: string }

export function AddressFields({ label, value, onChange, error }: Props) {
  const part = (field: keyof Address, name: string, max: number) => (
    <TextInput
      label={name}
      maxLength={max}
      value={value[field]}
      onChange={(event) => onChange({ ...value, [field]: event.currentTarget.value })}
    />
  )
  return (
    <fieldset className={styles.fields}>
      <legend>{label}</legend>
      <div className={styles.two}>
        {part('line1', 'Street', 200)}
        {part('line2', 'Building, floor', 200)}
      </div>
      <div className={styles.two}>
        {part('postcode', 'Postcode', 20)}
        {part('city', 'City', 120)}
      </div>
      <div className={styles.two}>
        {part('region', 'Region or state', 120)}
        <TextInput
          label="Country"
          description="Two letters, as GB"
          maxLength={2}
          error={error}
          value={value.country}
          onChange={(event) => onChange({ ...value, country: event.currentTarget.value.toUpperCase() })}
        />
      </div>
    </fieldset>
  )
}
