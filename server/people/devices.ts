import type { Device } from '#core/people/api.ts'
import { need } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadDevice, markSignedOut } from './device-queries.ts'

/** A phone that is lost, or went to somebody else: it reads nothing any more, what it still hands in waits for a person. */
export async function signOutDevice(tx: Tx, id: string): Promise<Device> {
  const before = await need(loadDevice, tx, id)
  if (before.signedOutAt !== null) return before
  await markSignedOut(tx, id)
  const after = await need(loadDevice, tx, id)
  tx.audit('device.signed_out', 'device', id, { member: after.memberId })
  tx.touched('device', id, after.version, 'people.read')
  return after
}
