import { Button, Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import { useFocusBack } from './focus-back.ts'
import styles from './layout.module.css'
import { clashSentence, type RowForm } from './row-form.ts'

type Props<F extends object> = {
  title: string
  action?: string
  form: RowForm<F>
  /** Why it cannot be saved yet; null when it can. */
  reason?: string | null
  /** How fields are called and their values read, where somebody else changed them. */
  labels?: Partial<Record<keyof F & string, string>>
  shown?: (field: keyof F & string, value: F[keyof F & string]) => string
  size?: number
  onClose: () => void
  onSaved?: () => void
  children: ReactNode
}

/** A row being made or edited over the page. Escape leaves it, an error keeps what was typed. */
export function RowDialog<F extends object>({
  title,
  action = 'Save',
  form,
  reason,
  labels,
  shown,
  size = 560,
  onClose,
  onSaved,
  children,
}: Props<F>) {
  useFocusBack()
  const finish = async (saving: Promise<boolean>) => {
    if (!(await saving)) return
    onSaved?.()
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!reason && !form.busy) void finish(form.save())
  }
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate className={styles.form}>
        {form.clash ? (
          <ClashNotice form={form} labels={labels} shown={shown} onMine={() => void finish(form.save())} />
        ) : null}
        {form.problem ? (
          <p className={classes(styles.notice, styles.problem)} role="alert">
            {form.problem}
          </p>
        ) : null}
        {children}
        <div className={classes(styles.foot, styles.stay)}>
          {reason ? <output className={classes(styles.grow, styles.detail)}>{reason}</output> : null}
          <Button variant="subtle" color="gray" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={form.busy} disabled={Boolean(reason)}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

type ClashProps<F extends object> = Pick<Props<F>, 'form' | 'labels' | 'shown'> & { onMine: () => void }

/** What somebody else saved meanwhile, beside what was typed here. */
export function ClashNotice<F extends object>({ form, labels, shown, onMine }: ClashProps<F>) {
  const { clash } = form
  if (!clash) return null
  return (
    <div className={styles.notice} role="alert">
      <p>{clashSentence} What you typed is still here.</p>
      <ul className={styles.plain}>
        {clash.fields.map((field) => (
          <li key={field}>
            {labels?.[field] ?? field}: now{' '}
            <b>{shown ? shown(field, clash.theirs[field]) : readable(clash.theirs[field])}</b>
          </li>
        ))}
      </ul>
      <div className="actions">
        <Button variant="default" loading={form.busy} onClick={onMine}>
          Save mine over it
        </Button>
        <Button variant="subtle" color="gray" onClick={form.takeTheirs}>
          Take theirs
        </Button>
      </div>
    </div>
  )
}

function readable(value: unknown): string {
  if (value === null || value === '') return 'empty'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object')
    return (
      Object.values(value)
        .filter((part) => typeof part === 'string' && part !== '')
        .join(', ') || 'empty'
    )
  return String(value)
}
