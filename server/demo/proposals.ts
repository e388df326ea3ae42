import { addDays, type LocalDate } from '#core/kit/time.ts'
import { makeProposedVisit } from '#server/scheduling/proposals.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { idOf, jobTypeId, sites } from './cast.ts'
import { proposed } from './data/proposals.ts'
import { jobTypes } from './data/job-types.ts'

/** What agreements ask for in the weeks ahead, and nobody has planned yet. */
export async function makeProposals(tx: Tx, today: LocalDate): Promise<void> {
  for (const { key, site: at, work, source, from, to } of proposed) {
    const site = sites.find(({ name }) => name === at)
    const jobType = jobTypes.find((one) => one.key === work)
    if (!site || !jobType) throw new Error(`there is no ${work} at ${at}`)
    await makeProposedVisit(tx, {
      id: idOf(`proposed/${key}`),
      siteId: site.id,
      jobTypeId: jobTypeId(jobType),
      title: jobType.name,
      source,
      minutes: jobType.minutes,
      priority: jobType.priority,
      dueFrom: addDays(today, from),
      dueTo: addDays(today, to),
    })
  }
}
