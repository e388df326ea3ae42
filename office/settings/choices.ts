/** Currencies by name, as `EUR · Euro`. */
export function currencies(inUse: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  const known = Intl.supportedValuesOf('currency')
  const all = known.includes(inUse) ? known : [inUse, ...known]
  return all.map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }))
}

const usual = [
  'en-GB',
  'en-US',
  'en-IE',
  'en-AU',
  'en-NZ',
  'en-CA',
  'de-DE',
  'de-AT',
  'de-CH',
  'fr-FR',
  'fr-BE',
  'fr-CH',
  'es-ES',
  'es-MX',
  'it-IT',
  'nl-NL',
  'nl-BE',
  'pl-PL',
  'pt-PT',
  'pt-BR',
  'sv-SE',
  'da-DK',
  'nb-NO',
  'fi-FI',
  'cs-CZ',
  'ja-JP',
  'ar-AE',
]

/** Ways to write dates and numbers, each shown by an example. */
export function locales(inUse: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  const all = usual.includes(inUse) ? usual : [inUse, ...usual]
  return all.map((value) => ({ value, label: `${names.of(value) ?? value} · ${example(value)}` }))
}

function example(locale: string): string {
  return `${new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, 10, 23))} ${new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(1234.5)}`
}

/** The reader's own, in the form the settings keep. */
export function ownLocale(): string {
  const locale = new Intl.Locale(navigator.language).maximize()
  const own = locale.region ? `${locale.language}-${locale.region}` : locale.language
  return /^[a-z]{2,3}-[A-Z]{2}$/.test(own) ? own : 'en-GB'
}
