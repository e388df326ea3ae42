import * as z from 'zod'
import type { Ability } from '../people/abilities.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call: an ability, `'member'` for anybody signed in (office or field), `'public'` for nobody in particular.
 */
export type Access = Ability | 'member' | 'public'

/** What one endpoint takes and gives. Server, client and OpenAPI document are made from it. */
export type Contract = {
  /** Stable name in camelCase, unique in the API: the operationId. */
  id: string
  method: Method
  /** Path with `{name}` for parameters, e.g. `/api/customers/{id}`. */
  path: `/api/${string}`
  /** One plain sentence without a full stop. */
  summary: string
  ability: Access
  /** Which session may call; both when left out. */
  app?: 'office' | 'field'
  /** A phone may call it by its device key alone, without a session: it hands in, and reads nothing. */
  byDeviceKey?: true
  /** Largest body in bytes; 1 MiB when left out. */
  maxBody?: number
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** The body as the OpenAPI document shows it, where `body` leaves a part of it to be read later. */
  describedBody?: () => z.ZodType
  /** Shape of the 200 reply; 204 when left out. */
  reply?: z.ZodType
  /**
   * `required`: doing it twice would be wrong and the body carries no id of its own,
   * so the caller sends an `Idempotency-Key`. Writes with an id in the body need none.
   */
  idempotencyKey?: 'required'
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler receives, parsed. */
export type Params<C extends Contract> = Parsed<C['params']>
export type Query<C extends Contract> = Parsed<C['query']>
export type Body<C extends Contract> = Parsed<C['body']>
/** What a handler gives and a caller gets. */
export type Reply<C extends Contract> = C['reply'] extends z.ZodType ? z.output<C['reply']> : void

/** What a caller sends; a part appears only when the contract has it. */
export type Call<C extends Contract> = object &
  (C['params'] extends z.ZodType ? { params: Sent<C['params']> } : unknown) &
  (C['query'] extends z.ZodType ? { query?: Sent<C['query']> } : unknown) &
  (C['body'] extends z.ZodType ? { body: Sent<C['body']> } : unknown)

/** Declares an endpoint, keeping the exact types of its schemas. */
export function contract<const C extends Contract>(declared: C): C {
  return declared
}

/** A reply of a list: `next` is the cursor of the following page, null at the end. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** A list that also says how many there are; beyond 1,000 `exact` is false and `value` is 1000. */
export function countedListOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable(),
    count: z.object({ value: z.number().int(), exact: z.boolean() }),
  })
}

/** Path parameter of most endpoints. Any other text is a 404, as an unknown id is. */
export const idParams = z.object({ id: z.string() })

export const zId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, {
  message: 'An id is a UUID in lower case',
})
const aRealMoment = (text: string) => !Number.isNaN(Date.parse(text))
export const zInstant = z
  .string()
  .regex(/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, {
    message: 'An instant is UTC with milliseconds, as 2026-11-23T10:08:00.000Z',
  })
  .refine(aRealMoment, { message: 'There is no such moment' })
/** `2026-02-31` has the form of a date and is none. */
const aRealDay = (text: string) => aRealMoment(text) && new Date(text).toISOString().startsWith(text)
export const zLocalDate = z
  .string()
  .regex(/^(?!0000)\d{4}-\d\d-\d\d$/, { message: 'A date is YYYY-MM-DD' })
  .refine(aRealDay, { message: 'There is no such day' })
/** Cursor and page size of a list; at most 200 rows. */
export const pageQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** The body of every error reply, `application/problem+json`. */
export const problemBody = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), detail: z.string() })).optional(),
  /** With 409 `changed_meanwhile`: the row as it is now. */
  current: z.unknown().optional(),
})
export type ProblemBody = z.output<typeof problemBody>

/** The request of a call, without a host: method, path with its query, JSON body. */
export function requestOf<C extends Contract>(
  asked: C,
  call: Call<C>,
): {
  method: Method
  path: string
  body: string | undefined
} {
  const part = (name: 'params' | 'query' | 'body') => new Map<string, unknown>(Object.entries(call)).get(name)
  const params = new Map(Object.entries(part('params') ?? {}))
  const path = asked.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params.get(name) ?? '')))
  const query = queryText(Object.entries(part('query') ?? {}))
  return {
    method: asked.method,
    path: query === '' ? path : `${path}?${query}`,
    body: asked.body ? JSON.stringify(part('body')) : undefined,
  }
}

/** `undefined` leaves a name out, a list repeats it. */
function queryText(entries: [string, unknown][]): string {
  return entries
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one: unknown) => [name, one] as const))
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&')
}
