import { everyPage } from './support/every-page.ts'
import { officePages } from './support/pages.ts'
import { companyOfPages, desktop, enterOffice, tablet } from './support/test.ts'

everyPage('office', officePages, (context) => enterOffice(context, companyOfPages.origin, companyOfPages.owner), {
  wide: desktop,
  narrow: tablet,
})
