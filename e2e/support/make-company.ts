import { signInOffice } from './api.ts'
import { makeCompany } from './company.ts'
import { makeStory } from './story.ts'

/** Before the first test, on the empty servers: what is made is handed to the tests through the environment. */
export default async function makeCompaniesOfTests(): Promise<void> {
  const { E2E_ORIGIN, E2E_SETUP_TOKEN, E2E_PAGES_ORIGIN, E2E_PAGES_SETUP_TOKEN } = process.env
  const [company, companyOfPages] = await Promise.all([
    companyOn(E2E_ORIGIN, E2E_SETUP_TOKEN),
    companyOn(E2E_PAGES_ORIGIN, E2E_PAGES_SETUP_TOKEN),
  ])
  process.env['E2E_COMPANY'] = JSON.stringify(company)
  process.env['E2E_PAGES_COMPANY'] = JSON.stringify(companyOfPages)
}

async function companyOn(origin: string | undefined, token: string | undefined) {
  if (!origin || !token) throw new Error('A server did not print the link for its first owner.')
  const company = await makeCompany(origin, token)
  return { ...company, story: await makeStory(company, await signInOffice(origin, company.dispatcher)) }
}
