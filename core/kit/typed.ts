import * as z from 'zod'

/** A reply member whose shape is a type of core; the document says what it is. */
export function typed<T extends object>(description: string): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'object' && value !== null).meta({ type: 'object', description })
}
