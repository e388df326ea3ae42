import { Button, Modal } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { classes } from '#ui/classes.ts'
import { call, fileState, putPieces } from '../kit/client.ts'
import { useFocusBack } from '../kit/focus-back.ts'
import layout from '../kit/layout.module.css'
import { sentenceOf } from '../kit/problem.ts'
import styles from './Attention.module.css'
import { bringSavedFile, type Brought, type Came, nothingYet, type Progress } from './bring-file.ts'
import { ImportResult } from './ImportResult.tsx'
import { progressWords } from './import-words.ts'

type State =
  | { is: 'choose'; failed: string | null }
  | { is: 'busy'; file: File; progress: Progress | null }
  | { is: 'stopped'; file: File; progress: Progress | null; came: Came; sentence: string }
  | { is: 'done'; imported: Brought }

/** The file a phone saved of what was only on it, brought by hand: taken in under its author. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const queries = useQueryClient()
  const [state, setState] = useState<State>({ is: 'choose', failed: null })
  const closed = useRef<AbortController>(null)
  useEffect(() => () => closed.current?.abort(), [])
  // What was pressed is gone with its step: the keyboard goes on at what can be done next.
  const foot = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.is !== 'choose') foot.current?.querySelector<HTMLElement>('button:last-of-type')?.focus()
  }, [state.is])

  async function take(file: File | undefined, came = nothingYet()): Promise<void> {
    if (!file || state.is === 'busy') return
    const stop = new AbortController()
    closed.current = stop
    let progress: Progress | null = null
    const said = (far: Progress) => {
      progress = far
      setState({ is: 'busy', file, progress })
    }
    setState({ is: 'busy', file, progress })
    try {
      const wire = { call, fileState, putPieces }
      const imported = await bringSavedFile(file, { wire, came, said, signal: stop.signal })
      const failed = `${file.name} is no file that a phone saved from its outbox.`
      setState(imported ? { is: 'done', imported } : { is: 'choose', failed })
    } catch (error) {
      if (!stop.signal.aborted) setState({ is: 'stopped', file, progress, came, sentence: sentenceOf(error) })
    }
    // Anything may have come with it, also where it stopped on the way.
    void queries.invalidateQueries()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={600}
      title="Take in a saved file"
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={state.is !== 'busy'}
    >
      <div className={layout.form}>
        {state.is === 'done' ? (
          <ImportResult imported={state.imported} />
        ) : (
          <>
            <p>
              A technician saves it in the outbox when a phone cannot be online any more. It is taken in under their
              name; what has come by itself meanwhile is not counted twice.
            </p>
            {state.is === 'choose' ? <DropPlace onFile={(file) => void take(file)} /> : <HowFar {...state} />}
            {state.is === 'choose' && state.failed ? (
              <p role="alert" className={layout.warn}>
                {state.failed}
              </p>
            ) : null}
            {state.is === 'stopped' ? (
              <p role="alert" className={layout.warn}>
                {`${state.sentence} What came in so far is kept; going on sends only the rest.`}
              </p>
            ) : null}
          </>
        )}
        <div className={layout.foot} ref={foot}>
          <Button
            variant={state.is === 'done' ? 'filled' : 'subtle'}
            color={state.is === 'done' ? undefined : 'gray'}
            onClick={onClose}
          >
            {state.is === 'done' ? 'Done' : state.is === 'busy' ? 'Stop' : 'Back'}
          </Button>
          {state.is === 'stopped' ? <Button onClick={() => void take(state.file, state.came)}>Go on</Button> : null}
        </div>
      </div>
    </Modal>
  )
}

/** How much of the file came in, while it does and where it stopped. */
function HowFar({ file, progress }: { file: File; progress: Progress | null }) {
  return (
    <div className={styles.coming}>
      <p>
        <b>{file.name}</b>
      </p>
      <progress value={progress?.done ?? 0} max={progress?.of || 1} aria-label="Taken in" />
      <output className={layout.detail}>{progress ? progressWords(progress) : 'Reading the file'}</output>
    </div>
  )
}

function DropPlace({ onFile }: { onFile: (file: File | undefined) => void }) {
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
      <Button variant="default" data-autofocus onClick={() => input.current?.click()}>
        Choose a file
      </Button>
    </div>
  )
}
