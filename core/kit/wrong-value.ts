import type * as z from 'zod'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

const kinds: Readonly<Record<string, string>> = {
  string: 'A text is needed.',
  number: 'A number is needed.',
  int: 'A whole number is needed.',
  boolean: 'True or false is needed.',
  array: 'A list is needed.',
  object: 'An object is needed.',
  record: 'An object is needed.',
  null: 'Nothing but null is possible here.',
}

/**
 * What is wrong with a value, as a sentence for whoever sent it. Given to `safeParse` as its `error`, so that a
 * schema's own message goes before it.
 */
export function wrongValue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      // Null may be possible where a value is not: what is missing is only said to be missing.
      if (issue.input === undefined) return 'This field is missing.'
      return kinds[issue.expected] ?? 'This value is not possible.'
    case 'too_small':
      return atLeast(issue)
    case 'too_big':
      return atMost(issue)
    case 'invalid_value':
      return oneOf(issue.values)
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options) : 'This value is not possible.'
    case 'not_multiple_of':
      return `A multiple of ${issue.divisor} is needed.`
    case 'unrecognized_keys':
      return `There is no field named ${issue.keys.join(', ')}.`
    case 'invalid_format':
      return 'This is not written in the way it is needed.'
    default:
      return 'This value is not possible.'
  }
}

type Bound = { origin: string; inclusive?: boolean | undefined }

function atLeast({ origin, minimum, inclusive }: Bound & { minimum: number | bigint }): string {
  if (origin === 'string' && minimum === 1) return 'A text is needed.'
  return `${inclusive === false ? 'More than' : 'At least'} ${counted(origin, minimum)}.`
}

function atMost({ origin, maximum, inclusive }: Bound & { maximum: number | bigint }): string {
  return `${inclusive === false ? 'Less than' : 'At most'} ${counted(origin, maximum)}.`
}

function counted(origin: string, bound: number | bigint): string {
  const number = bound.toLocaleString('en')
  if (origin === 'string') return `${number} ${bound === 1 ? 'character' : 'characters'}`
  if (origin === 'array' || origin === 'set') return `${number} ${bound === 1 ? 'entry' : 'entries'}`
  return number
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map(String).join(', ')
  return values.length === 1 ? `Only ${words} is possible here.` : `One of ${words}.`
}
