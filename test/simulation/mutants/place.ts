import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import type { Mutant } from './list.ts'

/**
 * A hash of what a mutant changes and of what stands around it: when it is another one than at the hunt, nobody knows any
 * more whether the mutant would be caught. Around it is the function with a name that it is in, or the statement: a whole
 * file changes too often, a line too seldom. Comments and the way lines are broken do not count.
 */
export async function markOf(mutant: Mutant): Promise<string> {
  const hash = createHash('sha256')
  for (const { file, find, replace } of mutant.patches) {
    const source = await readFile(join(import.meta.dirname, '../../..', file), 'utf8')
    hash.update(JSON.stringify([find, replace, around(file, source, find)]))
  }
  return hash.digest('hex').slice(0, 16)
}

type Span = { start: number; end: number }

/** The smallest function with a name, or statement of the module, that holds the text; a comment belongs to what follows. */
export function around(file: string, source: string, text: string): string {
  const start = source.indexOf(text)
  if (start === -1) throw new Error(`“${text}” is not in ${file}`)
  const end = start + text.length
  const { program, comments, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`)
  const holding = [...program.body, ...namedFunctions(program)].filter((one) => one.start <= start && one.end >= end)
  const [smallest] = holding.sort((a, b) => a.end - a.start - (b.end - b.start))
  const place = smallest ?? program.body.find((one) => one.start >= start) ?? program
  return wordsOf(source, place, comments)
}

function namedFunctions(program: ESTree.Program): Span[] {
  const found: Span[] = []
  const ifFunction = (whole: Span, value: { type: string } | null) => {
    if (value && /^(Arrow)?FunctionExpression$/.test(value.type)) found.push(whole)
  }
  new Visitor({
    FunctionDeclaration: (node) => void found.push(node),
    VariableDeclarator: (node) => ifFunction(node, node.init),
    Property: (node) => ifFunction(node, node.value),
    MethodDefinition: (node) => void found.push(node),
  }).visit(program)
  return found
}

function wordsOf(source: string, { start, end }: Span, comments: readonly Span[]): string {
  let text = ''
  let at = start
  for (const comment of comments.filter((one) => one.start >= start && one.end <= end)) {
    text += source.slice(at, comment.start)
    at = comment.end
  }
  return asOneLine(text + source.slice(at, end))
}

/** However a formatter broke it: no spaces but between words, no comma before an end. */
function asOneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w ]) ?/g, '$1')
    .replace(/,([)\]}])/g, '$1')
}
