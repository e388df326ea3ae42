import { rename, writeFile } from 'node:fs/promises'

/** Whoever reads it meanwhile, or is left with it when this is broken off, has the one before or the new one, never half. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const half = `${path}.half`
  await writeFile(half, text)
  await rename(half, path)
}
