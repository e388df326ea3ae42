import * as z from 'zod'

/**
 * Bytes on their way (SYNC S20, S21): a file is cut into pieces of one size, numbered from 0, the last one shorter. A
 * request carries some of them in a row; which have arrived is a set of runs. No offsets, no locks: a piece sent again
 * is the same piece.
 */
export const pieceSize = 64 * 1024
/** Pieces one request carries at most: 512 KiB. */
export const mostPieces = 8
/** A photo of 2,048 px is below 1 MB; drawings and manuals are larger. */
export const largestFile = 25 * 1024 * 1024
/** A JPEG of 400 px that goes ahead of the pieces and stands for the photo until they are there. */
export const largestThumbnail = 64 * 1024

/** Where the pieces of a file are asked for, and handed in from piece `first` on. */
export const chunksPath = (sha256: string) => `/api/files/${sha256}/chunks` as const
export const chunkPath = (sha256: string, first: number) => `${chunksPath(sha256)}/${first}` as const
export const thumbnailPath = (sha256: string) => `/api/files/${sha256}/thumbnail` as const
/** What a request with pieces says besides: the SHA-256 of its body, and how many bytes the whole has. */
export const chunkHeaders = { hash: 'X-Chunk-Hash', size: 'X-Size' } as const

/** Piece numbers from the first to the last of a row, both included. */
export type Run = readonly [from: number, to: number]

const run = z.tuple([z.int().min(0), z.int().min(0)]).readonly()

/**
 * What the server has of a file. `stored` once the whole is on disk for good. With nothing missing and still `receiving`
 * it was interrupted: it finishes by itself within a minute, or when any piece is sent again.
 */
export const uploadState = z.object({
  sha256: z.string(),
  state: z.enum(['unknown', 'receiving', 'stored', 'refused']),
  /** Bytes of the whole, where somebody said. */
  size: z.int().nullable(),
  have: z.array(run),
})
export type UploadState = z.infer<typeof uploadState>

/** How many pieces a file of so many bytes has; an empty one has none. */
export function piecesOf(size: number): number {
  return Math.ceil(size / pieceSize)
}

/** Bytes of the pieces from `first` on, at most so many of them. */
export function runLength(size: number, first: number, pieces: number): number {
  return Math.max(0, Math.min(pieces * pieceSize, size - first * pieceSize))
}

/** Bytes of piece `n` of a file of so many bytes. */
export function pieceLength(size: number, n: number): number {
  return Math.max(0, Math.min(pieceSize, size - n * pieceSize))
}

/** Piece numbers as runs, in order, each number once. */
export function runsOf(pieces: Iterable<number>): Run[] {
  const runs: [number, number][] = []
  for (const piece of [...new Set(pieces)].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && piece === last[1] + 1) last[1] = piece
    else runs.push([piece, piece])
  }
  return runs
}

/** What is missing of a file with so many pieces, as runs in order. */
export function missingRuns(pieces: number, have: readonly Run[]): Run[] {
  const missing: Run[] = []
  let next = 0
  for (const [from, to] of [...have].sort((a, b) => a[0] - b[0])) {
    if (from > next) missing.push([next, Math.min(from, pieces) - 1])
    next = Math.max(next, to + 1)
  }
  if (next < pieces) missing.push([next, pieces - 1])
  return missing.filter(([from, to]) => from <= to)
}
