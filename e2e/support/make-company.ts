import { makeCompany } from './company.ts'
import { signInOffice } from './api.ts'
import { makeStory } from './story.ts'

/** Before the first test, on the empty server: what is made is handed to the tests through the environment. */
export default async function makeCompanyOfTests(): Promise<void> {
  const { E2E_ORIGIN: origin, E2E_SETUP_TOKEN: token } = process.env
  if (!origin || !token) throw new Error('The server did not print the link for its first owner.')
  const company = await makeCompany(origin, token)
  const story = await makeStory(company, await signInOffice(origin, company.dispatcher))
  process.env['E2E_COMPANY'] = JSON.stringify({ ...company, story })
}
