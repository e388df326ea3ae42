import type { Coverage } from './coverage.ts'

/** What a template may read: JSON. */
export type PrintableValue =
  | null
  | boolean
  | number
  | string
  | readonly PrintableValue[]
  | { readonly [key: string]: PrintableValue }

/** How people's texts are set: with which glyphs, in a page of which direction. */
export type Setting = { covers: Coverage; direction: 'ltr' | 'rtl' }

/** Printed for what no font has, so that a reader sees that something stood there. */
const substitute = '\u25a1'
/** A word longer than this may be divided anywhere after each eighth letter, else it would leave the page. */
const longestWord = 32
const piece = 8

/** Members whose value is a code the template decides by, or our own words, not a text somebody typed. */
const codes = new Set([
  'accent',
  'direction',
  'kind',
  'label',
  'labels',
  'language',
  'missing',
  'path',
  'phase',
  'size',
  'state',
])

/** What people typed, as it can be set: the same text, without what a PDF may not hold. */
export function printable(text: string, { covers, direction }: Setting): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => isolated(divided(Array.from(line, (character) => printed(character, covers)).join('')), direction))
    .join('\n')
}

/** Every text in `value`, at any depth, made printable; keys, numbers and codes stay. */
export function printableDeep(value: PrintableValue, setting: Setting): PrintableValue {
  if (typeof value === 'string') return printable(value, setting)
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map((item) => printableDeep(item, setting))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, codes.has(key) ? item : printableDeep(item, setting)]),
  )
}

function printed(character: string, covers: Coverage): string {
  const code = character.codePointAt(0) ?? 0
  if (character === '\t') return ' '
  if (invisible(code)) return ''
  return covers(code) && !isPrivate(code) ? character : substitute
}

/** Breaks are offered inside a very long word; Chinese and Japanese have them at every letter already. */
function divided(line: string): string {
  return line.replace(/[^\s\u2e80-\u{3ffff}]+/gu, (word) => {
    const letters = Array.from(word)
    if (letters.length <= longestWord) return word
    return letters.map((letter, index) => (index > 0 && index % piece === 0 ? `\u200b${letter}` : letter)).join('')
  })
}

/** In a page that reads from the right, a phone number or an English line still reads from the left. */
function isolated(line: string, direction: Setting['direction']): string {
  if (line === '' || direction === 'ltr') return line
  const first = /\p{L}/u.exec(line)?.[0]
  return first && /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(first) ? line : `\u2066${line}\u2069`
}

/**
 * Control characters, joiners and selectors of emoji, byte order marks, and the overrides of writing direction with which
 * an amount could be made to read backwards.
 */
function invisible(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    code === 0xad ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    (code >= 0x1f3fb && code <= 0x1f3ff) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  )
}

function isPrivate(code: number): boolean {
  return (code >= 0xd800 && code <= 0xf8ff) || code >= 0xf0000
}

function isList(value: PrintableValue): value is readonly PrintableValue[] {
  return Array.isArray(value)
}
