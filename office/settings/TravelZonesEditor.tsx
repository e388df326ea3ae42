import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TravelZone } from '#core/billing/catalogue.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { peopleApi } from '#core/people/api.ts'
import { ask } from '../kit/ask.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { RowsEditor } from '../kit/RowsEditor.tsx'
import styles from './Settings.module.css'

type Props = { value: readonly TravelZone[]; onChange: (zones: TravelZone[]) => void }

const metresIn = { metric: 1000, imperial: 1609.344 } as const

/** Rings around the base with what a visit in them costs; the last may reach as far as one likes. */
export function TravelZonesEditor({ value, onChange }: Props) {
  const { currency } = useMe().organization
  const units = useQuery(ask(peopleApi.readOrganization, {})).data?.units ?? 'metric'
  const word = units === 'metric' ? 'km' : 'miles'
  return (
    <fieldset className={layout.fields} aria-label="Travel zones">
      <p className={layout.detail}>
        As the crow flies from the base of the territory or the company. A site may name its zone instead.
      </p>
      <RowsEditor
        rows={value}
        onChange={onChange}
        className={styles.zone}
        word="zone"
        fresh={{ name: '', withinMetres: null, fee: 0 }}
        add="Add a zone"
        fields={(zone, n, change) => (
          <>
            <TextInput
              aria-label={`Name of zone ${n}`}
              placeholder="Town"
              maxLength={60}
              value={zone.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <DecimalInput
              aria-label={`Reach of zone ${n}, ${word}`}
              placeholder="All beyond"
              rightSection={<span className={layout.detail}>{word}</span>}
              rightSectionWidth={44}
              digits={1}
              value={zone.withinMetres === null ? null : Math.round((zone.withinMetres / metresIn[units]) * 10)}
              onChange={(tenths) =>
                change({ withinMetres: tenths === null ? null : Math.round((tenths / 10) * metresIn[units]) || 1 })
              }
            />
            <DecimalInput
              aria-label={`Price of zone ${n}, ${currency}`}
              rightSection={<span className={layout.detail}>{currency}</span>}
              rightSectionWidth={44}
              digits={currencyExponent(currency)}
              value={zone.fee}
              onChange={(fee) => change({ fee: fee ?? 0 })}
            />
          </>
        )}
      />
    </fieldset>
  )
}
