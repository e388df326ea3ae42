import { everyPage } from './support/every-page.ts'
import { fieldPages } from './support/pages.ts'
import { companyOfPages, enterField, expect, phone } from './support/test.ts'

everyPage(
  'field app',
  fieldPages,
  async (context) => {
    const page = await context.newPage()
    await enterField(page, companyOfPages.origin, companyOfPages.marta.email)
    await expect(page.getByRole('link', { name: /Thermostat in the hall/ })).toBeVisible()
    await page.close()
  },
  // High, so that all of it is in view: what lies under the bar is scrolled to.
  { wide: phone, narrow: { viewport: { width: 320, height: 2000 } } },
)
