import { Problem } from '#ui/client.ts'

/** Hands bytes to the browser as a file. */
function hand(name: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** A text as a file. */
export function download(name: string, text: string, type: string): void {
  hand(name, new Blob([text], { type }))
}

/** A stored file under a name of its own; stored files are named by their hash. */
export async function downloadFile(name: string, address: string): Promise<void> {
  const answer = await fetch(address, { credentials: 'same-origin', redirect: 'error' })
  if (!answer.ok)
    throw new Problem({ status: answer.status, code: 'not_found', detail: 'The file could not be fetched.' })
  hand(name, await answer.blob())
}
