import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A failure the reader can act on: shown without a stack. */
export class Sentence extends Error {}

/** Runs a program in the project's folder, its output shown as it comes. Resolves with the exit code. */
export function run(command, args, { env = {}, timeout, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'],
    })
    const timer = timeout && setTimeout(() => child.kill('SIGKILL'), timeout)
    child.on('error', () => resolve(127))
    child.on('exit', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}

export const inRoot = (...parts) => join(root, ...parts)
