/** A number as people read it: `WO-10421`, `C-0012`. */
export function numberText(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(4, '0')}`
}
