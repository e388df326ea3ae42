/** `Luis Ortega` → `LO`. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : [words.at(0)]
  return ends
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase()
}
