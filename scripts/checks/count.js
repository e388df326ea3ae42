/** A reporter of node:test that writes how many tests passed and failed. */
export default async function* count(events) {
  let counts = { passed: 0, failed: 1 }
  for await (const { type, data } of events) {
    if (type !== 'test:summary' || data.file !== undefined) continue
    const { passed, failed, cancelled } = data.counts
    counts = { passed, failed: failed + cancelled }
  }
  yield JSON.stringify(counts)
}
