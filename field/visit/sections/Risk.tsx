import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useState } from 'react'
import { localDate } from '#core/kit/time.ts'
import { startCheck, startDay } from '#core/work-orders/forms.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { usePhone } from '../../hooks.ts'
import { Section } from '../../shell/Screen.tsx'
import { countOf } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { RiskSheet } from '../steps/RiskSheet.tsx'

/** How the risk assessment of the day stands; it is asked for by itself when work starts. */
export function Risk(on: OnVisit) {
  const { view, visit, card } = on
  const phone = usePhone()
  const [open, setOpen] = useState(false)
  const { work } = view.order
  const day = (card.mine === 'on_site' ? startDay(work, visit) : null) ?? localDate(phone.now(), work.zone)
  const check = startCheck(work, visit, day)
  if (!check.asks || card.status === 'finished') return null
  const blocked = check.blocked.length > 0
  return (
    <Section id="risk" title="Risk assessment">
      <Card flush>
        <Rows>
          <ListRow
            icon={blocked ? <IconShieldX stroke={1.75} /> : <IconShieldCheck stroke={1.75} />}
            title={blocked ? 'Work must not start' : check.open.length > 0 ? 'Before work starts' : 'Done for today'}
            detail={
              blocked
                ? check.blocked.map(({ task }) => task.label).join(', ')
                : check.open.length > 0
                  ? countOf(check.open.length, 'question')
                  : 'Asked again on another day'
            }
            onPress={() => setOpen(true)}
          />
        </Rows>
      </Card>
      {open ? (
        <RiskSheet
          {...on}
          day={day}
          onClose={() => setOpen(false)}
          actions={
            <Button kind="primary" size="large" wide onClick={() => setOpen(false)}>
              Close
            </Button>
          }
        />
      ) : null}
    </Section>
  )
}
