/** One point of a signature: hundredths of a percent of the pad's width (x) and of its width again (y), ms since the first touch. */
export type StrokePoint = readonly [x: number, y: number, at: number]
export type Strokes = readonly (readonly StrokePoint[])[]

type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'arc'
  | 'fill'
  | 'stroke'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
>

/** Both axes use the width as the unit, so a signature keeps its proportions at any size. */
export const strokeUnit = 10_000

export function strokePoint(x: number, y: number, width: number, at: number): StrokePoint {
  return [Math.round((x / width) * strokeUnit), Math.round((y / width) * strokeUnit), Math.round(at)]
}

function dot(pen: Pen, point: StrokePoint, scale: number): void {
  pen.beginPath()
  pen.arc(point[0] * scale, point[1] * scale, pen.lineWidth * 0.7, 0, Math.PI * 2)
  pen.fill()
}

/** Smooth through the middles of neighbouring points; a tap is a dot. */
function drawStroke(pen: Pen, stroke: readonly StrokePoint[], scale: number): void {
  const [first] = stroke
  const last = stroke.at(-1)
  if (!first || !last) return
  if (stroke.length === 1) return dot(pen, first, scale)
  pen.beginPath()
  pen.moveTo(first[0] * scale, first[1] * scale)
  for (const [index, point] of stroke.entries()) {
    const next = stroke[index + 1]
    if (index === 0 || !next) continue
    pen.quadraticCurveTo(
      point[0] * scale,
      point[1] * scale,
      ((point[0] + next[0]) / 2) * scale,
      ((point[1] + next[1]) / 2) * scale,
    )
  }
  pen.lineTo(last[0] * scale, last[1] * scale)
  pen.stroke()
}

export function drawStrokes(pen: Pen, strokes: Strokes, width: number): void {
  pen.lineWidth = Math.max(2, width / 260)
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  for (const stroke of strokes) drawStroke(pen, stroke, width / strokeUnit)
}

/** A single tap or a tick is not a signature: at least a twelfth of the pad's width must have been drawn. */
export function isSignature(strokes: Strokes): boolean {
  let drawn = 0
  for (const stroke of strokes) {
    for (const [index, point] of stroke.entries()) {
      const before = stroke[index - 1]
      if (before) drawn += Math.hypot(point[0] - before[0], point[1] - before[1])
    }
  }
  return drawn >= strokeUnit / 12
}
