import assert from 'node:assert/strict'
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** A server in a process of its own, as somebody at a terminal starts one. */
export type Started = { child: ChildProcess; said: () => string; ended: Promise<number | null> }

export const root = join(import.meta.dirname, '../..')
export const main = join(root, 'server/main.ts')

const started: Started[] = []

export function startProcess(program: string, args: string[], options: SpawnOptions): Started {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const made = { child, said: () => said, ended }
  started.push(made)
  return made
}

/** Waits until it says so; at most a minute, and no longer than it lives. */
export async function running(server: Started): Promise<void> {
  for (let i = 0; i < 600 && !server.said().includes('Roundtrip is running'); i++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(server.child.exitCode, null, server.said())
  }
  assert.ok(server.said().includes('Roundtrip is running'), server.said())
}

export async function stopStarted(): Promise<void> {
  for (const { child, ended } of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGINT')
    await ended
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
