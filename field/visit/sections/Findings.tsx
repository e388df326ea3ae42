import { useState } from 'react'
import type { Finding } from '#core/work-orders/document.ts'
import { findingsOf, findingState } from '#core/work-orders/findings.ts'
import { heading } from '#core/work-orders/labels.ts'
import { AddIcon, HazardIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { useMe } from '../../hooks.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { countOf } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { FactLine } from './FactLine.tsx'
import { AddFinding, FindingSheet } from './FindingSheets.tsx'

/** What is wrong here and what should be done about it: the office makes work of it with one press. */
export function Findings(on: OnVisit) {
  const { view, visit } = on
  const { technician } = useMe()
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<Finding | null>(null)
  const findings = findingsOf(view.order.work).filter((finding) => finding.visit === visit.id)
  return (
    <Section
      id="findings"
      title="Findings"
      count={findings.length || undefined}
      action={
        <Button
          kind="quiet"
          size="small"
          icon={<AddIcon aria-hidden stroke={1.75} />}
          aria-label="Add a finding"
          onClick={() => setAdding(true)}
        >
          Add
        </Button>
      }
    >
      {findings.length > 0 ? (
        <Card flush>
          <Rows>
            {findings.map((finding) => (
              <ListRow
                key={finding.id}
                icon={<HazardIcon stroke={1.75} />}
                title={finding.text}
                detail={<Words on={on} finding={finding} />}
                onPress={finding.technician === technician ? () => setOpen(finding) : undefined}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>Nothing wrong was found.</p>
      )}
      {adding ? <AddFinding {...on} onClose={() => setAdding(false)} /> : null}
      {open ? <FindingSheet key={open.id} {...on} finding={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  )
}

function Words({ on: { view }, finding }: { on: OnVisit; finding: Finding }) {
  const asset = view.siteAssets.find((one) => one.id === finding.asset)
  const state = findingState(finding)
  const more = [
    heading(finding.severity),
    asset?.name,
    finding.photos.length > 0 ? countOf(finding.photos.length, 'photo') : '',
    state === 'repaired' ? 'put right' : state === 'followed' ? (finding.followUp?.number ?? '') : '',
  ]
  return (
    <>
      {more.filter(Boolean).join(' · ')}
      <FactLine view={view} fact={finding.id} at={finding.at} who={view.nameOf(finding.technician)} />
    </>
  )
}
