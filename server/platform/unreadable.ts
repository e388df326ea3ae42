import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { HttpProblem } from './problem.ts'

/**
 * Answers what never becomes a request: Node hands over the bare socket, so the whole reply is written here, with
 * the same headers and the same kind of body as every other error. The connection ends with it.
 */
export function answerUnreadable(server: Server, headers: Record<string, string>): void {
  const answering = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    answering.set(incoming.socket, outgoing)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const begun = answering.get(socket)
    const inTheMiddle = begun !== undefined && begun.headersSent && !begun.writableFinished
    if (!socket.writable || inTheMiddle) socket.destroy()
    else socket.end(replyText(problemOf(error.code), headers))
  })
}

function problemOf(code: string | undefined): HttpProblem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HttpProblem(431, 'headers_too_large', 'The headers of this request are too large.')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new HttpProblem(413, 'too_large', 'This request is too large.')
    case 'HPE_INVALID_METHOD':
      return new HttpProblem(405, 'method_not_allowed', 'This method does not exist here.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpProblem(408, 'too_slow', 'The request did not arrive in time. Send it again.')
    default:
      return new HttpProblem(400, 'bad_request', 'This is no request we can read.')
  }
}

function replyText({ body, headers: own }: HttpProblem, headers: Record<string, string>): string {
  const text = JSON.stringify(body)
  const lines = Object.entries({
    ...headers,
    ...own,
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'Content-Length': String(Buffer.byteLength(text)),
    Date: new Date().toUTCString(),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? body.title}\r\n${lines.join('')}\r\n${text}`
}
