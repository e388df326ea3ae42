import { HttpProblem, invalidBody } from './problem.ts'

export const usualMaxBody = 1024 * 1024

function tooLarge(most: number): HttpProblem {
  return new HttpProblem(413, 'too_large', `The body is larger than ${Math.floor(most / 1024)} KiB.`)
}

/** A body that takes longer than this is somebody holding the connection. Uploads have their own clock. */
const bodyWithin = 15_000

/** Only who may bring a phone's saved work sends more than this; on a line of 2 Mbit/s it takes minutes. */
const large = 20_000_000
const largeWithin = 600_000

/** The result of `work`, or a 408 that closes the connection when it takes too long. */
export async function within<T>(milliseconds: number, work: Promise<T>, sentence: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new HttpProblem(408, 'too_slow', sentence, { headers: { Connection: 'close' } })),
      milliseconds,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The whole body, never more than `most` bytes in memory. */
export async function readBody(request: Request, most: number): Promise<Uint8Array> {
  return within(most > large ? largeWithin : bodyWithin, collect(request, most), 'The body took too long to arrive.')
}

async function collect(request: Request, most: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length')
  if (announced !== null) {
    if (Number(announced) > most) throw tooLarge(most)
    return new Uint8Array(await request.arrayBuffer())
  }
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body === null) return new Uint8Array(0)
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > most) throw tooLarge(most)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The body as text of a JSON request. */
export async function readJsonText(request: Request, most: number): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new HttpProblem(415, 'wrong_content_type', 'The body must be application/json.')
  }
  const bytes = await readBody(request, most)
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalidBody([{ path: '', code: 'not_utf8', detail: 'The body is not UTF-8.' }])
  }
}
