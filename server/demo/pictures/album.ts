import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Id } from '#core/kit/ids.ts'
import { markStored } from '#server/platform/files/records.ts'
import type { FileStore, StoredBytes } from '#server/platform/files/store.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { oneOf } from '../seeded.ts'
import type { Drawn } from './draw.ts'
import type { PictureKey } from './keys.ts'

export type Picture = { sha256: string; size: number; width: number; height: number }
export type Signature = { sha256: string; size: number; strokes: number[][] }

/** The pictures of the demo company by what they show; the same bytes serve many work orders. */
export type Album = {
  logo: StoredBytes
  all: StoredBytes[]
  photo: (key: PictureKey, name: string) => Picture
  nameplate: (asset: Id) => Picture | null
  signature: (name: string) => Signature
  /** One whose bytes have not come. */
  awaited: (name: string) => Picture
}

const run = promisify(execFile)

/**
 * Draws in a process of its own: this one refuses every picture format but those of photos, which is right for what
 * strangers send and leaves nothing to draw with.
 */
export async function makeAlbum(files: FileStore, orgId: Id, size: 'full' | 'small'): Promise<Album> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-demo-'))
  try {
    await run(process.execPath, [join(import.meta.dirname, 'draw.ts'), folder, size], { maxBuffer: 1024 * 1024 })
    const drawn: Drawn[] = JSON.parse(await readFile(join(folder, 'drawn.json'), 'utf8'))
    const kept = new Map<string, { drawn: Drawn; stored: StoredBytes }>()
    for (const file of (await readdir(folder)).filter((name) => name !== 'drawn.json').sort()) {
      const about = drawn.find((one) => one.file === file)
      if (about) kept.set(file, { drawn: about, stored: await files.put(orgId, await readFile(join(folder, file))) })
    }
    return albumOf([...kept.values()])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Kept = { drawn: Drawn; stored: StoredBytes }

function albumOf(kept: Kept[]): Album {
  const of = (kind: Drawn['kind'], subject?: string) =>
    kept.filter(({ drawn }) => drawn.kind === kind && (subject === undefined || drawn.subject === subject))
  const [logo] = of('logo')
  if (!logo) throw new Error('the logo was not drawn')
  return {
    logo: logo.stored,
    all: kept.map(({ stored }) => stored),
    photo: (key, name) => pictureOf(choose(of('photo', key), `${name}/${key}`)),
    nameplate: (asset) => {
      const [plate] = of('nameplate', asset)
      return plate ? pictureOf(plate) : null
    },
    signature: (name) => {
      const { drawn, stored } = choose(of('signature'), `${name}/signature`)
      return { sha256: stored.sha256, size: stored.size, strokes: drawn.strokes ?? [] }
    },
    awaited: (name) => ({
      sha256: createHash('sha256').update(`on a phone: ${name}`).digest('hex'),
      size: 214_330,
      width: 1600,
      height: 1200,
    }),
  }
}

function choose(from: Kept[], name: string): Kept {
  const [first, ...rest] = from
  if (!first) throw new Error(`nothing was drawn for ${name}`)
  return oneOf(name, [first, ...rest])
}

function pictureOf({ stored }: Kept): Picture {
  return { sha256: stored.sha256, size: stored.size, width: stored.width ?? 0, height: stored.height ?? 0 }
}

/** The files' rows; without them no fact knows that its bytes are here. */
export async function keepAlbum(tx: Tx, album: Album): Promise<void> {
  for (const stored of album.all) await markStored(tx, stored)
}
