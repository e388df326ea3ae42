/** `2 photos and 1 signature did not arrive`. */
export function awaitedWords({
  photos,
  signatures,
  files,
}: {
  photos: number
  signatures: number
  files: number
}): string {
  const parts = [counted(photos, 'photo'), counted(signatures, 'signature'), counted(files, 'file')].filter(Boolean)
  const last = parts.pop() ?? 'nothing'
  return `${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last} did not arrive`
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`
}
