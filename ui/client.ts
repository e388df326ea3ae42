import { type Call, type Contract, problemBody, type ProblemBody, type Reply, requestOf } from '#core/kit/contract.ts'
import { chunkHeaders, chunkPath, chunksPath, type UploadState, uploadState } from '#core/sync/chunks.ts'

/**
 * An answer that is an error, or no answer: then `status` is 0 and `code` is `offline` (nobody answered),
 * `timeout`, or `foreign_reply` (somebody else answered, as the sign-in page of a hotel does).
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly fields: NonNullable<ProblemBody['fields']>
  /** With `changed_meanwhile`: the row as it is now. */
  readonly current: unknown
  /** Seconds the server asks to wait. */
  readonly retryAfter: number | null

  constructor(
    body: Pick<ProblemBody, 'status' | 'code' | 'detail' | 'fields' | 'current'>,
    retryAfter: number | null = null,
  ) {
    super(body.detail)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
    this.detail = body.detail
    this.fields = body.fields ?? []
    this.current = body.current
    this.retryAfter = retryAfter
  }

  /** Nobody of ours answered: try again when the network is back. */
  get offline(): boolean {
    return this.status === 0
  }

  /** The sentence for one field of a form, by its path. */
  field(path: string): string | undefined {
    return this.fields.find((field) => field.path === path)?.detail
  }
}

export type Client = {
  call: <C extends Contract>(asked: C, call: Call<C>, options?: CallOptions) => Promise<Reply<C>>
  /** Uploads bytes by their hash; sending the same again is harmless. */
  putFile: (
    sha256: string,
    bytes: Blob | ArrayBuffer,
    options?: { fact?: string; signal?: AbortSignal },
  ) => Promise<void>
  /** What the server has of a file that goes up in pieces. */
  fileState: (sha256: string, options?: CallOptions) => Promise<UploadState>
  /** Some pieces in a row; any of them again is harmless. */
  putPieces: (sha256: string, run: PieceRun, options?: CallOptions) => Promise<UploadState>
  fileUrl: (sha256: string, variant?: FileVariant) => string
  liveUrl: string
}
/** Pieces from `first` on of a file of `size` bytes, and the SHA-256 of just these. */
export type PieceRun = { size: number; first: number; bytes: Uint8Array<ArrayBuffer>; hash: string }
export type FileVariant = 'web' | 'thumbnail' | 'original'
export type CallOptions = {
  signal?: AbortSignal
  /** Milliseconds; 20 s when left out. */
  timeout?: number
  /** For contracts that ask for one: the same for every try of one intention. */
  idempotencyKey?: string
}

const usualTimeout = 20_000
const uploadTimeout = 5 * 60_000

/** The API as an app calls it. The app's name picks the session where a browser has both. */
export function createClient(app: 'office' | 'field', request: Send = (path, init) => fetch(path, init)): Client {
  const ask = (path: string, init: RequestInit, timeout: number, signal: AbortSignal | undefined) =>
    answerTo(request, path, init, { timeout, signal })
  const upload = async (path: string, init: RequestInit, { signal, timeout = uploadTimeout }: CallOptions) => {
    const reply = uploadState.safeParse(await readReply(await ask(path, init, timeout, signal)))
    if (!reply.success) throw foreign()
    return reply.data
  }
  return {
    async call(asked, call, options = {}) {
      const { method, path, body } = requestOf(asked, call)
      const headers: Record<string, string> = { 'X-App': app, Accept: 'application/json' }
      if (body !== undefined) headers['Content-Type'] = 'application/json'
      if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey
      const response = await ask(path, { method, headers, body }, options.timeout ?? usualTimeout, options.signal)
      return (await readReply(response)) as Reply<typeof asked>
    },
    async putFile(sha256, bytes, options = {}) {
      const headers: Record<string, string> = { 'X-App': app, 'Content-Type': 'application/octet-stream' }
      if (options.fact) headers['X-Fact'] = options.fact
      await readReply(
        await ask(`/api/files/${sha256}`, { method: 'PUT', headers, body: bytes }, uploadTimeout, options.signal),
      )
    },
    fileState: (sha256, options = {}) => upload(chunksPath(sha256), { headers: { 'X-App': app } }, options),
    putPieces(sha256, { size, first, bytes, hash }, options = {}) {
      const headers = {
        'X-App': app,
        'Content-Type': 'application/octet-stream',
        [chunkHeaders.size]: String(size),
        [chunkHeaders.hash]: hash,
      }
      return upload(chunkPath(sha256, first), { method: 'PUT', headers, body: bytes }, options)
    },
    fileUrl: (sha256, variant = 'web') => `/api/files/${sha256}?variant=${variant}&app=${app}`,
    liveUrl: `/api/live?app=${app}`,
  }
}

type Send = (path: string, init: RequestInit) => Promise<Response>

async function answerTo(
  request: Send,
  path: string,
  init: RequestInit,
  { timeout, signal }: { timeout: number; signal: AbortSignal | undefined },
): Promise<Response> {
  const limit = AbortSignal.timeout(timeout)
  try {
    return await request(path, {
      ...init,
      credentials: 'same-origin',
      // A redirect never comes from us.
      redirect: 'error',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw limit.aborted
      ? noAnswer('timeout', 'The server took too long to answer.')
      : noAnswer('offline', 'The server cannot be reached.')
  }
}

function noAnswer(code: string, detail: string): Problem {
  return new Problem({ status: 0, code, detail })
}

async function readReply(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (response.ok) {
    if (response.status === 204) return undefined
    if (!type.startsWith('application/json')) throw foreign()
    return parsed(await readText(response))
  }
  if (!type.startsWith('application/problem+json')) throw foreign()
  const body = problemBody.safeParse(parsed(await readText(response)))
  if (!body.success) throw foreign()
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new Problem(body.data, Number.isFinite(wait) ? wait : null)
}

function foreign(): Problem {
  return noAnswer(
    'foreign_reply',
    'Something else answered in the server’s place. Is there a sign-in page of this network?',
  )
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch {
    throw noAnswer('offline', 'The connection broke off.')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw foreign()
  }
}
