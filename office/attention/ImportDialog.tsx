import { Button, Modal } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import type { Reply } from '#core/kit/contract.ts'
import { outboxFile, syncApi } from '#core/sync/api.ts'
import { classes } from '#ui/classes.ts'
import { call } from '../kit/client.ts'
import { useFocusBack } from '../kit/focus-back.ts'
import layout from '../kit/layout.module.css'
import { sentenceOf } from '../kit/problem.ts'
import styles from './Attention.module.css'
import { ImportResult } from './ImportResult.tsx'

type Imported = Reply<typeof syncApi.importUnsent>

/** Photos of a full day take their time on a slow line. */
const patience = 10 * 60_000

/** The file a phone saved of what was only on it, brought by hand: taken in under its author. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const queries = useQueryClient()
  const [state, setState] = useState<'choose' | 'busy' | { failed: string } | { done: Imported }>('choose')
  const done = typeof state === 'object' && 'done' in state ? state.done : null

  async function take(file: File | undefined): Promise<void> {
    if (!file) return
    setState('busy')
    try {
      const read = outboxFile.safeParse(parsed(await file.text()))
      if (!read.success) return setState({ failed: `${file.name} is no file that a phone saved from its outbox.` })
      setState({ done: await call(syncApi.importUnsent, { body: read.data }, { timeout: patience }) })
      // Anything may have come with it.
      void queries.invalidateQueries()
    } catch (error) {
      setState({ failed: sentenceOf(error) })
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={600}
      title="Take in a saved file"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={layout.form}>
        {done ? (
          <ImportResult imported={done} />
        ) : (
          <>
            <p>
              A technician saves it in the outbox when a phone cannot be online any more. It is taken in under their
              name; what has come by itself meanwhile is not counted twice.
            </p>
            <DropPlace busy={state === 'busy'} onFile={(file) => void take(file)} />
            {typeof state === 'object' && 'failed' in state ? (
              <p role="alert" className={layout.warn}>
                {state.failed}
              </p>
            ) : null}
          </>
        )}
        <div className={layout.foot}>
          <Button variant={done ? 'filled' : 'subtle'} color={done ? undefined : 'gray'} onClick={onClose}>
            {done ? 'Done' : 'Back'}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function DropPlace({ busy, onFile }: { busy: boolean; onFile: (file: File | undefined) => void }) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(isOver)
  }
  return (
    <div
      className={classes(styles.drop, over && styles.over)}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        onFile(event.dataTransfer.files[0])
      }}
    >
      <IconFileUpload size={28} stroke={1.5} aria-hidden />
      <p>Drop the file here</p>
      <input
        ref={input}
        className="sr-only"
        type="file"
        accept=".json,application/json"
        aria-label="A file saved on a phone"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          onFile(file)
        }}
      />
      <Button variant="default" loading={busy} data-autofocus onClick={() => input.current?.click()}>
        Choose a file
      </Button>
    </div>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said with everything else that is no such file.
    return null
  }
}
