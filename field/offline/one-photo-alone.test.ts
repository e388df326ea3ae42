import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pieceSize } from '#core/sync/chunks.ts'
import { sha256 } from '#test/support/phone.ts'
import { offline, signedIn } from '#test/support/signed-in.ts'

/** A photo of twelve pieces. */
const bytes = new Uint8Array(11 * pieceSize + 1000).map((_, n) => (n * 31) % 251)

for (const reopened of [false, true]) {
  test(`S21: a photo that waits alone goes up two requests at a time${reopened ? ', also after the app was opened again' : ''}`, async () => {
    const { hub, phone: first, workOrder, visit } = await signedIn()
    hub.fault = offline
    const file = new Blob([bytes], { type: 'image/jpeg' })
    const about = { phase: 'after', caption: '', audience: 'customer', position: null } as const
    assert.ok('facts' in (await first.phone().capturePhoto({ workOrder, visit, file, ...about })))
    await first.sync()
    const phone = reopened ? await first.kill() : first
    let [now, most] = [0, 0]
    hub.fault = async (path, answer) => {
      if (!path.includes('/chunks/')) return answer()
      most = Math.max(most, ++now)
      // A line takes longer than a busy phone does to read what goes next.
      for (let turn = 0; turn === 0 || (turn < 2000 && most < 2); turn += 1)
        await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      return answer()
    }
    await phone.sync()
    assert.equal(most, 2)
    assert.ok(hub.stored.has(sha256(bytes)))
  })
}
