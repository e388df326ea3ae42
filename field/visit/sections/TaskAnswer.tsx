import { type FormEvent, useState } from 'react'
import type { Answer } from '#core/work-orders/commands.ts'
import type { Task } from '#core/work-orders/document.ts'
import { never } from '#core/kit/refusal.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextArea, TextField } from '#ui/blocks/Field.tsx'
import { AddPhoto } from '#ui/blocks/PhotoTile.tsx'
import { useKeeping, usePhone } from '../../hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import { audienceOfPhase } from '../audience.ts'
import type { OnVisit } from '../card.ts'
import { useWhereabouts } from '../../position/use-whereabouts.ts'
import { KeptPhoto } from '../photos/KeptPhoto.tsx'
import styles from './Tasks.module.css'

type Props = OnVisit & { task: Task }

/** The way to answer a task, by its kind. A later answer stands over an earlier one; both stay on the record. */
export function TaskAnswer(props: Props) {
  switch (props.task.kind) {
    case 'check':
      return <CheckAnswer {...props} />
    case 'text':
    case 'number':
      return <WrittenAnswer {...props} kind={props.task.kind} />
    case 'photo':
      return <PhotoAnswer {...props} />
    default:
      return never(props.task.kind)
  }
}

function useAnswer({ view, visit, task }: Props) {
  const phone = usePhone()
  const { failed, busy, keep } = useKeeping()
  const answer = (given: Answer) => {
    const body = { ...phone.fact(visit.id), task: task.id, answer: given }
    return keep(() => phone.capture({ workOrder: view.order.work.id, command: { type: 'answer_task', body } }))
  }
  return { failed, busy, keep, answer }
}

const checks = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'not_applicable', label: 'Not applicable' },
] as const

function CheckAnswer(props: Props) {
  const { failed, answer } = useAnswer(props)
  const last = props.task.answers.at(-1)?.answer
  return (
    <>
      <Segmented
        label={props.task.label}
        hideLabel
        value={last?.kind === 'check' ? last.value : null}
        options={checks}
        onChange={(value) => void answer({ kind: 'check', value })}
      />
      <Failure>{failed}</Failure>
    </>
  )
}

function WrittenAnswer(props: Props & { kind: 'text' | 'number' }) {
  const { task, kind } = props
  const { failed, busy, answer } = useAnswer(props)
  const last = task.answers.at(-1)?.answer.value ?? ''
  // What is being typed stays; until then a mate's answer shows as it comes.
  const [typed, setText] = useState<string | null>(null)
  const text = typed ?? last
  const changed = text.trim() !== last
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (changed && (await answer({ kind, value: text.trim() }))) setText(null)
  }
  const label = task.unit ? `${task.label} (${task.unit})` : task.label
  return (
    <form className={styles.entry} onSubmit={(event) => void submit(event)}>
      {kind === 'number' ? (
        <TextField
          label={label}
          hideLabel
          inputMode="decimal"
          placeholder={task.unit || 'Number'}
          maxLength={40}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : (
        <TextArea
          label={label}
          hideLabel
          rows={2}
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {changed ? (
        <Button type="submit" kind="primary" busy={busy}>
          Save
        </Button>
      ) : null}
      <Failure>{failed}</Failure>
    </form>
  )
}

function PhotoAnswer(props: Props) {
  const { view, visit, task } = props
  const phone = usePhone()
  const whereabouts = useWhereabouts()
  const { failed, keep, answer } = useAnswer(props)
  const [tried, setTried] = useState('')
  const last = task.answers.at(-1)?.answer.value
  const photo = view.order.work.photos.find((one) => one.id === last)
  async function take(files: readonly File[]) {
    const [file] = files
    if (!file) return
    setTried(file.name)
    const workOrder = view.order.work.id
    const taken = await keep(() =>
      phone.capturePhoto({
        workOrder,
        visit: visit.id,
        file,
        phase: 'during',
        caption: task.label,
        audience: audienceOfPhase('during'),
        ...whereabouts.now(),
      }),
    )
    const [fact] = taken ?? []
    if (fact) await answer({ kind: 'photo', value: fact })
  }
  return (
    <>
      <div className={styles.photo}>
        <AddPhoto label={photo ? 'Again' : 'Photo'} onFiles={(files) => void take(files)} />
        {photo ? <KeptPhoto view={view} photo={photo} /> : null}
      </div>
      <Failure plain>{failed && tried ? `${tried}: ${failed}` : failed}</Failure>
    </>
  )
}
