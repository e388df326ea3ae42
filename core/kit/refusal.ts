/**
 * A refusal is an ordinary answer: a stable code with its parameters.
 * Its sentence comes from the catalogue in `sentences.ts`; a bug is thrown instead.
 */
export type Refusal = { code: string; params?: Readonly<Record<string, string | number>> }

export function refuse(code: string, params?: Refusal['params']): { refusal: Refusal } {
  return params ? { refusal: { code, params } } : { refusal: { code } }
}

/** For the end of an exhaustive switch: a value the types say cannot exist. */
export function never(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`)
}
