import type { JobTask } from '#server/platform/jobs.ts'
import { keepCustomerFindable } from './findables.ts'
import { everyCustomerId } from './queries.ts'

/** After a setting changed that is in what is found of every customer; one transaction a customer. */
export const findCustomers: JobTask = async ({ inTenant }) => {
  const ids = await inTenant((tx) => everyCustomerId(tx))
  for (const id of ids) await inTenant((tx) => keepCustomerFindable(tx, id))
}
