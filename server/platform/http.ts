import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { Contract } from '#core/kit/contract.ts'
import { isId } from '#core/kit/ids.ts'
import { wrongValue } from '#core/kit/wrong-value.ts'
import { may, type Actor } from '#core/people/abilities.ts'
import { readJsonText, usualMaxBody } from './body.ts'
import { compress } from './compress.ts'
import { securityHeaders } from './headers.ts'
import { bodyHash, idempotencyKeyOf, recall, remember } from './idempotency.ts'
import { parseJson } from './json.ts'
import { HttpProblem, invalidBody, notAllowed, notFound, notSignedIn } from './problem.ts'
import { type Asked, RawJson, type Route, type Surroundings } from './route.ts'
import type { Services } from './services.ts'
import { sessionCookie, tokenIn } from './sign-in/cookies.ts'
import type { App } from './sign-in/sign-in.ts'
import { inTenant, type Tx } from './tenant.ts'
import { fieldsFrom, problemFrom } from './translate.ts'

export type Env = { Bindings: HttpBindings; Variables: { requestId: string; address: string } }
export type Http = Hono<Env>

export type HttpOptions = {
  /** The address a request came from: the socket's, or the proxy's word when it is trusted. */
  addressOf: (context: Context<Env>) => string
  /** Parses every reply by its contract; for tests. */
  checkReplies: boolean
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const known = new Set([...changing, 'GET', 'HEAD', 'OPTIONS'])

/** What no address of ours holds: empty segments, brackets, control characters, escapes that are no UTF-8. */
const oddPath = /\/\/|[[\]\\{}|^`<>]|%(?:[01][0-9a-f]|7f|5c|2f)/i

/** The outermost layer: request id, headers, origin, and the one place where errors become replies. */
export function openHttp(services: Services, options: HttpOptions): Http {
  const headers = Object.entries(securityHeaders(services.secure))
  const http: Http = new Hono<Env>({ strict: true })

  http.use('*', async (context, next) => {
    const begun = performance.now()
    const requestId = randomUUID()
    context.set('requestId', requestId)
    context.set('address', options.addressOf(context))
    await next()
    const reply = context.res
    for (const [name, value] of headers) if (!reply.headers.has(name)) reply.headers.set(name, value)
    reply.headers.set('X-Request-Id', requestId)
    if (context.req.path.startsWith('/api/') && !reply.headers.has('Cache-Control')) {
      reply.headers.set('Cache-Control', 'no-store')
    }
    const level = reply.status >= 500 ? 'warn' : 'debug'
    services.log[level]('request', {
      requestId,
      method: context.req.method,
      // Paths hold ids, never names; queries hold what people typed and stay out.
      path: context.req.path,
      status: reply.status,
      ms: Math.round(performance.now() - begun),
    })
  })

  http.use('*', async (context, next) => {
    if (!known.has(context.req.method))
      throw new HttpProblem(405, 'method_not_allowed', 'This method does not exist here.')
    if (oddPath.test(context.req.path)) throw new HttpProblem(400, 'bad_request', 'This is no address of ours.')
    if (changing.has(context.req.method)) checkOrigin(context.req.raw, services)
    await next()
  })

  http.onError((error, context) => problemReply(problemFrom(error, services.log, context.get('requestId'))))
  http.notFound(() => problemReply(notFound()))
  return http
}

export function problemReply(problem: HttpProblem): Response {
  return new Response(JSON.stringify(problem.body), {
    status: problem.body.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...problem.headers },
  })
}

/** Cookies travel with requests of foreign pages too; their Origin gives them away. */
function checkOrigin(request: Request, services: Services): void {
  const origin = request.headers.get('origin')
  const own = services.publicOrigin ?? null
  const same = own === null ? URL.parse(origin ?? '')?.host === request.headers.get('host') : origin === own
  if (origin === null || !same) {
    throw new HttpProblem(403, 'wrong_origin', 'Requests that change something must come from this server’s own pages.')
  }
}

export type SignedInAs = { actor: Actor; token: string; sessionId: string }

/**
 * Who asks. A browser may hold an office and a field session: the route's app decides, else the
 * caller's `X-App` header or `app` query (pictures and streams cannot send headers), else the office first.
 */
export async function signedIn(services: Services, request: Request, app: App | undefined): Promise<SignedInAs | null> {
  const cookies = request.headers.get('cookie')
  if (!cookies) return null
  for (const candidate of app ? [app] : appsAsked(request)) {
    const token = tokenIn(cookies, candidate, services.secure)
    if (token === null) continue
    const found = await services.signIn.actor(candidate, token)
    if (found) return { actor: found.actor, token, sessionId: found.sessionId }
  }
  return null
}

function appsAsked(request: Request): App[] {
  const asked = request.headers.get('x-app') ?? /[?&]app=(office|field)\b/.exec(request.url)?.[1]
  if (asked === 'office' || asked === 'field') return [asked]
  return ['office', 'field']
}

/** Mounts the routes of all slices. */
export function mount(http: Http, routes: Route[], services: Services, options: HttpOptions): void {
  for (const route of routes) {
    const { method, path } = route.contract
    http.on(method, path.replace(/\{(\w+)\}/g, ':$1'), (context) => serve(route, context, services, options))
  }
  const paths = new Map<string, Set<string>>()
  for (const { contract } of routes) {
    const path = contract.path.replace(/\{(\w+)\}/g, ':$1')
    paths.set(path, (paths.get(path) ?? new Set()).add(contract.method))
  }
  for (const [path, methods] of paths) {
    http.all(path, () => {
      throw new HttpProblem(405, 'method_not_allowed', 'This method does not exist here.', {
        headers: { Allow: [...methods].join(', ') },
      })
    })
  }
}

async function serve(route: Route, context: Context<Env>, services: Services, options: HttpOptions): Promise<Response> {
  const { contract } = route
  const request = context.req.raw
  const session = await authorise(contract, request, services)
  const text = contract.body ? await readJsonText(request, contract.maxBody ?? usualMaxBody) : ''
  const asked = parse(contract, context, text)
  const headers = new Headers()
  const around: Surroundings = {
    services,
    actor: session?.actor ?? null,
    requestId: context.get('requestId'),
    address: context.get('address'),
    token: session?.token ?? null,
    request,
    setHeader: (name, value) => headers.append(name, value),
  }
  const answer = await answerOf(route, asked, text, around)
  if (options.checkReplies) checkReply(contract, answer)
  return present(contract, answer, headers, request)
}

/**
 * Whose work a phone hands in by its own key, whoever is signed in on it; null where it names none. The key of a phone
 * opens nothing else.
 */
export async function byDeviceKey(services: Services, request: Request): Promise<Actor | null> {
  const named = request.headers.get('authorization')
  if (named === null || !named.startsWith('Device ')) return null
  const [device = '', key = ''] = named.slice('Device '.length).split('.')
  const actor = isId(device) ? await services.signIn.deviceActor(device, key) : null
  if (actor === null) throw notSignedIn()
  return actor
}

async function authorise(
  contract: Contract,
  request: Request,
  services: Services,
): Promise<{ actor: Actor; token: string | null } | null> {
  if (contract.ability === 'public') return null
  const phone = contract.byDeviceKey ? await byDeviceKey(services, request) : null
  if (phone) return { actor: phone, token: null }
  const session = await signedIn(services, request, contract.app)
  if (session === null) throw notSignedIn()
  if (contract.ability !== 'member' && !may(session.actor, contract.ability)) throw notAllowed()
  return session
}

function parse(contract: Contract, context: Context<Env>, text: string): Asked<Contract> {
  const named: Record<string, string> = context.req.param()
  if (Object.values(named).some((value) => value.includes('\0') || !value.isWellFormed())) throw notFound()
  const params = contract.params?.safeParse(named)
  // A malformed id is an unknown one.
  if (params && !params.success) throw notFound()
  const query = contract.query?.safeParse(queryOf(context), { error: wrongValue })
  if (query && !query.success) {
    throw new HttpProblem(422, 'invalid_query', query.error.issues[0]?.message ?? 'The query is not valid.', {
      fields: fieldsFrom(query.error),
    })
  }
  const body = contract.body?.safeParse(parseJson(text), { error: wrongValue })
  if (body && !body.success) throw invalidBody(fieldsFrom(body.error))
  return { params: params?.data, query: query?.data, body: body?.data } as Asked<Contract>
}

/** One value a name, several become a list. */
function queryOf(context: Context<Env>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, values]) => {
      if (values.some((value) => value.includes('\0') || !value.isWellFormed())) {
        throw new HttpProblem(422, 'invalid_query', 'The query holds characters that cannot be stored.')
      }
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

type Prepared = { status: number; text: string }

async function answerOf(route: Route, asked: Asked<Contract>, text: string, around: Surroundings): Promise<unknown> {
  const { services, actor, requestId } = around
  if (!route.inTransaction) return route.answer(null, asked, around)
  if (actor === null) throw new Error(`${route.contract.id} is public and cannot have a transaction`)
  const key =
    route.contract.idempotencyKey === 'required'
      ? idempotencyKeyOf(around.request.headers.get('idempotency-key'))
      : null
  return inTenant({ ...services.tenants, requestId }, actor, (tx) =>
    key === null ? route.answer(tx, asked, around) : answerOnce(tx, key, route, asked, text, around),
  )
}

async function answerOnce(
  tx: Tx,
  key: string,
  route: Route,
  asked: Asked<Contract>,
  text: string,
  around: Surroundings,
): Promise<unknown> {
  const name = `${route.contract.id} ${JSON.stringify(asked.params ?? {})}`
  const hash = bodyHash(text)
  const known = await recall(tx, key, name, hash)
  if (known) return new RawJson(known.reply)
  const answer = await route.answer(tx, asked, around)
  await remember(tx, key, name, hash, { status: 200, reply: textOf(answer).text })
  return answer
}

function textOf(answer: unknown): Prepared {
  if (answer instanceof RawJson) return { status: answer.text === '' ? 204 : 200, text: answer.text }
  if (answer === undefined) return { status: 204, text: '' }
  return { status: 200, text: JSON.stringify(answer) }
}

async function present(contract: Contract, answer: unknown, headers: Headers, request: Request): Promise<Response> {
  const { status, text } = textOf(answer)
  headers.set('Cache-Control', contract.ability === 'public' && contract.method === 'GET' ? 'no-cache' : 'no-store')
  if (status === 204) return new Response(null, { status, headers })
  headers.set('Content-Type', 'application/json')
  headers.set('Vary', 'Accept-Encoding')
  const { bytes, encoding } = await compress(text, request.headers.get('accept-encoding'))
  if (encoding) headers.set('Content-Encoding', encoding)
  return new Response(bytes, { status, headers })
}

function checkReply(contract: Contract, answer: unknown): void {
  const value = answer instanceof RawJson ? JSON.parse(answer.text || 'null') : answer
  const checked = contract.reply?.safeParse(value)
  if (checked && !checked.success) {
    throw new Error(`${contract.id} replies against its contract: ${JSON.stringify(checked.error.issues.slice(0, 5))}`)
  }
}

/** Keeps a session that is used from ending: a new cookie, at most once a day. */
export async function prolong(services: Services, app: App, around: Surroundings): Promise<void> {
  const { token } = around
  if (token === null) return
  const found = await services.signIn.actor(app, token)
  if (found && (await services.signIn.prolong(app, found, token))) {
    around.setHeader('Set-Cookie', sessionCookie(app, token, services.secure))
  }
}
