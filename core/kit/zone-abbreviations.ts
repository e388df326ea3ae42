/**
 * What people call the time of a zone. Platforms disagree on these (`CET` here is `GMT+1` there), so the table is ours:
 * a family of zones, and for each offset in minutes its abbreviation. Zones not listed read as `UTC+3`.
 */
type Family = Readonly<Record<number, string>>

const western: Family = { 0: 'WET', 60: 'WEST' }
const central: Family = { 60: 'CET', 120: 'CEST' }
const eastern: Family = { 120: 'EET', 180: 'EEST' }
const british: Family = { 0: 'GMT', 60: 'BST' }
const irish: Family = { 0: 'GMT', 60: 'IST' }
const usEastern: Family = { [-300]: 'EST', [-240]: 'EDT' }
const usCentral: Family = { [-360]: 'CST', [-300]: 'CDT' }
const usMountain: Family = { [-420]: 'MST', [-360]: 'MDT' }
const usPacific: Family = { [-480]: 'PST', [-420]: 'PDT' }
const usAlaska: Family = { [-540]: 'AKST', [-480]: 'AKDT' }
const usHawaii: Family = { [-600]: 'HST' }
const atlantic: Family = { [-240]: 'AST', [-180]: 'ADT' }
const newfoundland: Family = { [-210]: 'NST', [-150]: 'NDT' }
const australianEastern: Family = { 600: 'AEST', 660: 'AEDT' }
const australianCentral: Family = { 570: 'ACST', 630: 'ACDT' }
const australianWestern: Family = { 480: 'AWST' }
const newZealand: Family = { 720: 'NZST', 780: 'NZDT' }

const familyOf: Readonly<Record<string, Family>> = {
  ...zones(central, [
    'Europe/Amsterdam',
    'Europe/Andorra',
    'Europe/Belgrade',
    'Europe/Berlin',
    'Europe/Bratislava',
    'Europe/Brussels',
    'Europe/Budapest',
    'Europe/Busingen',
    'Europe/Copenhagen',
    'Europe/Gibraltar',
    'Europe/Ljubljana',
    'Europe/Luxembourg',
    'Europe/Madrid',
    'Europe/Malta',
    'Europe/Monaco',
    'Europe/Oslo',
    'Europe/Paris',
    'Europe/Podgorica',
    'Europe/Prague',
    'Europe/Rome',
    'Europe/San_Marino',
    'Europe/Sarajevo',
    'Europe/Skopje',
    'Europe/Stockholm',
    'Europe/Tirane',
    'Europe/Vaduz',
    'Europe/Vatican',
    'Europe/Vienna',
    'Europe/Warsaw',
    'Europe/Zagreb',
    'Europe/Zurich',
  ]),
  ...zones(western, ['Atlantic/Canary', 'Atlantic/Faroe', 'Atlantic/Madeira', 'Europe/Lisbon']),
  ...zones(eastern, [
    'Asia/Nicosia',
    'Europe/Athens',
    'Europe/Bucharest',
    'Europe/Chisinau',
    'Europe/Helsinki',
    'Europe/Kiev',
    'Europe/Kyiv',
    'Europe/Mariehamn',
    'Europe/Riga',
    'Europe/Sofia',
    'Europe/Tallinn',
    'Europe/Vilnius',
  ]),
  ...zones(british, ['Europe/Belfast', 'Europe/Guernsey', 'Europe/Isle_of_Man', 'Europe/Jersey', 'Europe/London']),
  ...zones(irish, ['Europe/Dublin']),
  ...zones({ 0: 'GMT' }, ['Atlantic/Reykjavik']),
  ...zones(usEastern, ['America/Detroit', 'America/Indiana/Indianapolis', 'America/New_York', 'America/Toronto']),
  ...zones(usCentral, ['America/Chicago', 'America/Menominee', 'America/Winnipeg']),
  ...zones({ [-360]: 'CST' }, ['America/Mexico_City', 'America/Regina']),
  ...zones(usMountain, ['America/Boise', 'America/Denver', 'America/Edmonton', 'America/Phoenix']),
  ...zones(usPacific, ['America/Los_Angeles', 'America/Tijuana', 'America/Vancouver']),
  ...zones(usAlaska, ['America/Anchorage', 'America/Juneau']),
  ...zones(usHawaii, ['Pacific/Honolulu']),
  ...zones(atlantic, ['America/Halifax', 'America/Puerto_Rico', 'Atlantic/Bermuda']),
  ...zones(newfoundland, ['America/St_Johns']),
  ...zones(australianEastern, ['Australia/Brisbane', 'Australia/Hobart', 'Australia/Melbourne', 'Australia/Sydney']),
  ...zones(australianCentral, ['Australia/Adelaide', 'Australia/Darwin']),
  ...zones(australianWestern, ['Australia/Perth']),
  ...zones(newZealand, ['Pacific/Auckland']),
  ...zones({ 540: 'JST' }, ['Asia/Tokyo']),
  ...zones({ 480: 'SGT' }, ['Asia/Singapore']),
  ...zones({ 480: 'HKT' }, ['Asia/Hong_Kong']),
  ...zones({ 330: 'IST' }, ['Asia/Calcutta', 'Asia/Kolkata']),
  ...zones({ 240: 'GST' }, ['Asia/Dubai']),
  ...zones({ 120: 'SAST' }, ['Africa/Johannesburg']),
  ...zones({ 180: 'EAT' }, ['Africa/Nairobi']),
  ...zones({ 0: 'UTC' }, ['Etc/UTC', 'UTC']),
}

function zones(family: Family, names: readonly string[]): Record<string, Family> {
  return Object.fromEntries(names.map((name) => [name, family]))
}

/** `CET`, `EDT`, or `UTC+5:45` where the zone is not in the table. */
export function zoneAbbreviation(zone: string, offsetMinutes: number): string {
  const named = familyOf[zone]?.[offsetMinutes]
  if (named) return named
  if (offsetMinutes === 0) return 'UTC'
  const absolute = Math.abs(offsetMinutes)
  const minutes = absolute % 60
  const sign = offsetMinutes < 0 ? '-' : '+'
  return `UTC${sign}${Math.floor(absolute / 60)}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}`
}
