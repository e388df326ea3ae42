import * as z from 'zod'
import { isZone } from './time.ts'

/**
 * Fields that contracts share. A text nobody filled in is the empty string; what is not known otherwise
 * (a date, a position, a link to something else) is null. No field has a default here, so that a partial
 * edit never writes what was not sent.
 */

const control = /\p{Cc}/u
const controlButLines = /[^\P{Cc}\n\t]/u

/** One line of text as a person typed it, trimmed; every script, no control characters. */
export function line(max: number) {
  return z
    .string()
    .max(max)
    .trim()
    .refine((text) => text.isWellFormed() && !control.test(text), { message: 'One line of plain text' })
}

/** One line that may not be empty. */
export function name(max = 200) {
  return line(max).refine((text) => text !== '', { message: 'This is needed' })
}

/** Text of several lines. */
export function prose(max: number) {
  return z
    .string()
    .max(max)
    .trim()
    .refine((text) => text.isWellFormed() && !controlButLines.test(text), { message: 'Plain text' })
}

export const zPhone = line(40)
/** An address of mail, or the empty string. */
export const zEmail = line(254).refine((text) => text === '' || z.email().safeParse(text).success, {
  message: 'An e-mail address has the form name@example.com',
})
export const zZone = z.string().max(64).refine(isZone, { message: 'An IANA time zone such as Europe/Berlin' })
/** ISO 3166-1 alpha-2 in capitals, or the empty string. */
export const zCountry = z.string().regex(/^([A-Z]{2})?$/, { message: 'A country is two capital letters' })
export const zSha256 = z.string().regex(/^[0-9a-f]{64}$/, { message: 'A SHA-256 in lower case hexadecimal' })
/** The version of a row that its editor saw. */
export const zVersion = z.int().min(1).max(2_147_483_647)

export const zPosition = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
export type Position = z.output<typeof zPosition>

/** Amount in minor units of the organization's currency. */
export const zMinor = z.int().min(-1e12).max(1e12)
/** Price of one unit in ten-thousandths of the currency unit. */
export const zUnitPrice = z.int().min(0).max(1e12)
/** Hundredths of a percent: 725 is 7.25 %. */
export const zTaxRatePercent = z.int().min(0).max(10_000)
export const zMinutes = z.int().min(0).max(100_000)

/** Which rows a list shows. */
export const zArchived = z.enum(['no', 'only', 'all']).default('no')

/** The body of an edit: any of the fields, with the version its editor saw. */
export function editOf<S extends z.ZodRawShape>(fields: z.ZodObject<S>) {
  return fields.partial().extend({ version: zVersion })
}
