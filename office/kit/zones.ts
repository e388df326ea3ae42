/** Every zone this browser knows, and the one in use where it does not. */
export function zoneNames(inUse: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(inUse) || inUse === '' ? known : [inUse, ...known]
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
