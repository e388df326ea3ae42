import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import { securityHeaders } from './headers.ts'
import { type Http, problemReply } from './http.ts'
import { HttpProblem } from './problem.ts'
import { answerUnreadable } from './unreadable.ts'

export type Listening = { port: number; close: () => Promise<void> }
export type ListenOptions = {
  host: string
  port: number
  publicUrl: string
  tls: { certFile: string; keyFile: string } | undefined
}

/** Node's defaults kept a thousand slow senders for 80 s. Bodies have their own clock, see body.ts and files. */
const headersWithin = 8_000
const longestRequest = 15 * 60_000
/** The rest of a body that was answered without being read is thrown away, this long. */
const restWithin = 5_000
/** What still runs when the process is asked to stop may finish this long. */
const finishWithin = 10_000

/** Listens, or throws a sentence when the port is taken. */
export async function listen(http: Http, options: ListenOptions): Promise<Listening> {
  const headers = securityHeaders(options.publicUrl.startsWith('https:'))
  const answer = getRequestListener((request, env) => http.fetch(request, nodeOnly(env)), {
    overrideGlobalObjects: false,
    // A path or Host no URL can be made of never reaches the routes.
    errorHandler: () =>
      withHeaders(problemReply(new HttpProblem(400, 'bad_request', 'This is no request we can read.')), headers),
  })
  const server = makeServer(options.tls, answer)
  server.headersTimeout = headersWithin
  server.requestTimeout = longestRequest
  server.keepAliveTimeout = 30_000
  answerUnreadable(server, headers)
  await bind(server, options)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => close(server),
  }
}

/** Says so before anything is started when the port is taken. */
export async function ensurePortIsFree(options: Pick<ListenOptions, 'host' | 'port'>): Promise<void> {
  if (options.port === 0) return
  const probe = createServer()
  await bind(probe, options)
  await new Promise((resolve) => probe.close(resolve))
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

function makeServer(tls: ListenOptions['tls'], answer: Listener): Server {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.once('finish', () => endRest(incoming))
    void answer(incoming, outgoing)
  }
  // Without a Host there is no address: told by the listener's own error, not by Node's bare 400.
  const timing = { connectionsCheckingInterval: 2_000, requireHostHeader: false }
  if (!tls) return createServer(timing, listener)
  return createTlsServer({ ...timing, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, listener)
}

function endRest(incoming: IncomingMessage): void {
  if (incoming.complete) return
  const cut = setTimeout(() => incoming.socket.destroy(), restWithin).unref()
  for (const event of ['end', 'close'] as const) incoming.once(event, () => clearTimeout(cut))
}

function nodeOnly(env: object): { incoming: IncomingMessage; outgoing: ServerResponse } {
  if ('incoming' in env && 'outgoing' in env) return env as { incoming: IncomingMessage; outgoing: ServerResponse }
  throw new Error('not a request of Node’s server')
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

function bind(server: Server, { host, port }: Pick<ListenOptions, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new Error(`Port ${port} is taken already. Is Roundtrip running? Set PORT to use another.`))
      else if (error.code === 'EACCES')
        reject(new Error(`Port ${port} may not be used by this user. Set PORT to one above 1023.`))
      else if (error.code === 'EADDRNOTAVAIL') reject(new Error(`HOST ${host} is no address of this machine.`))
      else reject(error)
    })
    server.listen(port, host, resolve)
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), finishWithin)
  await closed
  clearTimeout(cut)
}
