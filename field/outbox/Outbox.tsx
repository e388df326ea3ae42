import { IconChevronRight } from '@tabler/icons-react'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { useOutbox } from '../hooks.ts'
import { Screen } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { Item } from './Item.tsx'
import { OthersWork, SaveOthers } from './OthersWork.tsx'
import { SaveCopy } from './SaveCopy.tsx'
import { Standing } from './Standing.tsx'
import styles from './Outbox.module.css'
import { VisitGroup } from './VisitGroup.tsx'
import { settledWords } from './words.ts'

/** What is only on this phone, what is on its way, what needs a person. Nothing is ever thrown away. */
export function Outbox() {
  const { visits, settled } = useOutbox()
  const waiting = visits.filter((visit) => visit.waiting.length > 0)
  return (
    <Screen title="Outbox">
      <Standing />
      <OthersWork action={(left) => <SaveOthers {...left} />} />
      {waiting.length === 0 ? (
        <p className={forms.soft}>What you do next shows here until it is on record.</p>
      ) : (
        waiting.map((visit) => <VisitGroup key={`${visit.workOrder}/${visit.visit}`} group={visit} />)
      )}
      <SaveCopy />
      {settled.length > 0 ? (
        <details className={styles.settled}>
          <summary>
            <IconChevronRight aria-hidden stroke={1.75} />
            {settledWords(settled)}
            <span>{settled.length}</span>
          </summary>
          <Card flush>
            <Rows>
              {settled.map((item) => (
                <Item key={item.id} item={item} named />
              ))}
            </Rows>
          </Card>
        </details>
      ) : null}
    </Screen>
  )
}
