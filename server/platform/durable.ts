import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Under its name only when every byte is on disk, and then the name too: a power cut leaves all of it or nothing. */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const half = `${path}.half`
  await writeSynced(half, bytes)
  await rename(half, path)
  await syncFolder(dirname(path))
}

/** Readable by us alone, and on disk when it returns; the folder it is in is the caller's to sync. */
export async function writeSynced(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.chmod(0o600)
    await file.sync()
  } finally {
    await file.close()
  }
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
