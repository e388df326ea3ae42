import type { Position } from '../../offline/phone.ts'

/** A photo is not kept waiting for its place. */
const patience = 1_000
/** How long the phone may go on looking, for the next photo. */
const longest = 30_000
/** A place this old still says which site it was. */
const oldest = 120_000

/** Where the phone is, if it was allowed to know before: nobody is asked in the middle of work, and a photo does without. */
export async function positionNow(): Promise<Position | null> {
  if (!(await isAllowed())) return null
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), patience)
    const done = (position: Position | null) => {
      clearTimeout(late)
      resolve(position)
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => done({ latitude, longitude }),
      () => done(null),
      { maximumAge: oldest, timeout: longest },
    )
  })
}

/** Not every browser says; one that does not is not asked. */
async function isAllowed(): Promise<boolean> {
  if (!('geolocation' in navigator) || !('permissions' in navigator)) return false
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted'
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false
    throw error
  }
}
