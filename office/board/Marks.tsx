import {
  IconAlertTriangle,
  IconClockExclamation,
  IconDeviceMobile,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import type { VisitStatus } from '#core/work-orders/words.ts'
import { type Tone, visitMarks } from '#ui/status.ts'
import styles from './Board.module.css'

const others = {
  late: IconClockExclamation,
  problem: IconAlertTriangle,
  unsent: IconDeviceMobile,
  crew: IconUsers,
} as const
export type MarkName = VisitStatus | keyof typeof others

const markSize = 13
const schemes = ['light', 'dark'] as const
const tones: readonly Tone[] = ['neutral', 'waiting', 'planned', 'live', 'done']

/** A mark as it is on a card of a tone, in the ink of that card; what is wrong is always in the colour of problems. */
const marks: { name: MarkName; tone: Tone; ink: Tone; icon: TablerIcon }[] = [
  ...Object.entries(visitMarks).map(([name, { tone, icon }]) => ({ name: name as VisitStatus, tone, ink: tone, icon })),
  ...tones.flatMap((tone) => [
    { name: 'late' as const, tone, ink: 'problem' as const, icon: others.late },
    { name: 'problem' as const, tone, ink: 'problem' as const, icon: others.problem },
    { name: 'unsent' as const, tone, ink: tone, icon: others.unsent },
    { name: 'crew' as const, tone, ink: tone, icon: others.crew },
  ]),
]

/**
 * The pictures of all cards, as grounds in a style sheet: a thousand cards only name them. Each mark an SVG of its own, or a
 * reference to one, took most of the time of a frame.
 */
export function MarkSheet() {
  const drawn = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync([...(drawn.current?.children ?? [])].map(ruleOf).join('\n'))
    document.adoptedStyleSheets.push(sheet)
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [])
  return (
    <div ref={drawn} hidden>
      {schemes.flatMap((scheme) =>
        marks.map(({ name, tone, ink, icon: Icon }) => (
          <span
            key={`${scheme} ${name} ${tone}`}
            data-selector={`${scheme === 'dark' ? ':root[data-mantine-color-scheme="dark"] ' : ''}[data-tone="${tone}"] [data-mark="${name}"]`}
            style={{ colorScheme: scheme, color: `var(--tone-${ink}-text)` }}
          >
            <Icon size={markSize} stroke={2} />
          </span>
        )),
      )}
    </div>
  )
}

function ruleOf(drawn: Element): string {
  const [svg] = drawn.children
  const picture = svg ? new XMLSerializer().serializeToString(svg) : ''
  const inked = picture.replaceAll('currentColor', getComputedStyle(drawn).color)
  return `${drawn.getAttribute('data-selector')} { background-image: url("data:image/svg+xml,${encodeURIComponent(inked)}") }`
}

/** On a card, which says its tone. */
export function CardMark({ name }: { name: MarkName }) {
  return <span className={styles.mark} data-mark={name} aria-hidden />
}
