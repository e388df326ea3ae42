import type { Id } from '#core/kit/ids.ts'
import { type Instant, isZone, type Zone } from '#core/kit/time.ts'
import { addedAssets } from '#core/work-orders/added.ts'
import type { Command, CommandBody } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { type HttpProblem, invalidField } from '#server/platform/problem.ts'
import type { Author } from './incoming.ts'
import type { Places } from './lookups.ts'

type DetailIds = { customer?: Id | null; site?: Id | null; assets?: Id[]; jobType?: Id | null }

/** The ids of plain rows a command names. */
export function placesNamed(command: Command): DetailIds {
  if (command.type === 'raise') {
    const { details, reported } = command.body
    // What was made on a phone may be a row by now: added from another work order that reported the same.
    return {
      ...details,
      customer: details.customer ?? reported?.customerId ?? null,
      site: details.site ?? reported?.siteId ?? null,
    }
  }
  if (command.type === 'edit_details') return command.body.changes
  return {}
}

/** The technicians a command names: whose fact it is, who is planned. */
export function techniciansNamed({ body }: Command): Id[] {
  const whose = 'technician' in body && body.technician ? [body.technician] : []
  const crew = 'crew' in body ? body.crew : []
  const added = 'add' in body ? body.add : []
  return [...whose, ...crew, ...added]
}

/** What the office is told of a technician who is not there. */
export function unknownTechnician({ body }: Command): HttpProblem {
  const path = 'crew' in body ? 'body.crew' : 'add' in body ? 'body.add' : 'body.technician'
  return invalidField(path, 'not_found', 'There is no technician with this id.')
}

/** The bytes a fact announces. */
export function bytesNamed({ type, body }: Command): { sha256: string; size: number; type: string } | null {
  switch (type) {
    case 'photo':
    case 'file':
      return { sha256: body.sha256, size: body.size, type: body.type }
    case 'sign':
      return { sha256: body.image, size: body.imageSize, type: 'image/png' }
    default:
      return null
  }
}

/**
 * A command with what only the server knows filled in: the site's zone and customer. Ids
 * that name nothing here are refused to the office; what a phone reports is kept, without them, for the office to link.
 */
export function prepare(command: Command, places: Places, author: Author, work: WorkDocument | null): Command {
  switch (command.type) {
    case 'raise':
      return { type: 'raise', body: prepareRaise(command.body, places, author) }
    case 'edit_details':
      return { type: 'edit_details', body: prepareEdit(command.body, places, author, work) }
    default:
      return command
  }
}

function prepareRaise(body: CommandBody<'raise'>, places: Places, author: Author): CommandBody<'raise'> {
  const known = knownOf(body.details, places, author, 'body.details')
  const details = { ...body.details, ...known }
  const { customerId, siteId } = body.reported ?? {}
  if (customerId && places.customers.has(customerId)) details.customer ??= customerId
  if (siteId && places.sites.has(siteId)) details.site ??= siteId
  const site = details.site ? places.sites.get(details.site) : undefined
  details.customer = details.customer ?? site?.customer ?? null
  const zone = site?.zone ?? knownZone(body.zone, author, 'body.zone')
  const lost = (body.details.customer && !details.customer) || (body.details.site && !details.site)
  const reported = body.reported ?? (lost ? { customer: '', site: '', contact: '', phone: '', zone } : null)
  return {
    ...body,
    details,
    zone,
    reported: reported && { ...reported, zone: knownZone(reported.zone, author, 'body.reported.zone') },
    ...noMoneyFrom(author),
  }
}

function prepareEdit(
  body: CommandBody<'edit_details'>,
  places: Places,
  author: Author,
  work: WorkDocument | null,
): CommandBody<'edit_details'> {
  // An asset this record itself reported may be named before it is a row.
  const assets = new Set([...places.assets, ...(work ? addedAssets(work).map((one) => one.asset) : [])])
  const changes = { ...body.changes, ...knownOf(body.changes, { ...places, assets }, author, 'body.changes') }
  const site = changes.site ? places.sites.get(changes.site) : undefined
  const zone = site?.zone ?? (body.zone === undefined ? undefined : knownZone(body.zone, author, 'body.zone'))
  return { ...body, changes, ...(zone === undefined ? {} : { zone }), ...noMoneyFrom(author) }
}

/** Phones know zones we do not (`Etc/Unknown`): their facts are kept in UTC until the site is linked; the office is told. */
function knownZone(zone: Zone, author: Author, path: string): Zone {
  if (isZone(zone)) return zone
  if (author.app === 'office') throw invalidField(path, 'invalid', 'There is no time zone of this name.')
  return 'UTC'
}

/** Money is not the field's to say: what a phone reports of it is left out, the rest of the fact stands. */
function noMoneyFrom(author: Author): { money?: undefined } {
  return author.app === 'field' ? { money: undefined } : {}
}

/** Of the ids named, those that are there; nothing for what was not named. */
function knownOf(named: DetailIds, places: Places, author: Author, path: string): DetailIds {
  const known: DetailIds = {}
  if (named.customer !== undefined) known.customer = one(named.customer, places.customers, author, `${path}.customer`)
  if (named.site !== undefined) known.site = one(named.site, places.sites, author, `${path}.site`)
  if (named.jobType !== undefined) {
    known.jobType =
      named.jobType && places.jobTypes.has(named.jobType)
        ? named.jobType
        : missing(named.jobType, author, `${path}.jobType`)
  }
  if (named.assets !== undefined) {
    const unknown = named.assets.find((asset) => !places.assets.has(asset))
    if (unknown) missing(unknown, author, `${path}.assets`)
    known.assets = named.assets.filter((asset) => places.assets.has(asset))
  }
  return known
}

function one(id: Id | null, rows: ReadonlyMap<Id, { archived: boolean }>, author: Author, path: string): Id | null {
  if (id === null) return null
  const row = rows.get(id)
  if (!row) return missing(id, author, path)
  if (row.archived && author.app === 'office')
    throw invalidField(path, 'archived', 'This is archived. Restore it first, or choose another.')
  return id
}

function missing(id: Id | null, author: Author, path: string): null {
  if (id !== null && author.app === 'office') throw invalidField(path, 'not_found', 'There is nothing with this id.')
  return null
}

/** When they say it happened: the fact's own word, else the device's clock, else ours. */
export function claimedAt(command: Command, at: Instant | null, author: Author, heard: Instant): Instant {
  if (author.app !== 'field') return heard
  return 'at' in command.body && command.body.at ? command.body.at : (at ?? heard)
}
