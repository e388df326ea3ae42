import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { positionNow } from './position.ts'

type Found = (position: { coords: { latitude: number; longitude: number; accuracy: number } }) => void

/** The browser's answers about where it is, for one test. */
function browser(
  t: TestContext,
  state: 'granted' | 'prompt' | 'denied',
  look: (found: Found) => void,
): { asked: number } {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  const seen = { asked: 0 }
  const value = {
    permissions: { query: async () => ({ state }) },
    geolocation: {
      getCurrentPosition(found: Found) {
        seen.asked += 1
        look(found)
      },
    },
  }
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true })
  t.after(() => {
    if (before) Object.defineProperty(globalThis, 'navigator', before)
  })
  return seen
}

test('a photo says where it was taken once the phone was allowed to know', async (t) => {
  browser(t, 'granted', (found) => found({ coords: { latitude: 52.5, longitude: 13.4, accuracy: 8 } }))
  assert.deepEqual(await positionNow(), { latitude: 52.5, longitude: 13.4 })
})

for (const state of ['prompt', 'denied'] as const) {
  test(`nobody is asked for their place in the middle of work (${state})`, async (t) => {
    const seen = browser(t, state, (found) => found({ coords: { latitude: 1, longitude: 1, accuracy: 1 } }))
    assert.equal(await positionNow(), null)
    assert.equal(seen.asked, 0)
  })
}

test('a phone that does not find its place keeps no photo waiting', async (t) => {
  browser(t, 'granted', () => {})
  const began = performance.now()
  assert.equal(await positionNow(), null)
  assert.ok(performance.now() - began < 5_000)
})
