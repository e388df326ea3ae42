import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Modules that were read once are not stripped of their types again: half of what it takes to start. */
const compiled = join(import.meta.dirname, '../../.build/compile-cache')

export type Started = {
  lines: AsyncIterableIterator<string>
  /** One more line on its input; null: there is no more. */
  give: (line: string | null) => void
  ended: Promise<number | null>
  child: ChildProcess
}

/** A part of the simulation in a process of its own: what it says on its output is a line an answer. */
export function startPart(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, args, {
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...env, NODE_TEST_CONTEXT: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // Of one that has ended `ended` tells.
  child.stdin.on('error', () => undefined)
  return {
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    give: (line) => void (line === null ? child.stdin.end() : child.stdin.write(`${line}\n`)),
    ended,
    child,
  }
}
