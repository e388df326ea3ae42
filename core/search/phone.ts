import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * The digits of a phone number with its country's code, whatever way it is written;
 * without those that only dial (0, 00, +) where the number cannot be read.
 * @param country the organization's, for numbers without a country code
 */
export function phoneDigits(text: string, country: string): string {
  if (text === '') return ''
  const known: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  const number = parsePhoneNumberFromString(text, known)
  if (number?.isPossible()) return number.number.replace(/\D/g, '')
  return text.replace(/\D/g, '').replace(/^0+/, '')
}
