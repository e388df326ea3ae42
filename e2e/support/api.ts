import { createHash, randomUUID } from 'node:crypto'
import { type Call, type Contract, type Reply, requestOf } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { syncApi } from '#core/sync/api.ts'
import type { Envelope, StreamKey } from '#core/sync/envelope.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'

export const password = 'a ladder for every roof'

/** The API as somebody signed in uses it. */
export type Api = {
  call: <C extends Contract>(contract: C, call: Call<C>) => Promise<Reply<C>>
  putFile: (bytes: Uint8Array<ArrayBuffer>, fact: Id) => Promise<void>
}

/** Nobody's requests, then those of whoever a reply signs in. */
export function openApi(origin: string, app: 'office' | 'field'): Api {
  let cookie = ''
  async function ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Origin', origin)
    headers.set('X-App', app)
    headers.set('Cookie', cookie)
    const response = await fetch(`${origin}${path}`, { ...init, headers })
    if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${await response.text()}`)
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return response
  }
  return {
    call: async (contract, call) => {
      const { method, path, body } = requestOf(contract, call)
      const key = contract.idempotencyKey ? { 'Idempotency-Key': randomUUID() } : undefined
      const response = await ask(path, { method, body, headers: { 'Content-Type': 'application/json', ...key } })
      const text = await response.text()
      return (text === '' ? undefined : JSON.parse(text)) as Reply<typeof contract>
    },
    putFile: async (bytes, fact) => {
      const headers = { 'Content-Type': 'application/octet-stream', 'X-Fact': fact }
      await ask(`/api/files/${sha256(bytes)}`, { method: 'PUT', body: bytes, headers })
    },
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export async function signInOffice(origin: string, email: string, secret = password): Promise<Api> {
  const api = openApi(origin, 'office')
  await api.call(sessionApi.signInOffice, { body: { email, password: secret } })
  return api
}

/** A command of the office; what does not apply is an error here. */
export async function send<T extends CommandType>(api: Api, workOrder: Id, type: T, body: CommandBody<T>) {
  const { version } =
    type === 'raise' ? { version: 0 } : await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  const answer = await api.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: { id: newId(), type, body, seen: version },
  })
  if (answer.outcome !== 'applied') throw new Error(`${type}: ${answer.outcome} ${answer.sentence}`)
}

export type Phone = {
  technician: Id
  /** Hands in facts in the order given, and gives their ids. */
  report: (stream: StreamKey, ...facts: Fact[]) => Promise<Id[]>
  putFile: Api['putFile']
}
type Fact = { [T in CommandType]: { type: T; body: CommandBody<T>; id?: Id } }[CommandType]

/** A technician's phone without its screen: what it would hand in, over the sync API. */
export async function openPhone(origin: string, email: string, technician: Id): Promise<Phone> {
  const api = openApi(origin, 'field')
  const device = { id: newId(), name: 'Phone of the tests' }
  await api.call(sessionApi.signInField, { body: { email, password, device } })
  let dseq = 0
  return {
    technician,
    putFile: api.putFile,
    async report(stream, ...facts) {
      const commands = facts.map(({ id = newId(), type, body }) => {
        const at = { wall: new Date().toISOString(), mono: performance.now(), life: device.id, offset: 0 }
        const envelope: Envelope = { v: 1, id, stream, type, body, seen: 1, at }
        return { id, dseq: ++dseq, bytes: JSON.stringify(envelope) }
      })
      const { outcomes } = await api.call(syncApi.push, { body: { nonce: randomUUID(), epoch: null, commands } })
      const declined = outcomes.find(({ outcome }) => outcome !== 'applied')
      if (declined) throw new Error(`${declined.outcome}: ${declined.code}`)
      return commands.map(({ id }) => id)
    },
  }
}
