import type { Refusal } from '#core/kit/refusal.ts'
import type { Holdings } from './holdings.ts'
import { mayBeOutOfSpace } from './out-of-space.ts'
import type { Ports } from './ports.ts'
import type { Store } from './store.ts'
import { lettingGoEarly } from './writes.ts'

/**
 * What happens when the phone is full. Copies of what the office has go first, then bytes the record holds already, before
 * their 14 days; what is only on this phone never does (S22). When that is not enough, facts go into the room that was
 * kept for them, and photos are refused with a sentence (S31).
 */
export type Room = { holdings: Holdings; store: Store; ports: Pick<Ports, 'now' | 'free' | 'reached'> }

/** What is heard from the server may use up so much of the reserve; the rest is for what only this phone knows. */
export const partsLeftForFacts = 2

/** Writes something small that has to be kept, if need be in the reserve, of which `least` parts are left alone. */
export async function withRoom<T>(room: Room, write: () => Promise<T>, least = 0): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!mayBeOutOfSpace(error)) throw error
  }
  await releaseReserve(room, least)
  await letGoOfWhatMay(room)
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (!mayBeOutOfSpace(error) || !(await releaseReserve(room, least))) throw error
    }
  }
}

/** Writes a photo or file, never in the reserve. */
export async function withRoomToSpare<T>(room: Room, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!mayBeOutOfSpace(error) || !(await makeRoom(room))) throw error
    return write()
  }
}

/** As said by the browser, where it says something true: so much stays free beside the reserve. */
const leastFree = 30_000_000

/** A photo is refused with a sentence before space runs out (S31), once there is nothing left that may go. */
export async function spaceFor(room: Room, bytes: number): Promise<Refusal | null> {
  const { holdings, ports } = room
  const free = async () => (await ports.free?.()) ?? null
  const isShort = (left: number | null) => left !== null && left < bytes + leastFree
  if (isShort(await free())) await holdings.dropCopies(holdings.copies().map((copy) => copy.sha256))
  if (isShort(await free())) await letGoOfWhatMay(room)
  const left = await free()
  if (left !== null && isShort(left)) return { code: 'space_short', params: { free: Math.floor(left / 1_000_000) } }
  return (await makeReserve(room)) || (await makeRoom(room)) ? null : { code: 'no_space_for_photos' }
}

/** True when, after what may go has gone, the reserve is whole. */
async function makeRoom(room: Room): Promise<boolean> {
  // What may go is written down before it goes: on a disk without a byte left that too takes room.
  await releaseReserve(room)
  await letGoOfWhatMay(room)
  return makeReserve(room)
}

async function releaseReserve({ store, ports }: Room, least = 0): Promise<boolean> {
  const used = await store.reserve.release(least)
  await ports.reached?.('reserve_used')
  return used
}

async function makeReserve({ store, ports }: Room): Promise<boolean> {
  const isWhole = await store.reserve.make()
  await ports.reached?.('reserve_made')
  return isWhole
}

async function letGoOfWhatMay({ holdings, store, ports }: Room): Promise<void> {
  try {
    await holdings.dropCopies(holdings.copies().map((copy) => copy.sha256))
    await ports.reached?.('room_copies_gone')
    const { blobs = [] } = await holdings.change(lettingGoEarly)
    await ports.reached?.('room_marked')
    if (blobs.length > 0) await store.dropBytes(blobs.map((blob) => blob.sha256))
    await ports.reached?.('room_made')
  } catch (error) {
    // Too full even for that: it goes another time, and the reserve helps now.
    if (!mayBeOutOfSpace(error)) throw error
  }
}
