import {
  IconAlertTriangle,
  IconClockExclamation,
  IconDeviceMobile,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { useLayoutEffect, useRef, useState } from 'react'
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

const icons: Readonly<Record<MarkName, TablerIcon>> = {
  ...(Object.fromEntries(Object.entries(visitMarks).map(([name, { icon }]) => [name, icon])) as Record<
    VisitStatus,
    TablerIcon
  >),
  ...others,
}
const inks: readonly Tone[] = [...tones, 'problem']

/** A mark as it is on a card of a tone, in the ink of that card; what is wrong is always in the colour of problems. */
const marks: { name: MarkName; tone: Tone; ink: Tone }[] = [
  ...Object.entries(visitMarks).map(([name, { tone }]) => ({ name: name as VisitStatus, tone, ink: tone })),
  ...tones.flatMap((tone) => [
    { name: 'late' as const, tone, ink: 'problem' as const },
    { name: 'problem' as const, tone, ink: 'problem' as const },
    { name: 'unsent' as const, tone, ink: tone },
    { name: 'crew' as const, tone, ink: tone },
  ]),
]

/** Made once for a page: neither icons nor inks change. */
let made: CSSStyleSheet | null = null

/**
 * The pictures of all cards, as grounds in a style sheet: a thousand cards only name them. Each mark an SVG of its own, or a
 * reference to one, took most of the time of a frame. Each icon is drawn and each ink is read once, and both are put together
 * as text.
 */
export function MarkSheet() {
  const [isMade] = useState(made !== null)
  const drawn = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    made ??= drawn.current && sheetOf(drawn.current)
    const sheet = made
    if (!sheet) return undefined
    document.adoptedStyleSheets.push(sheet)
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [])
  if (isMade) return null
  return (
    <div ref={drawn} hidden>
      {Object.entries(icons).map(([name, Icon]) => (
        <span key={name} data-icon={name}>
          <Icon size={markSize} stroke={2} />
        </span>
      ))}
      {schemes.flatMap((scheme) =>
        inks.map((ink) => (
          <span
            key={`${scheme} ${ink}`}
            data-ink={`${scheme} ${ink}`}
            style={{ colorScheme: scheme, color: `var(--tone-${ink}-text)` }}
          />
        )),
      )}
    </div>
  )
}

function sheetOf(drawn: Element): CSSStyleSheet {
  const all = [...drawn.children]
  const pictures = new Map(all.map((one) => [one.getAttribute('data-icon'), pictureIn(one)]))
  const colours = new Map(
    all.flatMap((one) =>
      one.hasAttribute('data-ink') ? [[one.getAttribute('data-ink'), getComputedStyle(one).color]] : [],
    ),
  )
  const rules = schemes.flatMap((scheme) =>
    marks.map(({ name, tone, ink }) => {
      const inked = (pictures.get(name) ?? '').replaceAll('currentColor', colours.get(`${scheme} ${ink}`) ?? '')
      const on = scheme === 'dark' ? ':root[data-mantine-color-scheme="dark"] ' : ''
      const picture = `url("data:image/svg+xml,${encodeURIComponent(inked)}")`
      return `${on}[data-tone="${tone}"] [data-mark="${name}"] { background-image: ${picture} }`
    }),
  )
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules.join('\n'))
  return sheet
}

function pictureIn({ firstElementChild: svg }: Element): string {
  return svg ? new XMLSerializer().serializeToString(svg) : ''
}

/** On a card, which says its tone. */
export function CardMark({ name }: { name: MarkName }) {
  return <span className={styles.mark} data-mark={name} aria-hidden />
}
