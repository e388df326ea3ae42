import type { Coverage } from './coverage.ts'

/** Printed for what no font has, so that a reader sees that something stood there. */
const substitute = '\u25a1'
const longestWord = 40

/** What people typed, as it can be set: the same text, without what a PDF may not hold. */
export function printable(text: string, covers: Coverage): string {
  let result = ''
  let run = 0
  for (const character of text.normalize('NFC').replace(/\r\n?/g, '\n')) {
    const shown = printed(character, covers)
    if (shown === '') continue
    run = /\s/.test(shown) ? 0 : run + 1
    if (run > longestWord && run % longestWord === 1) result += '\u200b'
    result += shown
  }
  return result
}

function printed(character: string, covers: Coverage): string {
  const code = character.codePointAt(0) ?? 0
  if (character === '\n') return character
  if (character === '\t') return ' '
  if (invisible(code)) return ''
  return covers(code) && !isPrivate(code) ? character : substitute
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

export type PrintableValue = null | boolean | number | string | readonly PrintableValue[] | { readonly [key: string]: PrintableValue }

/** Every text in `value`, at any depth, made printable; keys and numbers stay. */
export function printableDeep(value: PrintableValue, covers: Coverage): PrintableValue {
  if (typeof value === 'string') return printable(value, covers)
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map((item) => printableDeep(item, covers))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, printableDeep(item, covers)]))
}

function isList(value: PrintableValue): value is readonly PrintableValue[] {
  return Array.isArray(value)
}
