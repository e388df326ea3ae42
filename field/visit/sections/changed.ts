/** What differs of what was entered: a correction names only that. */
export function changedOf<T extends Record<string, string | number | boolean>>(before: T, entered: T): Partial<T> {
  return Object.fromEntries(Object.entries(entered).filter(([name, value]) => value !== before[name])) as Partial<T>
}
