import * as z from 'zod'
import { type Call, type Contract, problemBody, type Reply } from '#core/kit/contract.ts'

/** One session's requests to the API, by its contracts. */
export type Api = {
  origin: string
  cookie: string
  call: <C extends Contract>(contract: C, asked: Call<C>) => Promise<Reply<C>>
  /** Any request; gives the response, read to its end. */
  send: (
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; bytes: number; text: string }>
}

/** An answer that is none of 2xx, as the API says it. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  /** With `changed_meanwhile`: the version of the row as it is now. */
  readonly currentVersion: number | null

  constructor(id: string, status: number, text: string) {
    super(`${id}: ${status} ${text.slice(0, 300)}`)
    this.status = status
    const body = problemBody.safeParse(text.startsWith('{') ? JSON.parse(text) : null)
    this.code = body.data?.code ?? ''
    const { data } = z.object({ version: z.int() }).safeParse(body.data?.current)
    this.currentVersion = data?.version ?? null
  }
}

type Asked = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }

export function apiFor(origin: string, cookie = ''): Api {
  const send: Api['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      body: body ?? null,
      headers: { Origin: origin, Cookie: cookie, ...headers },
    })
    const text = await response.text()
    return { status: response.status, bytes: text.length, text }
  }
  return {
    origin,
    cookie,
    send,
    async call(contract, asked) {
      const { params = {}, query = {}, body }: Asked = asked
      const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      )
      const url = search.size > 0 ? `${path}?${search}` : path
      const reply = await send(contract.method, url, body === undefined ? undefined : JSON.stringify(body), {
        'Content-Type': 'application/json',
      })
      if (reply.status >= 300) throw new Problem(contract.id, reply.status, reply.text)
      return reply.text === '' ? undefined : JSON.parse(reply.text)
    },
  }
}

/** Signs in and gives the session's requests. */
export async function signIn(origin: string, app: 'office' | 'field', credentials: object): Promise<Api> {
  const response = await fetch(`${origin}/api/auth/${app}/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify(credentials),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (!response.ok || cookie === undefined) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
  return apiFor(origin, cookie)
}
