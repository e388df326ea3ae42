import { Dialog as Base } from '@base-ui/react/dialog'
import { IconX } from '@tabler/icons-react'
import { type PointerEvent, useCallback, useRef, useState } from 'react'
import { Button, IconButton } from './Button.tsx'
import { TextField } from './Field.tsx'
import styles from './SignaturePad.module.css'
import { drawStrokes, isSignature, type StrokePoint, type Strokes, strokePoint } from './strokes.ts'

/** `typed` when the name was typed instead of drawn: no strokes then, the picture shows the name. */
export type Signature = { method: 'drawn' | 'typed'; name: string; png: Uint8Array<ArrayBuffer>; strokes: Strokes }

export type SignaturePadProps = {
  open: boolean
  onClose: () => void
  onSigned: (signature: Signature) => void | Promise<void>
  title: string
  /** What signing means, in the customer's words. */
  statement: string
  /** Who is expected to sign, to correct. */
  name?: string
  busy?: boolean
}

const ink = '#161d20'
const picture = { width: 1200, height: 480 }

function paper(width: number, height: number): { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser cannot draw')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = ink
  pen.strokeStyle = ink
  return { canvas, pen }
}

function png(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) blob.arrayBuffer().then((buffer) => resolve(new Uint8Array(buffer)), reject)
      else reject(new Error('The signature could not be made into a picture'))
    }, 'image/png')
  })
}

function drawnPicture(strokes: Strokes, proportion: number): Promise<Uint8Array<ArrayBuffer>> {
  const { canvas, pen } = paper(picture.width, Math.round(picture.width * proportion))
  drawStrokes(pen, strokes, picture.width)
  return png(canvas)
}

function typedPicture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const { canvas, pen } = paper(picture.width, picture.height)
  pen.font = 'italic 110px "Inter Variable", sans-serif'
  pen.textBaseline = 'middle'
  pen.fillText(name, 60, picture.height / 2, picture.width - 120)
  return png(canvas)
}

/** The canvas and its strokes; redraws itself when the phone is turned. */
function useStrokes() {
  const canvas = useRef<HTMLCanvasElement | null>(null)
  const strokes = useRef<StrokePoint[][]>([])
  const startedAt = useRef(0)
  const [signed, setSigned] = useState(false)

  const redraw = useCallback(() => {
    const pen = canvas.current?.getContext('2d')
    if (!canvas.current || !pen) return
    const { clientWidth: width, clientHeight: height } = canvas.current
    const density = window.devicePixelRatio || 1
    canvas.current.width = Math.round(width * density)
    canvas.current.height = Math.round(height * density)
    pen.scale(density, density)
    pen.fillStyle = ink
    pen.strokeStyle = ink
    drawStrokes(pen, strokes.current, width)
  }, [])

  const attach = useCallback(
    (element: HTMLCanvasElement | null) => {
      canvas.current = element
      if (!element) return
      const watch = new ResizeObserver(redraw)
      watch.observe(element)
      return () => watch.disconnect()
    },
    [redraw],
  )

  const add = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    if (strokes.current.length === 1 && strokes.current[0]?.length === 0) startedAt.current = event.timeStamp
    const point = strokePoint(
      event.clientX - box.left,
      event.clientY - box.top,
      box.width,
      event.timeStamp - startedAt.current,
    )
    strokes.current.at(-1)?.push(point)
    redraw()
  }

  return {
    attach,
    signed,
    drawn: () => strokes.current.map((stroke) => [...stroke]),
    proportion: () => (canvas.current ? canvas.current.clientHeight / canvas.current.clientWidth : 0.4),
    clear: () => {
      strokes.current = []
      setSigned(false)
      redraw()
    },
    press: (event: PointerEvent<HTMLCanvasElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      strokes.current.push([])
      add(event)
    },
    move: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) add(event)
    },
    lift: () => setSigned(isSignature(strokes.current)),
  }
}

function Pad({ onSigned, title, statement, name: expected = '', busy }: SignaturePadProps) {
  const [name, setName] = useState(expected)
  const [typing, setTyping] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const { attach, signed, drawn, proportion, clear, press, move, lift } = useStrokes()
  const given = name.trim()
  const reason = !given ? 'Enter the name of who signs.' : !typing && !signed ? 'Sign on the line.' : null

  const signature = async (): Promise<Signature> => {
    if (typing) return { method: 'typed', name: given, png: await typedPicture(given), strokes: [] }
    const strokes = drawn()
    return { method: 'drawn', name: given, png: await drawnPicture(strokes, proportion()), strokes }
  }
  const sign = async () => {
    setFailed(null)
    try {
      await onSigned(await signature())
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <>
      <div className={styles.head}>
        <Base.Title>{title}</Base.Title>
        <Base.Close render={<IconButton label="Close" icon={<IconX aria-hidden stroke={1.75} />} />} />
      </div>
      <Base.Description className={styles.statement}>{statement}</Base.Description>
      <div className={styles.fields}>
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </div>
      <div className={styles.paper}>
        {typing ? (
          <div className={styles.typed}>{given}</div>
        ) : (
          <canvas
            ref={attach}
            onPointerDown={press}
            onPointerMove={move}
            onPointerUp={lift}
            onPointerCancel={lift}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img cannot be drawn on
            role="img"
            aria-label="Draw the signature here, or type the name instead"
          />
        )}
        <div className={styles.line} aria-hidden>
          <span>{typing ? 'Typed name' : 'Sign here'}</span>
        </div>
      </div>
      {failed ? <p role="alert">Not saved yet: {failed}</p> : null}
      <div className={styles.foot}>
        <Button
          kind="quiet"
          onClick={() => {
            clear()
            setTyping(!typing)
          }}
        >
          {typing ? 'Draw instead' : 'Type instead'}
        </Button>
        {typing ? null : (
          <Button kind="secondary" onClick={clear}>
            Clear
          </Button>
        )}
        <Button kind="primary" size="large" wide busy={busy} reason={reason} onClick={() => void sign()}>
          {typing ? 'Sign with typed name' : 'Sign'}
        </Button>
      </div>
    </>
  )
}

/** The whole screen, to hand to the customer. Strokes are data; the picture is drawn from them. */
export function SignaturePad(props: SignaturePadProps) {
  return (
    <Base.Root open={props.open} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      <Base.Portal>
        <Base.Popup className={styles.screen}>
          <Pad {...props} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
