import { Button } from '@mantine/core'
import { IconShieldX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Answer } from '#core/work-orders/commands.ts'
import type { Task } from '#core/work-orders/document.ts'
import type { DraftForm } from '#core/work-orders/form-edits.ts'
import type { Requirements } from '#core/work-orders/form-schema.ts'
import { bySection, isOutOfRange, rangeWords, shownTasks, startCheck } from '#core/work-orders/forms.ts'
import { missing, missingWords } from '#core/work-orders/missing.ts'
import { Card, Rows } from '#ui/blocks/Card.tsx'
import { PreviewAnswer } from './PreviewAnswer.tsx'
import { previewDay, previewOf, previewVisit } from './preview.ts'
import styles from './Preview.module.css'

/** The form as a technician has it in the hand: it can be answered, and shows, hides and stops what it would there. */
export function PhonePreview({ form, requires, name }: { form: DraftForm; requires: Requirements; name: string }) {
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer>>(new Map())
  const work = previewOf(form, requires, answers)
  const visit = work.visits.find((one) => one.id === previewVisit)
  if (!visit) return null
  const { blocked, open } = startCheck(work, visit, previewDay)
  const shown = shownTasks({ work, visit, day: previewDay })
  const left = missing(work, visit, 'done')
  const answer = (task: Task, given: Answer | null) =>
    setAnswers((before) => {
      const now = new Map(before)
      if (given) now.set(task.id, given)
      else now.delete(task.id)
      return now
    })
  return (
    <section className={styles.around} aria-label="As on a phone">
      <header>
        <h2>As on a phone</h2>
        {answers.size > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setAnswers(new Map())}>
            Start again
          </Button>
        ) : null}
      </header>
      <div className={styles.phone}>
        <p className={styles.title}>{name}</p>
        {shown.length === 0 ? <p className={styles.soft}>No questions yet.</p> : null}
        {bySection(work, shown).map(({ section, tasks }) => (
          <div key={section?.id ?? 'none'} className={styles.group}>
            {section ? <h3>{section.title}</h3> : null}
            <Card flush>
              <Rows>
                {tasks.map((task) => (
                  <div key={task.id} className={styles.question}>
                    <p className={styles.label}>
                      {task.label || 'New question'}
                      {task.required ? null : <span className={styles.soft}> optional</span>}
                    </p>
                    <Help task={task} />
                    <PreviewAnswer
                      task={task}
                      answer={answers.get(task.id)}
                      onAnswer={(given) => answer(task, given)}
                    />
                    <Outside task={task} answer={answers.get(task.id)} />
                  </div>
                ))}
              </Rows>
            </Card>
          </div>
        ))}
        <footer>
          {blocked.length > 0 ? (
            <p className={styles.stop}>
              <IconShieldX stroke={1.75} aria-hidden />
              Work must not start: {blocked.map(({ task }) => task.label).join(', ')}
            </p>
          ) : open.length > 0 ? (
            <p className={styles.soft}>Before work starts: {open.length} to answer</p>
          ) : null}
          <p className={styles.soft}>
            {left.length === 0
              ? 'Nothing is missing to finish.'
              : `Missing to finish: ${left.map(missingWords).join(', ')}`}
          </p>
        </footer>
      </div>
    </section>
  )
}

function Help({ task }: { task: Task }) {
  const range = rangeWords(task)
  const words = [task.help, range && `Expected ${range}`].filter(Boolean).join(' · ')
  return words ? <p className={styles.soft}>{words}</p> : null
}

function Outside({ task, answer }: { task: Task; answer: Answer | undefined }) {
  return answer && isOutOfRange(task, answer) ? <p className={styles.outside}>Outside the range</p> : null
}
