import { type FormEvent, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { never } from '#core/kit/refusal.ts'
import type { Task, TaskAnswer as Given } from '#core/work-orders/document.ts'
import { isOutOfRange, rangeWords } from '#core/work-orders/forms.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextArea, TextField } from '#ui/blocks/Field.tsx'
import { AddPhoto } from '#ui/blocks/PhotoTile.tsx'
import { usePhone } from '../../hooks.ts'
import { useWhereabouts } from '../../position/use-whereabouts.ts'
import { Failure } from '../../shell/Failure.tsx'
import { audienceOfPhase } from '../audience.ts'
import { KeptPhoto } from '../photos/KeptPhoto.tsx'
import { ChoiceAnswer, ChoicesAnswer } from './ChoiceAnswer.tsx'
import styles from './Tasks.module.css'
import { type Asked, useAnswer } from './use-answer.ts'

/** The way to answer a task, by its kind. A later answer stands over an earlier one; both stay on the record. */
export function TaskAnswer(props: Asked) {
  const { kind } = props.task
  switch (kind) {
    case 'check':
      return <CheckAnswer {...props} />
    case 'text':
    case 'number':
      return <WrittenAnswer {...props} />
    case 'photo':
      return <PhotoAnswer {...props} />
    case 'choice':
      return <ChoiceAnswer {...props} />
    case 'choices':
      return <ChoicesAnswer {...props} />
    case 'date':
      return <DateAnswer {...props} />
    case 'reading':
      return <ReadingAnswers {...props} />
    default:
      return never(kind)
  }
}

const checks = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'not_applicable', label: 'Not applicable' },
] as const

function CheckAnswer(props: Asked) {
  const { failed, answer, last } = useAnswer(props)
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

function WrittenAnswer(props: Asked) {
  const { kind, unit, label } = props.task
  const { failed, busy, answer, last } = useAnswer(props)
  const said = typeof last?.value === 'string' ? last.value : ''
  return (
    <Written
      task={props.task}
      label={unit ? `${label} (${unit})` : label}
      hideLabel
      said={said}
      busy={busy}
      failed={failed}
      onSave={(value) => answer(kind === 'number' ? { kind, value } : { kind: 'text', value })}
    />
  )
}

type WrittenProps = {
  task: Task
  label: string
  hideLabel?: boolean
  hint?: string
  said: string
  busy: boolean
  failed: string | null
  onSave: (value: string) => Promise<unknown>
}

/** What is being typed stays; until then a mate's answer shows as it comes. */
function Written({ task, label, hideLabel, hint, said, busy, failed, onSave }: WrittenProps) {
  const [typed, setText] = useState<string | null>(null)
  const text = typed ?? said
  const changed = text.trim() !== said
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (changed && (await onSave(text.trim()))) setText(null)
  }
  const outside = isOutOfRange(task, { kind: 'number', value: text })
  return (
    <form className={styles.entry} onSubmit={(event) => void submit(event)}>
      {task.kind === 'text' ? (
        <TextArea
          label={label}
          hideLabel={hideLabel}
          rows={2}
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : (
        <TextField
          label={label}
          hideLabel={hideLabel}
          hint={hint}
          error={outside ? `Expected ${rangeWords(task)}.` : null}
          inputMode="decimal"
          placeholder={task.unit || 'Number'}
          maxLength={40}
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

function DateAnswer(props: Asked) {
  const { failed, answer, last } = useAnswer(props)
  return (
    <>
      <TextField
        label={props.task.label}
        hideLabel
        type="date"
        value={last?.kind === 'date' ? last.value : ''}
        onChange={(event) => void answer({ kind: 'date', value: event.target.value })}
      />
      <Failure>{failed}</Failure>
    </>
  )
}

/** One field for each asset of the job, with what was read there before. */
function ReadingAnswers(props: Asked) {
  const { view, task } = props
  const { failed, busy, answer, standing } = useAnswer(props)
  const assets = view.assets.length > 0 ? view.assets : [null]
  return assets.map((asset) => {
    const id = asset?.id ?? null
    return (
      <Written
        key={id ?? 'none'}
        task={task}
        label={asset?.name ?? task.label}
        hideLabel={asset === null}
        hint={id === null ? undefined : lastTime(props, id)}
        said={readOf(standing, id)}
        busy={busy}
        failed={failed}
        onSave={(value) => answer({ kind: 'reading', value, asset: id })}
      />
    )
  })
}

function readOf(standing: readonly Given[], asset: Id | null): string {
  const found = standing.find(({ answer }) => answer.kind === 'reading' && answer.asset === asset)?.answer
  return found?.kind === 'reading' ? found.value : ''
}

function lastTime({ view, task }: Asked, asset: Id): string | undefined {
  const last = view.readings.find((one) => one.asset === asset && one.label === task.label)
  return last ? `Last time ${[last.value, last.unit].filter(Boolean).join(' ')}` : undefined
}

function PhotoAnswer(props: Asked) {
  const { view, visit, task } = props
  const phone = usePhone()
  const whereabouts = useWhereabouts()
  const { failed, keep, answer, last } = useAnswer(props)
  const [tried, setTried] = useState('')
  const phase = task.phase ?? 'during'
  const photo = view.order.work.photos.find((one) => one.id === last?.value)
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
        phase,
        caption: task.label,
        audience: audienceOfPhase(phase),
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
