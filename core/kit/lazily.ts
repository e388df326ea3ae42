/** Values that are made when they are first asked for: a phone that opens needs few of many shapes. */
export function lazily<T extends Readonly<Record<string, () => unknown>>>(
  makers: T,
): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const made = {}
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make()
        Object.defineProperty(made, name, { enumerable: true, value })
        return value
      },
    })
  }
  return made as { readonly [K in keyof T]: ReturnType<T[K]> }
}
