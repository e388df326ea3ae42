import type { CSSProperties } from 'react'
import { IconAlertTriangle, IconCopy, IconUserPlus } from '@tabler/icons-react'
import { addMinutes, formatSpan, instantFrom } from '#core/kit/time.ts'
import { waysWords } from '#core/scheduling/words.ts'
import { type Axis, xOf } from './axis.ts'
import styles from './Board.module.css'
import { type CarryStore, useCarry } from './carry.ts'
import type { Carry, Target } from './carry.ts'
import type { Fit } from './dropping.ts'
import type { Line } from './rows.ts'

type Props = {
  store: CarryStore
  axis: Axis
  lines: readonly Line[]
  lane: number
  zone: string
  locale: string
  fitOf: (what: Carry['what'], target: Target) => Fit
}

/** Where what is carried would land, with the ways there and on and every problem in words. */
export function Ghost({ store, axis, lines, lane, zone, locale, fitOf }: Props) {
  const carry = useCarry(store)
  const target = carry?.target
  if (!carry || !target) return null
  const line = lines.find((one) => one.kind === 'row' && one.row.id === target.row)
  if (!line) return null
  const { problems, neighbours } = fitOf(carry.what, target)
  const [left, right] = [xOf(axis, target.start), xOf(axis, target.start + target.minutes * 60_000)]
  const start = instantFrom(target.start)
  const { before, after } = neighbours
  return (
    <div className={styles.ghost} data-problem={problems.length > 0 || undefined} data-ghost>
      {before && before.travel > 0 ? (
        <span
          className={styles.ghostWay}
          style={{
            left: xOf(axis, target.start - before.travel * 60_000),
            width: left - xOf(axis, target.start - before.travel * 60_000),
            top: line.y + line.height / 2,
          }}
        />
      ) : null}
      {after && after.travel > 0 ? (
        <span
          className={styles.ghostWay}
          style={{
            left: right,
            width: xOf(axis, target.start + (target.minutes + after.travel) * 60_000) - right,
            top: line.y + line.height / 2,
          }}
        />
      ) : null}
      <span
        className={styles.ghostCard}
        style={{ left, width: Math.max(right - left, 12), top: line.y + 3, height: Math.min(lane, line.height) - 6 }}
      />
      <div
        className={styles.ghostWords}
        style={{ left: Math.max(0, Math.min(left, axis.width - 260)), ...besideLine(line, lines.at(-1)) }}
      >
        <b>
          {target.mode === 'copy' ? <IconCopy size={14} stroke={2} /> : null}
          {target.mode === 'add' ? <IconUserPlus size={14} stroke={2} /> : null}
          {formatSpan(start, addMinutes(start, target.minutes), zone, locale)}
        </b>
        <span>{waysWords(neighbours)}</span>
        {problems.map(({ problem, words }) => (
          <span key={`${problem.code} ${words}`} className={styles.ghostProblem} data-problem-words>
            <IconAlertTriangle size={13} stroke={2} />
            {words}
          </span>
        ))}
      </div>
    </div>
  )
}

/** Below its row; above it where there would be no room for the words. */
function besideLine(line: Line, last: Line | undefined): CSSProperties {
  const [below, end] = [line.y + line.height + 4, last ? last.y + last.height : 0]
  return below + wordsHeight > end && line.y > wordsHeight
    ? { top: line.y - 4, transform: 'translateY(-100%)' }
    : { top: below }
}

const wordsHeight = 150
