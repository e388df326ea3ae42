import { useState } from 'react'
import type { AssetPut } from '#core/sync/documents.ts'
import { formatDate } from '#core/kit/time.ts'
import { addedAssets } from '#core/work-orders/added.ts'
import type { AddedAsset, Visit } from '#core/work-orders/document.ts'
import { heading } from '#core/work-orders/labels.ts'
import { AddIcon, AssetIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { useLocale, useMe } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { AddEquipment, EquipmentSheet } from './AddEquipment.tsx'
import styles from './Equipment.module.css'
import { FactLine } from './FactLine.tsx'

/** What the job is about, and what was found here that nobody had listed. */
export function Equipment({ view, visit }: { view: WorkOrderView; visit?: Visit }) {
  const { technician } = useMe()
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<AddedAsset | null>(null)
  const added = new Map(addedAssets(view.order.work).map((one) => [one.asset, one]))
  const foundToo = view.siteAssets.filter((asset) => added.has(asset.id) && !view.assets.includes(asset))
  return (
    <Section
      id="equipment"
      title="Equipment"
      count={view.assets.length || undefined}
      action={
        <Button
          kind="quiet"
          size="small"
          icon={<AddIcon aria-hidden stroke={1.75} />}
          aria-label="Add equipment"
          onClick={() => setAdding(true)}
        >
          Add
        </Button>
      }
    >
      {view.assets.length + foundToo.length > 0 ? (
        <Card flush>
          <Rows>
            {[...view.assets, ...foundToo].map((asset) => {
              const fact = added.get(asset.id)
              return (
                <ListRow
                  key={asset.id}
                  icon={<AssetIcon stroke={1.75} />}
                  title={asset.name}
                  detail={<Words view={view} asset={asset} fact={fact} isJob={view.assets.includes(asset)} />}
                  onPress={fact && fact.technician === technician ? () => setOpen(fact) : undefined}
                />
              )
            })}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>Nothing named yet.</p>
      )}
      <AtThePlace view={view} />
      {adding ? <AddEquipment view={view} visit={visit} onClose={() => setAdding(false)} /> : null}
      {open ? <EquipmentSheet key={open.id} view={view} asset={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  )
}

type WordsProps = { view: WorkOrderView; asset: AssetPut; fact: AddedAsset | undefined; isJob: boolean }

function Words({ view, asset, fact, isJob }: WordsProps) {
  return (
    <>
      {[asset.make, asset.model, asset.location].filter(Boolean).join(' · ')}
      {asset.serial ? <span className={styles.line}>Serial {asset.serial}</span> : null}
      {asset.warrantyUntil ? <span className={styles.line}>Warranty until {asset.warrantyUntil}</span> : null}
      <Past view={view} asset={asset} />
      {fact ? (
        <FactLine view={view} fact={fact.id} at={fact.at} who={fact.technician ? view.nameOf(fact.technician) : ''}>
          {isJob ? 'Added here' : 'Added here, not part of this job'}
        </FactLine>
      ) : null}
    </>
  )
}

/** What was read off it before, and what was found on it that is still open. */
function Past({ view, asset }: Pick<WordsProps, 'view' | 'asset'>) {
  const locale = useLocale()
  const readings = Map.groupBy(
    view.readings.filter((one) => one.asset === asset.id),
    (one) => one.label,
  )
  return (
    <>
      {[...readings].map(([label, some]) => (
        <span key={label} className={styles.line}>
          {`${label}: ${some.map((one) => `${[one.value, one.unit].filter(Boolean).join(' ')} (${formatDate(one.at, one.zone, locale)})`).join(', ')}`}
        </span>
      ))}
      {view.findings
        .filter((one) => one.asset === asset.id)
        .map((one) => (
          <span key={`${one.number}/${one.at}`} className={styles.line}>
            {`${heading(one.severity)}: ${one.text} (${formatDate(one.at, one.zone, locale)})`}
          </span>
        ))}
    </>
  )
}

/** What was found at the place before and belongs to nothing in the list. */
function AtThePlace({ view }: Pick<WordsProps, 'view'>) {
  const locale = useLocale()
  const open = view.findings.filter((one) => one.asset === null)
  if (open.length === 0) return null
  return (
    <ul className={styles.found}>
      {open.map((one) => (
        <li key={`${one.number}/${one.at}`}>
          {`${heading(one.severity)}: ${one.text} (${formatDate(one.at, one.zone, locale)})`}
        </li>
      ))}
    </ul>
  )
}
