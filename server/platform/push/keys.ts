import { randomUUID, webcrypto } from 'node:crypto'
import { link, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { syncFolder, writeSynced } from '../durable.ts'

const keyPair = z.object({ publicKey: z.string().length(87), privateKey: z.string().length(43) })
export type PushKeys = z.output<typeof keyPair>

/** The pair phones know this server by: made at the first start, readable by us alone, and the same from then on. */
export async function keptPushKeys(path: string): Promise<PushKeys> {
  const kept = await read(path)
  if (kept) return kept
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}`
  await writeSynced(draft, JSON.stringify(await makeKeys()))
  try {
    // Whole or not at all, and the first of two servers that start together wins.
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
  await syncFolder(dirname(path))
  const made = await read(path)
  if (!made) throw new Error(`${path} was made and is not there`)
  return made
}

async function read(path: string): Promise<PushKeys | null> {
  try {
    return keyPair.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

async function makeKeys(): Promise<PushKeys> {
  const { privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
  const { x, y, d } = await webcrypto.subtle.exportKey('jwk', privateKey)
  if (!x || !y || !d) throw new Error('a key on a curve has two coordinates and a secret')
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: d }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
