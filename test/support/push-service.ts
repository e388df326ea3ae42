import { createDecipheriv, createECDH, createHmac, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PushSubscription } from '#core/notices/api.ts'

/** What arrived for one browser: read with its keys, and who signed for it. */
export type Delivered = {
  message: unknown
  topic: string
  urgency: string
  ttl: number
  audience: string
  signer: string
}

/** A push service on this machine (RFC 8030), with browsers that read what it delivers (RFC 8291, RFC 8292). */
export type PushService = {
  /** A browser that subscribes. */
  browser: () => TestBrowser
  /** What it answers from now on; 201 is what a well one says. */
  answer: (status: number) => void
  close: () => Promise<void>
}
export type TestBrowser = { subscription: PushSubscription; delivered: Delivered[]; asked: () => number }

export async function openPushService(): Promise<PushService> {
  let status = 201
  const browsers = new Map<string, { keys: ECDH; auth: Buffer; browser: TestBrowser; asked: number }>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const known = browsers.get(request.url ?? '')
      if (known) known.asked += 1
      if (known && status < 300) known.browser.delivered.push(delivered(request.headers, Buffer.concat(parts), known))
      response.writeHead(known ? status : 404).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    browser() {
      const keys = createECDH('prime256v1')
      const [path, auth] = [`/wake/${randomBytes(12).toString('base64url')}`, randomBytes(16)]
      const subscription = {
        endpoint: `http://127.0.0.1:${port}${path}`,
        keys: { p256dh: keys.generateKeys().toString('base64url'), auth: auth.toString('base64url') },
      }
      const browser: TestBrowser = { subscription, delivered: [], asked: () => browsers.get(path)?.asked ?? 0 }
      browsers.set(path, { keys, auth, browser, asked: 0 })
      return browser
    },
    answer: (next) => void (status = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

type Headers = Record<string, string | string[] | undefined>

function delivered(headers: Headers, body: Buffer, { keys, auth }: { keys: ECDH; auth: Buffer }): Delivered {
  const { audience, signer } = signedBy(String(headers['authorization']))
  return {
    message: JSON.parse(decrypt(body, keys, auth).toString()),
    topic: String(headers['topic']),
    urgency: String(headers['urgency']),
    ttl: Number(headers['ttl']),
    audience,
    signer,
  }
}

/** One record of `aes128gcm`, by the letter of RFC 8188 and RFC 8291. */
function decrypt(body: Buffer, keys: ECDH, auth: Buffer): Buffer {
  const salt = body.subarray(0, 16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const sealed = body.subarray(21 + idLength)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender])
  const secret = expand(hmac(auth, keys.computeSecret(sender)), info, 32)
  const base = hmac(salt, secret)
  const key = expand(base, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = expand(base, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2))
}

function hmac(key: Buffer, data: Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

function expand(key: Buffer, info: Buffer, length: number): Buffer {
  return hmac(key, Buffer.concat([info, Buffer.of(1)])).subarray(0, length)
}

/** Who a request is signed by, once the signature was found to be theirs and to be still good. */
function signedBy(authorization: string): { audience: string; signer: string } {
  const [, head = '', claims = '', signature = '', signer = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization) ?? []
  const point = Buffer.from(signer, 'base64url')
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const bytes = Buffer.from(`${head}.${claims}`)
  const isTheirs = verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  if (!isTheirs || exp * 1000 < Date.now()) throw new Error('the request is not signed by who it says')
  return { audience: aud, signer }
}
