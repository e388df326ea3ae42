import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** What somebody between the phone and the server does with a request; null: it goes through. */
export type Says = { status: number; type: string; body: string }

/** A line between a browser and the server, with an address of its own, on which a test may put something in the way. */
export type Line = {
  origin: string
  /** Answers in the server's place. */
  instead: ((path: string) => Says | null) | null
  /** Changes the text of a page or script the server sends. */
  edit: ((path: string, text: string) => string) | null
  close: () => Promise<void>
}

export async function openLine(to: string): Promise<Line> {
  const { hostname, port } = new URL(to)
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing))

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/'
    const said = line.instead?.(path) ?? null
    if (said) {
      incoming.resume()
      outgoing.writeHead(said.status, { 'Content-Type': said.type }).end(said.body)
      return
    }
    const isEdited = line.edit !== null && path.endsWith('.js')
    const { 'accept-encoding': encoding, 'if-none-match': known, ...headers } = incoming.headers
    const plain = isEdited
      ? {}
      : { ...(encoding ? { 'accept-encoding': encoding } : {}), ...(known ? { 'if-none-match': known } : {}) }
    const asked = request({ hostname, port, path, method: incoming.method, headers: { ...headers, ...plain } })
    asked.on('error', () => outgoing.destroy())
    outgoing.on('close', () => asked.destroy())
    asked.on('response', (answer) => {
      if (!isEdited) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
        return
      }
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = line.edit?.(path, Buffer.concat(chunks).toString()) ?? ''
        const { 'content-length': _, etag: __, ...kept } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, kept).end(text)
      })
    })
    incoming.pipe(asked)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const line: Line = {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    instead: null,
    edit: null,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}
