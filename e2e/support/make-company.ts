import { makeCompany } from './company.ts'

/** Before the first test, on the empty server: what is made is handed to the tests through the environment. */
export default async function makeCompanyOfTests(): Promise<void> {
  const { E2E_ORIGIN: origin, E2E_SETUP_TOKEN: token } = process.env
  if (!origin || !token) throw new Error('The server did not print the link for its first owner.')
  process.env['E2E_COMPANY'] = JSON.stringify(await makeCompany(origin, token))
}
