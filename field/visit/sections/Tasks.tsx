import { useState } from 'react'
import { askingAtFinish, bySection, isRiskQuestion, shownTasks, standingAnswers } from '#core/work-orders/forms.ts'
import { AddIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import type { OnVisit } from '../card.ts'
import { AddTask } from './AddTask.tsx'
import { TaskRow } from './TaskRow.tsx'
import styles from './Tasks.module.css'

/** What is to be done and to be answered here, by section; the risk assessment stands before it by itself. */
export function Tasks(on: OnVisit) {
  const { view, visit } = on
  const { work } = view.order
  const [adding, setAdding] = useState(false)
  const asking = askingAtFinish(work, visit)
  const tasks = shownTasks(asking).filter((task) => !isRiskQuestion(work, task))
  const answered = tasks.filter((task) => standingAnswers(asking, task).length > 0).length
  return (
    <Section
      id="tasks"
      title="Tasks"
      count={tasks.length > 0 ? `${answered} of ${tasks.length}` : undefined}
      action={
        <Button kind="quiet" size="small" icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {tasks.length === 0 ? <p className={forms.soft}>No tasks on this work order.</p> : null}
      {bySection(work, tasks).map(({ section, tasks: some }) => (
        <div key={section?.id ?? 'none'} className={styles.group}>
          {section ? <h3 className={styles.sectionTitle}>{section.title}</h3> : null}
          <Card flush>
            <Rows>
              {some.map((task) => (
                <TaskRow key={task.id} task={task} day={asking.day} {...on} />
              ))}
            </Rows>
          </Card>
        </div>
      ))}
      <AddTask open={adding} onClose={() => setAdding(false)} {...on} />
    </Section>
  )
}
