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
