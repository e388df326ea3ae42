import { constants, gzip, gzipSync, zstdCompress, zstdCompressSync } from 'node:zlib'
import { promisify } from 'node:util'

const smallest = 1_024
/** Up to here the detour over a thread costs more than compressing: a page of a phone's pull with zstd, not with gzip. */
const inPlace = { zstd: 512 * 1024, gzip: 64 * 1024 }

const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const gzipOptions = { level: 4 }
const zstdAside = promisify((bytes: Uint8Array, done: (error: Error | null, out: Uint8Array) => void) =>
  zstdCompress(bytes, zstdOptions, done),
)
const gzipAside = promisify((bytes: Uint8Array, done: (error: Error | null, out: Uint8Array) => void) =>
  gzip(bytes, gzipOptions, done),
)

export type Compressed = { bytes: Uint8Array<ArrayBuffer>; encoding: 'zstd' | 'gzip' | null }

/** zstd where accepted (410 KB of JSON: 1.7 ms against 8.5), else gzip, else as it is. */
export async function compress(text: string | Uint8Array, accepts: string | null): Promise<Compressed> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const encoding = bytes.byteLength < smallest ? null : encodingOf(accepts ?? '')
  if (encoding === null) return { bytes: new Uint8Array(bytes), encoding }
  const small = bytes.byteLength <= inPlace[encoding]
  const out =
    encoding === 'zstd'
      ? small
        ? zstdCompressSync(bytes, zstdOptions)
        : await zstdAside(bytes)
      : small
        ? gzipSync(bytes, gzipOptions)
        : await gzipAside(bytes)
  return { bytes: new Uint8Array(out), encoding }
}

function encodingOf(accepts: string): 'zstd' | 'gzip' | null {
  if (/\bzstd\b(?!\s*;\s*q=0(\.0*)?(,|$))/.test(accepts)) return 'zstd'
  if (/\bgzip\b(?!\s*;\s*q=0(\.0*)?(,|$))/.test(accepts)) return 'gzip'
  return null
}
