import { createReadStream } from 'node:fs'
import { type Chore, serverActor } from '../jobs.ts'
import type { Services } from '../services.ts'
import { inTenant } from '../tenant.ts'
import { keepBytes } from './receiving.ts'
import { expectedFiles, markAwaited } from './records.ts'

/**
 * What the record calls stored has to be on the disk. Every night each file is looked at, and one of 32 is read from its
 * first byte to its last, each within about a month. What is missing or damaged is awaited again: the phone that took it
 * keeps its bytes for 14 days after the record had them (S22), and hands them in anew.
 */
export const checkFiles: Chore = { name: 'check_files', at: '41 3 * * *', catchesUp: true, run: checkAll }

const mostAtOnce = 500
const nights = 32
const day = 86_400_000

export async function checkAll(
  services: Services,
  queue: { query: (text: string) => Promise<{ rows: { org_id: string }[] }> },
  night = Math.floor(Date.now() / day),
): Promise<void> {
  const { rows } = await queue.query('select org_id from gate.organizations() order by org_id')
  for (const { org_id: orgId } of rows) {
    const found = await checkOrganization(services, orgId, night)
    if (found.missing + found.back > 0) services.log.warn('files_missing', { orgId, ...found })
  }
}

type Found = { looked: number; missing: number; back: number }

async function checkOrganization(services: Services, orgId: string, night: number): Promise<Found> {
  const found: Found = { looked: 0, missing: 0, back: 0 }
  for (let after = ''; ; ) {
    const page = await inTenant(services.tenants, serverActor(orgId), (tx) => expectedFiles(tx, after, mostAtOnce))
    for (const file of page) {
      const isMissed = file.state !== 'stored'
      const isRead = isMissed || Number.parseInt(file.sha256.slice(0, 2), 16) % nights === night % nights
      const isWhole = await services.files.isWhole(orgId, file, isRead)
      found.looked++
      if (!isMissed && !isWhole) found.missing += await missed(services, orgId, file.sha256)
      // A disk that was not there for a night, or a copy that a restore, a backup or somebody put back.
      if (isMissed && isWhole) found.back += await takeBack(services, orgId, file.sha256)
    }
    if (page.length < mostAtOnce) return found
    after = page.at(-1)?.sha256 ?? ''
  }
}

/** Bytes that lie where they belong are taken in as if they came now. */
async function takeBack(services: Services, orgId: string, sha256: string): Promise<number> {
  const bytes = createReadStream(services.files.pathOf(orgId, sha256))
  return 'code' in (await keepBytes(services, serverActor(orgId), sha256, bytes)) ? 0 : 1
}

/** Bytes the record calls stored are not there: every record that names them awaits them again, told by whoever sees it first. */
export async function missed(services: Services, orgId: string, sha256: string): Promise<number> {
  return inTenant(services.tenants, serverActor(orgId), async (tx) => {
    const file = await markAwaited(tx, sha256)
    if (file) await services.tellOfFile(tx, file)
    return file ? 1 : 0
  })
}
