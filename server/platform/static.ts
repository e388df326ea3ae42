import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import {
  brotliCompress,
  constants,
  gzip,
  zstdCompress,
  type BrotliOptions,
  type ZlibOptions,
  type ZstdOptions,
} from 'node:zlib'
import type { Http } from './http.ts'

type Pack<Options> = (bytes: Uint8Array, options: Options) => Promise<Buffer>
const brotliAside: Pack<BrotliOptions> = promisify(brotliCompress)
const zstdAside: Pack<ZstdOptions> = promisify(zstdCompress)
const gzipAside: Pack<ZlibOptions> = promisify(gzip)

export type Asset = {
  bytes: Uint8Array<ArrayBuffer>
  packed: Map<string, Uint8Array<ArrayBuffer>>
  type: string
  etag: string
  hashed: boolean
}

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  wasm: 'application/wasm',
  txt: 'text/plain; charset=utf-8',
  map: 'application/json',
}
const packable = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/
/** Vite puts what it named by content below assets/. */
const hashedName = /(^|\/)assets\//

/** A built web app, held in memory: read once at the start, packed once at first use. Null before it was built. */
export async function loadWebApp(folder: string): Promise<Map<string, Asset> | null> {
  const assets = await loadFiles(folder)
  return assets.has('index.html') ? assets : null
}

/** The files below a folder by their path; none where there is no folder. */
export async function loadFiles(folder: string): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>()
  let names: string[]
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return assets
    throw error
  }
  for (const name of names) {
    const path = relative(folder, name).split(sep).join('/')
    const bytes = new Uint8Array(await readFile(name))
    assets.set(path, {
      bytes,
      packed: new Map(),
      type: types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      hashed: hashedName.test(path),
    })
  }
  return assets
}

/** Serves an app below a path; what is no file of it is a page of it. */
export function mountWebApp(http: Http, base: '/' | '/field/', assets: Map<string, Asset>): void {
  http.get(`${base}*`, async (context, next) => {
    const { path } = context.req
    if (path.startsWith('/api/') || path === '/healthz') return next()
    const asset = assets.get(path.slice(base.length)) ?? pageFor(path, assets)
    if (!asset) return next()
    return reply(asset, context.req.raw)
  })
}

/** Files have an ending, pages have none: `/assets/index-C5cM.js` is a file, `/assets/{id}` a page of the office. */
function pageFor(path: string, assets: Map<string, Asset>): Asset | undefined {
  const last = path.split('/').at(-1) ?? ''
  return last.includes('.') ? undefined : assets.get('index.html')
}

async function reply(asset: Asset, request: Request): Promise<Response> {
  const headers = new Headers({
    'Content-Type': asset.type,
    ETag: asset.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': asset.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  if (request.headers.get('if-none-match') === asset.etag) return new Response(null, { status: 304, headers })
  if (!packable.test(asset.type)) return new Response(asset.bytes, { headers })
  const accepts = request.headers.get('accept-encoding') ?? ''
  const { bytes, encoding } = await packed(asset, accepts)
  if (encoding) headers.set('Content-Encoding', encoding)
  return new Response(bytes, { headers })
}

/** A file of an app is packed once and sent for weeks, so it is worth pressing harder than a reply (brotli: 223 KB where zstd-1 has 273). */
const packers = {
  br: (bytes: Uint8Array) => brotliAside(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  zstd: (bytes: Uint8Array) => zstdAside(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 15 } }),
  gzip: (bytes: Uint8Array) => gzipAside(bytes, { level: 9 }),
} as const
type Packing = keyof typeof packers

async function packed(
  asset: Asset,
  accepts: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; encoding: Packing | null }> {
  const wanted = (['br', 'zstd', 'gzip'] as const).find((packing) => accepts.includes(packing))
  if (!wanted) return { bytes: asset.bytes, encoding: null }
  const kept = asset.packed.get(wanted)
  if (kept) return { bytes: kept, encoding: wanted }
  const made = new Uint8Array(await packers[wanted](asset.bytes))
  asset.packed.set(wanted, made)
  return { bytes: made, encoding: wanted }
}
