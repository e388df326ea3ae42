import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { currencyExponent } from '#core/kit/money.ts'
import type { Coverage, FixedPrice, MoneyDocument } from '#core/work-orders/document.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { useOrder } from '../work-orders/order-context.ts'

type Props = { money: MoneyDocument; onClose: () => void }
const nothingCovered: Coverage = { labour: false, parts: false, until: null, reason: '' }

/** What was agreed for this work: one price for all of it, and what is covered. */
export function WorkTermsDialog({ money, onClose }: Props) {
  const { send } = useOrder()
  const { currency } = useMe().organization
  const [fixed, setFixed] = useState<FixedPrice | null>(money.fixedPrice ?? null)
  const [coverage, setCoverage] = useState<Coverage | null>(money.coverage ?? null)
  const cover = (changes: Partial<Coverage>) => setCoverage((before) => ({ ...(before ?? nothingCovered), ...changes }))
  const reason = coverage && coverage.reason.trim() === '' ? 'Say why it is covered, or is not.' : null
  const submit = async () => {
    const said = coverage && { ...coverage, reason: coverage.reason.trim() }
    const body = { changes: {}, money: { fixedPrice: fixed, coverage: said } }
    return (await send({ type: 'edit_details', body }, { done: 'Saved' })).ok
  }
  return (
    <Dialog title="Agreed for this work" action="Save" reason={reason} onClose={onClose} onSubmit={submit} size={480}>
      <DecimalInput
        label={`Fixed price, ${currency}`}
        description="For all of it; empty: as the rates say"
        data-autofocus
        digits={currencyExponent(currency)}
        value={fixed?.amount ?? null}
        onChange={(amount) =>
          setFixed(amount === null ? null : { amount, includesParts: fixed?.includesParts ?? false })
        }
      />
      {fixed ? (
        <Checkbox
          label="Parts are in it"
          checked={fixed.includesParts}
          onChange={(event) => setFixed({ ...fixed, includesParts: event.currentTarget.checked })}
        />
      ) : null}
      <fieldset className={layout.fields}>
        <legend>Warranty and coverage</legend>
        <Checkbox
          label="Say what is covered"
          description="Otherwise the warranties of the assets say it"
          checked={coverage !== null}
          onChange={(event) => setCoverage(event.currentTarget.checked ? nothingCovered : null)}
        />
        {coverage ? (
          <>
            <p className={layout.detail}>Without a tick all of it is charged, warranty or not.</p>
            <Checkbox
              label="Labour, travel and call-out are not charged"
              checked={coverage.labour}
              onChange={(event) => cover({ labour: event.currentTarget.checked })}
            />
            <Checkbox
              label="Parts are not charged"
              checked={coverage.parts}
              onChange={(event) => cover({ parts: event.currentTarget.checked })}
            />
            <div className={layout.two}>
              <TextInput
                label="Until"
                description="Empty: all of this work"
                type="date"
                value={coverage.until ?? ''}
                onChange={(event) => cover({ until: event.currentTarget.value || null })}
              />
              <TextInput
                label="Reason"
                required
                maxLength={300}
                value={coverage.reason}
                onChange={(event) => cover({ reason: event.currentTarget.value })}
              />
            </div>
          </>
        ) : null}
      </fieldset>
    </Dialog>
  )
}
