import { useDeferredValue, useMemo, useState } from 'react'
import { formatUnitPrice } from '#core/kit/money.ts'
import { searchWords } from '#core/search/text.ts'
import type { PartsPut } from '#core/sync/documents.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { NumberField, TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useCatalogue, useKeeping, useLocale, usePhone } from '../../hooks.ts'
import type { Capture } from '../../offline/phone.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import type { OnVisit } from '../card.ts'
import { PartPrice, partPriceOf } from './PartPrice.tsx'
import { AssetPick } from './FindingSheets.tsx'

type Chosen = { item: string | null; sku: string; name: string; unit: string }
const shown = 20

/** From the price book by name, number or barcode, or in one's own words. */
export function AddPart({
  view,
  visit,
  toOrder = false,
  onClose,
}: OnVisit & { toOrder?: boolean; onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  return (
    <Sheet open onClose={onClose} title={chosen ? chosen.name : toOrder ? 'A part to order' : 'Add a part'}>
      {chosen ? (
        <HowMany
          chosen={chosen}
          view={view}
          visit={visit.id}
          toOrder={toOrder}
          onBack={() => setChosen(null)}
          onClose={onClose}
        />
      ) : (
        <Choose view={view} onChoose={setChosen} />
      )}
    </Sheet>
  )
}

function Choose({ view, onChoose }: { view: WorkOrderView; onChoose: (chosen: Chosen) => void }) {
  const catalogue = useCatalogue()
  const locale = useLocale()
  const { parts } = catalogue
  const { money } = view
  const priceWords = (id: string) => {
    const price = money && partPriceOf(money, catalogue, id)
    return money && price !== null ? `${formatUnitPrice(price, money.currency, locale)} ` : ''
  }
  const [text, setText] = useState('')
  const typed = useDeferredValue(text)
  const index = useMemo(() => parts.map((part) => ({ part, words: wordsOf(part) })), [parts])
  const found = useMemo(() => {
    const words = searchWords(typed).split(' ').filter(Boolean)
    return index.filter((entry) => words.every((word) => entry.words.includes(` ${word}`))).slice(0, shown)
  }, [index, typed])
  const free = text.trim()
  return (
    <div className={forms.stack}>
      <TextField
        label="Name, number or barcode"
        type="search"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Card flush>
        <Rows>
          {found.map(({ part }) => (
            <ListRow
              key={part.id}
              title={part.name}
              detail={[part.sku, part.category].filter(Boolean).join(' · ')}
              trail={`${priceWords(part.id)}${part.unit}`}
              onPress={() => onChoose({ item: part.id, sku: part.sku, name: part.name, unit: part.unit })}
            />
          ))}
          {free ? (
            <ListRow
              title={`Use “${free}”`}
              detail="Not from the price book"
              onPress={() => onChoose({ item: null, sku: '', name: free.slice(0, 300), unit: 'pcs' })}
            />
          ) : null}
        </Rows>
      </Card>
    </div>
  )
}

function wordsOf({ name, sku, barcode, category }: PartsPut['items'][number]): string {
  const code = searchWords(sku)
  return ` ${[searchWords(name), code, code.replaceAll(' ', ''), barcode, searchWords(category)].join(' ')}`
}

function HowMany({
  chosen,
  view,
  visit,
  toOrder,
  onBack,
  onClose,
}: {
  chosen: Chosen
  view: WorkOrderView
  visit: string
  toOrder: boolean
  onBack: () => void
  onClose: () => void
}) {
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  const [quantity, setQuantity] = useState<number | null>(1000)
  const [serial, setSerial] = useState('')
  const [removedSerial, setRemovedSerial] = useState('')
  const [asset, setAsset] = useState<string | null>(view.assets.length === 1 ? (view.assets[0]?.id ?? null) : null)
  const [note, setNote] = useState('')
  const workOrder = view.order.work.id
  function command(count: number): Capture {
    const said = { ...phone.fact(visit), ...chosen, quantity: count, note: note.trim() }
    if (toOrder) return { workOrder, command: { type: 'need_part', body: said } }
    const fitted = {
      serial: serial.trim(),
      ...(removedSerial.trim() ? { removedSerial: removedSerial.trim() } : {}),
      ...(asset ? { asset } : {}),
    }
    return { workOrder, command: { type: 'part', body: { ...said, ...fitted } } }
  }
  async function add() {
    if (!quantity || !(await keep(() => phone.capture(command(quantity))))) return
    onClose()
    toast(toOrder ? `${chosen.name} is to be ordered.` : `${chosen.name} added.`)
  }
  return (
    <div className={forms.stack}>
      <NumberField label="Quantity" decimals={3} unit={chosen.unit} value={quantity} onChange={setQuantity} />
      {view.money ? (
        <PartPrice view={view} money={view.money} item={chosen.item} quantity={toOrder ? 0 : quantity} />
      ) : null}
      {toOrder ? null : (
        <>
          <AssetPick view={view} value={asset} label="Fitted to" none="Nothing in the list" onChange={setAsset} />
          <TextField
            label="Serial number in"
            optional
            maxLength={100}
            value={serial}
            onChange={(event) => setSerial(event.target.value)}
          />
          <TextField
            label="Serial number out"
            hint="Of what came out."
            optional
            maxLength={100}
            value={removedSerial}
            onChange={(event) => setRemovedSerial(event.target.value)}
          />
        </>
      )}
      <TextField
        label="Remark"
        optional
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Failure>{failed}</Failure>
      <div className={forms.actions}>
        <Button onClick={onBack}>Another part</Button>
        <Button kind="primary" busy={busy} reason={quantity ? null : 'Enter how many.'} onClick={() => void add()}>
          Add
        </Button>
      </div>
    </div>
  )
}
