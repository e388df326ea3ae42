import { everyPage } from './support/every-page.ts'
import { officePages } from './support/pages.ts'
import { company, desktop, enterOffice, tablet } from './support/test.ts'

everyPage('office', officePages, (context) => enterOffice(context, company.origin, company.owner), {
  wide: desktop,
  narrow: tablet,
})
