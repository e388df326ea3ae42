import { IconShieldX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TaskAnswer } from '#core/work-orders/document.ts'
import { bySection, riskQuestions, startCheck, wordsOf } from '#core/work-orders/forms.ts'
import { word } from '#core/work-orders/labels.ts'
import { CallIcon } from '#ui/icons.ts'
import { Button, ButtonLink } from '#ui/blocks/Button.tsx'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useMe } from '../../hooks.ts'
import { Banner } from '../../shell/Banner.tsx'
import forms from '../../shell/forms.module.css'
import { countOf } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { TaskRow } from '../sections/TaskRow.tsx'

type Props = OnVisit & { day: string; actions: ReactNode; onClose: () => void }

/** The questions before work starts. An answer that stops the start says so, with the way back to the office. */
export function RiskSheet({ actions, onClose, ...on }: Props) {
  const { view, visit, day } = on
  const { work } = view.order
  const groups = bySection(work, riskQuestions({ work, visit, day }))
  return (
    <Sheet open onClose={onClose} title="Before work starts" actions={actions}>
      <div className={forms.stack}>
        {groups.map(({ section, tasks }) => (
          <div key={section?.id ?? 'none'} className={forms.tight}>
            {groups.length > 1 ? <h3>{section?.title}</h3> : null}
            <Card flush>
              <Rows>
                {tasks.map((task) => (
                  <TaskRow key={task.id} {...on} task={task} />
                ))}
              </Rows>
            </Card>
          </div>
        ))}
      </div>
    </Sheet>
  )
}

/** What may be done once it is answered: start, or go back to the office. */
export function RiskActions({
  view,
  visit,
  day,
  onStart,
  onUnsafe,
}: Pick<Props, 'view' | 'visit' | 'day'> & { onStart: () => void; onUnsafe: () => void }) {
  const number = useMe().settings?.organization.phone ?? ''
  const { open, blocked } = startCheck(view.order.work, visit, day)
  if (blocked.length > 0) {
    return (
      <div className={forms.stack}>
        <output>
          <Banner tone="waiting" icon={<IconShieldX stroke={1.75} />} title="Work must not start">
            {blocked.map(({ task, answer }) => `${task.label}: ${said(answer)}.`).join(' ')} Make it safe and answer
            again, or return to the office.
          </Banner>
        </output>
        <div className={forms.actions}>
          {number ? (
            <ButtonLink size="large" wide icon={<CallIcon aria-hidden stroke={1.75} />} href={`tel:${number}`}>
              Call the office
            </ButtonLink>
          ) : null}
          <Button kind="primary" size="large" wide onClick={onUnsafe}>
            Finish: Unsafe
          </Button>
        </div>
      </div>
    )
  }
  return (
    <Button
      kind="primary"
      size="large"
      wide
      reason={open.length > 0 ? `${countOf(open.length, 'question')} still open.` : null}
      onClick={onStart}
    >
      Start work
    </Button>
  )
}

function said({ answer }: TaskAnswer): string {
  return wordsOf(answer).map(word).join(', ')
}
