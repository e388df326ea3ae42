import { expect, test } from '@playwright/test'

for (const [app, path] of [
  ['office', '/'],
  ['field app', '/field/'],
] as const) {
  test(`the ${app} opens without an error, and without asking any other server`, async ({ page, baseURL }) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      // Nobody is signed in yet, and the app asks who is: that answer is no error.
      if (message.type() === 'error' && !/\b401\b/.test(message.text())) errors.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(`${baseURL}/`) && !/^(data|blob):/.test(request.url())) errors.push(request.url())
    })
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    expect(errors).toEqual([])
  })
}

/** With gzip: bytes depend on no machine. */
const mostKilobytes = 235

test('the first visit of the field app takes compressed script and style alone, and few enough', async ({ page }) => {
  await page.goto('/field/')
  await expect(page.getByRole('heading').first()).toBeVisible()
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => /\.(js|css)$/.test(new URL(name).pathname))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, sent: encodedBodySize, whole: decodedBodySize })),
  )
  const sent = loaded.reduce((sum, { sent: bytes }) => sum + bytes, 0)
  console.log(
    `First visit of the field app: ${Math.round(sent / 1024)} KB of script and style, to hold ${mostKilobytes} KB.`,
  )
  expect(loaded.length).toBeGreaterThan(0)
  expect(sent).toBeLessThan(mostKilobytes * 1024)
  // What is smaller than a packet is not worth packing.
  expect(loaded.filter(({ sent: bytes, whole }) => bytes >= whole && whole > 1400)).toEqual([])
})
