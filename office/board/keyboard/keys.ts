import type { Course } from './carrying.ts'
import type { Way } from './walking.ts'

/** What a key asks of the board. */
export type Asked =
  | { kind: 'walk'; way: Way }
  | { kind: 'carry'; course: Course }
  | Act
  | { kind: 'choose' | 'toggle' | 'pick_up' | 'add' | 'copy' }
  | { kind: 'drop' | 'cancel' | 'undo' | 'redo' | 'today' }

/** What is done to a visit at once. */
export type Act = { kind: 'length'; by: 1 | -1 } | { kind: 'dispatch' | 'dispatch_row' | 'recall' | 'unplan' }

/** A press as far as it matters. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Where the keyboard is: on a visit, on work that waits, or elsewhere on the page. */
export type Place = 'visit' | 'waiting' | 'elsewhere'

/** What a press means; null: nothing to the board. */
export function asked(press: Press, place: Place, carrying: boolean): Asked | null {
  const command = press.ctrlKey || press.metaKey
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  if (command && !press.altKey && key === 'z') return { kind: press.shiftKey ? 'redo' : 'undo' }
  if (command && !press.altKey && !press.shiftKey && key === 'y') return { kind: 'redo' }
  if (press.altKey) return null
  if (carrying) return command ? null : whileCarrying(key, press.shiftKey)
  if (place === 'visit') {
    const found = onVisit(key, press.shiftKey, command)
    if (found) return found
  }
  if (command) return null
  if (place === 'waiting' && (key === 'Enter' || key === 'm')) return { kind: 'pick_up' }
  return key === 't' && !press.shiftKey ? { kind: 'today' } : null
}

function whileCarrying(key: string, far: boolean): Asked | null {
  const course = courses[key]
  if (course) return { kind: 'carry', course: far ? (hours[course] ?? course) : course }
  switch (key) {
    case 'Enter':
      return { kind: 'drop' }
    case 'Escape':
    case 'Tab':
      return { kind: 'cancel' }
    case 'a':
      return { kind: 'add' }
    case 'c':
      return { kind: 'copy' }
    default:
      return null
  }
}

const courses: Readonly<Record<string, Course>> = {
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  PageUp: 'day_before',
  PageDown: 'day_after',
  ArrowUp: 'row_before',
  ArrowDown: 'row_after',
}
const hours: Partial<Record<Course, Course>> = { earlier: 'hour_earlier', later: 'hour_later' }

const ways: Readonly<Record<string, Way>> = {
  ArrowLeft: 'before',
  ArrowRight: 'after',
  ArrowUp: 'above',
  ArrowDown: 'below',
  Home: 'first_of_row',
  End: 'last_of_row',
}

function onVisit(key: string, shift: boolean, command: boolean): Asked | null {
  if (command)
    return key === 'Home' ? { kind: 'walk', way: 'first' } : key === 'End' ? { kind: 'walk', way: 'last' } : null
  const way = ways[key]
  if (way) return shift ? null : { kind: 'walk', way }
  switch (key) {
    case 'Enter':
      return { kind: 'choose' }
    case ' ':
      return { kind: 'toggle' }
    case 'm':
      return { kind: 'pick_up' }
    case 'a':
      return { kind: 'add' }
    case 'c':
      return { kind: 'copy' }
    case '+':
    case '=':
      return { kind: 'length', by: 1 }
    case '-':
    case '_':
      return { kind: 'length', by: -1 }
    case 'd':
      return { kind: shift ? 'dispatch_row' : 'dispatch' }
    case 'r':
      return { kind: 'recall' }
    case 'Delete':
    case 'Backspace':
      return { kind: 'unplan' }
    default:
      return null
  }
}
