import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { type DocumentKind, type PullReply, type Put, syncApi } from '#core/sync/api.ts'
import type { PutBodies } from '#core/sync/documents.ts'
import type { StreamKind } from '#core/sync/envelope.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import type { Api } from './server.ts'

export type Captured = { id: Id; dseq: number; bytes: string }

/** A phone's side of the wire without the phone: counts, freezes and sends commands, and holds what it is told to hold. */
export type Wire = {
  /** Freezes a command under the next number; it is sent when the test sends it. */
  capture: <T extends CommandType>(workOrder: Id, type: T, body: CommandBody<T>) => Captured
  captureAny: (stream: { kind: StreamKind; id: Id }, type: string, body: unknown) => Captured
  push: (...commands: Captured[]) => Promise<Reply<typeof syncApi.push>>
  /** Captures and sends in one go; gives the outcome. */
  send: <T extends CommandType>(
    workOrder: Id,
    type: T,
    body: CommandBody<T>,
  ) => Promise<Reply<typeof syncApi.push>['outcomes'][number]>
  pull: (given?: { digest?: string | null; held?: [DocumentKind, Id, number][] }) => Promise<PullReply>
  /** Pulls until complete and gives everything that should be held. */
  pullAll: () => Promise<Put[]>
}

/** `handedIn`: the phone’s last number, when it has handed in before. */
export function openWire(api: Api, at = '2026-11-23T09:00:00.000Z', handedIn = 0): Wire {
  let dseq = handedIn
  const captureAny: Wire['captureAny'] = (stream, type, body) => {
    const id = newId()
    const envelope = { v: 1, id, stream, type, body, seen: 1, at: { wall: at, mono: 1, life: 'one', offset: 0 } }
    return { id, dseq: ++dseq, bytes: JSON.stringify(envelope) }
  }
  const capture: Wire['capture'] = (workOrder, type, body) =>
    captureAny({ kind: 'work_order', id: workOrder }, type, body)
  const push: Wire['push'] = (...commands) =>
    api.call(syncApi.push, { body: { nonce: newId(), epoch: null, commands } })
  const pull: Wire['pull'] = ({ digest = null, held } = {}) =>
    api.call(syncApi.pull, {
      body: { nonce: newId(), epoch: null, digest, ...(held ? { held } : {}), unsent: { commands: 0, files: 0 } },
    })
  return {
    capture,
    captureAny,
    push,
    pull,
    async send(workOrder, type, body) {
      const { outcomes } = await push(capture(workOrder, type, body))
      const [outcome] = outcomes
      if (!outcome) throw new Error('a command has an outcome')
      return outcome
    },
    async pullAll() {
      const puts = new Map<string, Put>()
      for (;;) {
        const held = [...puts.values()].map((put): [DocumentKind, Id, number] => [put.kind, put.id, put.version])
        const reply = await pull(held.length > 0 ? { digest: 'drifted', held } : {})
        if (reply.state !== 'page') throw new Error(`a page was expected and ${reply.state} came`)
        for (const put of reply.puts) puts.set(`${put.kind}/${put.id}`, put)
        if (!reply.more) return [...puts.values()]
      }
    },
  }
}

/** The body of a document among those pulled; undefined when it is not on the phone. */
export function bodyOf<K extends DocumentKind>(puts: readonly Put[], kind: K, id?: Id): PutBodies[K] | undefined {
  return puts.find((put) => put.kind === kind && (id === undefined || put.id === id))?.body as PutBodies[K] | undefined
}
