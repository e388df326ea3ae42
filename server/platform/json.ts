import { invalidBody } from './problem.ts'

const deepest = 32
const backslash = 92
const quote = 34

/**
 * Parses JSON as the API takes it: at most 32 deep, no key twice in one object, no NUL and no lone surrogate in
 * any text (PostgreSQL cannot store them). Throws 422.
 */
export function parseJson(text: string): unknown {
  checkStructure(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong('not_json', 'The body is not JSON.')
  }
  // Only an escape can bring in either of them.
  if (/\\u(?:0000|d[89a-f])/i.test(text)) checkTexts(value)
  return value
}

function wrong(code: string, detail: string, path = '') {
  return invalidBody([{ path, code, detail }], detail)
}

/** One pass over the text: depth, and keys that come twice. */
function checkStructure(text: string): void {
  const keys: (Set<string> | null)[] = []
  let expectsKey = false
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote: {
        const end = endOfString(text, i)
        if (expectsKey) {
          rememberKey(keys.at(-1), text.slice(i, end + 1))
          expectsKey = false
        }
        i = end
        break
      }
      case 123:
        keys.push(new Set())
        expectsKey = true
        break
      case 91:
        keys.push(null)
        expectsKey = false
        break
      case 125:
      case 93:
        keys.pop()
        expectsKey = false
        break
      case 44:
        expectsKey = keys.at(-1) instanceof Set
        break
    }
    if (keys.length > deepest) throw wrong('too_deep', `The body is nested deeper than ${deepest} levels.`)
  }
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
  }
  throw wrong('not_json', 'The body is not JSON.')
}

function rememberKey(keys: Set<string> | null | undefined, written: string): void {
  if (!keys) return
  let key = written
  if (written.includes('\\')) {
    try {
      key = JSON.stringify(JSON.parse(written))
    } catch {
      throw wrong('not_json', 'The body is not JSON.')
    }
  }
  if (keys.has(key)) throw wrong('duplicate_key', 'A key comes twice in one object of the body.')
  keys.add(key)
}

function checkTexts(value: unknown, path = ''): void {
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`)
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      throw wrong('invalid_text', 'This text holds characters that cannot be stored.', path)
    }
  } else if (Array.isArray(value)) {
    for (const [index, part] of value.entries()) checkTexts(part, below(index))
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      checkTexts(key, path)
      checkTexts(part, below(key))
    }
  }
}
