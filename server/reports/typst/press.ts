import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PaperJob, PaperReply } from './job.ts'
import { PaperError } from './paper-error.ts'

export type Press = {
  /** Sets a document. Jobs are done one at a time, in the order they came. @throws {PaperError} */
  print(job: PaperJob): Promise<Uint8Array>
  /** Ends the compiler; what waits is refused with `paper_closed`. */
  close(): void
  /** The compiler's process, while there is one. */
  pid(): number | undefined
}

export type PressOptions = {
  /** For one document, the start of the compiler included. */
  timeLimitMs?: number
  /** A compiler that has grown beyond this is replaced after the document it is at. */
  memoryLimitBytes?: number
}

type Waiting = { job: PaperJob; resolve: (pdf: Uint8Array) => void; reject: (error: PaperError) => void }

const compiler = fileURLToPath(new URL('./compiler-process.ts', import.meta.url))

/** Starts the compiler with the first document, and again whenever it died, hung or grew too large. */
export function createPress({ timeLimitMs = 20_000, memoryLimitBytes = 400 * 1024 * 1024 }: PressOptions = {}): Press {
  const queue: Waiting[] = []
  let child: ChildProcess | undefined
  let current: (Waiting & { id: number; timer: NodeJS.Timeout }) | undefined
  let lastId = 0
  let closed = false

  function start(): ChildProcess {
    const started = fork(compiler, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
      env: { TZ: 'UTC' }, // none of the server's secrets
    })
    started.on('message', (reply: PaperReply) => answered(started, reply))
    started.on('error', (error) => failed(started, error.message))
    started.on('exit', (code, signal) => failed(started, `the compiler ended with ${signal ?? code}`))
    return started
  }

  function next(): void {
    if (current || closed) return
    const waiting = queue.shift()
    if (!waiting) {
      idle()
      return
    }
    child ??= start()
    const id = ++lastId
    current = { ...waiting, id, timer: setTimeout(expired, timeLimitMs) }
    wake(child)
    child.send({ ...waiting.job, id })
  }

  /** While it works the process keeps the server alive; while it waits it does not. */
  function wake(process: ChildProcess): void {
    process.ref()
    process.channel?.ref()
  }

  function idle(): void {
    child?.unref()
    child?.channel?.unref()
  }

  function finish(settle: (job: Waiting) => void): void {
    if (!current) return
    const done = current
    current = undefined
    clearTimeout(done.timer)
    settle(done)
    next()
  }

  function answered(from: ChildProcess, reply: PaperReply): void {
    if (from !== child || reply.id !== current?.id) return
    if (reply.memory > memoryLimitBytes) drop()
    finish((job) => {
      if ('pdf' in reply) job.resolve(reply.pdf)
      else job.reject(new PaperError('paper_refused', reply.refused))
    })
  }

  function failed(from: ChildProcess, why: string): void {
    if (from !== child) return
    drop()
    finish((job) => job.reject(new PaperError('paper_crashed', why)))
  }

  function expired(): void {
    drop()
    finish((job) => job.reject(new PaperError('paper_timeout', `the document took more than ${timeLimitMs} ms`)))
  }

  function drop(): void {
    child?.kill('SIGKILL')
    child = undefined
  }

  return {
    print(job) {
      if (closed) return Promise.reject(new PaperError('paper_closed', 'the press is closed'))
      return new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject })
        next()
      })
    },
    close() {
      closed = true
      drop()
      for (const job of queue.splice(0)) job.reject(new PaperError('paper_closed', 'the press is closed'))
      finish((job) => job.reject(new PaperError('paper_closed', 'the press is closed')))
    },
    pid: () => child?.pid,
  }
}
