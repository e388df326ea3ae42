import type { Id } from '#core/kit/ids.ts'
import type { Holdings } from './holdings.ts'
import { sha256Of } from './hash.ts'
import { isOutOfSpace } from './out-of-space.ts'
import { nowOf, type Ports } from './ports.ts'
import type { Around } from './steps/step.ts'
import { agendaOf } from './views/visits.ts'
import type { Stop } from './wire.ts'

/**
 * Drawings and manuals the office put on work orders and sites, and thumbnails of the last visits, copied to this phone so
 * that they open without a signal.
 */
export type Copying = {
  /** Lets go of what no document names, then copies one file: `more` when another may be missing. */
  copyNext: () => Promise<'more' | 'none' | Stop>
  /** Something more urgent wants the network. */
  interrupt: () => void
  /** A person asked: what failed before is asked for again. */
  tryAll: () => void
}

const mostOfAll = 200_000_000
const mostOfOne = 25 * 1024 * 1024
/** For thumbnails of the last visits, at about so much each. */
const mostOfThumbnails = 2_000_000
const likelyThumbnail = 24_000
/** A file that did not come is asked for again after five minutes, then ten, then twenty, up to four hours. */
const firstPause = 5 * 60_000
const longestPause = 4 * 3600_000
/** After the phone was full, so long without copies. */
const pauseWhenFull = 3600_000

type Wanted = { sha256: string; size: number; mediaType: string; thumbnail?: boolean }

export function openCopying({ holdings, ports, ways }: Pick<Around, 'holdings' | 'ports' | 'ways'>): Copying {
  const missed = new Map<string, { times: number; until: number }>()
  let notBefore = 0
  let stop = new AbortController()

  function miss(sha256: string): void {
    const times = missed.get(sha256)?.times ?? 0
    missed.set(sha256, { times: times + 1, until: ports.now() + Math.min(longestPause, firstPause * 2 ** times) })
  }

  /** Whether it is kept. Room for work comes first: a full phone is left alone for a while. */
  async function keep({ sha256, thumbnail }: Wanted, bytes: ArrayBuffer, mediaType: string): Promise<boolean> {
    const row = { sha256, size: bytes.byteLength, mediaType, copiedAt: nowOf(ports) }
    try {
      await holdings.keepCopy(thumbnail ? { ...row, thumbnail } : row, bytes)
      return true
    } catch (error) {
      if (!isOutOfSpace(error)) throw error
      notBefore = ports.now() + pauseWhenFull
      return false
    }
  }

  return {
    async copyNext() {
      stop = new AbortController()
      const wanted = wantedOf(holdings, ports)
      const named = new Set(wanted.map((file) => file.sha256))
      await holdings.dropCopies(
        holdings
          .copies()
          .filter((copy) => !named.has(copy.sha256))
          .map((copy) => copy.sha256),
      )
      if (ports.now() < notBefore) return 'none'
      const next = wanted.find(
        (file) => !isCopied(holdings, file) && ports.now() >= (missed.get(file.sha256)?.until ?? 0),
      )
      if (!next) return 'none'
      const answer = await ways.read((wire) =>
        wire.getBytes(next.sha256, next.thumbnail ? 'thumbnail' : 'web', stop.signal),
      )
      if (stop.signal.aborted) return 'more'
      if ('stop' in answer) {
        miss(next.sha256)
        return answer.stop.why === 'problem' || answer.stop.why === 'too_large' ? 'more' : answer.stop
      }
      const { bytes, mediaType } = answer.reply
      // A picture comes in a smaller form; anything else is what its hash says, or was cut on the way.
      if (!mediaType.startsWith('image/') && (await sha256Of(bytes)) !== next.sha256) {
        miss(next.sha256)
        return 'more'
      }
      return (await keep(next, bytes, mediaType)) ? 'more' : 'none'
    },
    interrupt: () => stop.abort(),
    tryAll() {
      missed.clear()
      notBefore = 0
    },
  }
}

/** Files the documents name, those of the next visits first, as many as there is room for. */
function wantedOf(holdings: Holdings, ports: Ports): Wanted[] {
  const wanted = new Map<string, Wanted>()
  let room = mostOfAll
  for (const file of filesInOrder(holdings, ports)) {
    if (wanted.has(file.sha256) || holdings.blob(file.sha256)?.kept) continue
    const size = holdings.copy(file.sha256)?.size ?? file.size
    if (size > mostOfOne || size > room) continue
    room -= size
    wanted.set(file.sha256, file)
  }
  const past = pastPhotosInOrder(holdings, ports).filter(
    (sha256) => !wanted.has(sha256) && !holdings.blob(sha256)?.kept,
  )
  return [...wanted.values(), ...withinBudget(past, (sha256) => holdings.copy(sha256)?.size)]
}

/** As many of the first thumbnails as the phone has room for; one that was not fetched yet counts as one usually weighs. */
export function withinBudget(photos: readonly string[], sizeOf: (sha256: string) => number | undefined): Wanted[] {
  const found: Wanted[] = []
  let room = mostOfThumbnails
  for (const sha256 of new Set(photos)) {
    const size = sizeOf(sha256) ?? likelyThumbnail
    room -= size
    if (room < 0) break
    found.push({ sha256, size, mediaType: 'image/jpeg', thumbnail: true })
  }
  return found
}

/** Photos of the last visits, those at the sites of the next visits first. */
function pastPhotosInOrder(holdings: Holdings, ports: Ports): string[] {
  const sites = soonestFirst(holdings, ports).flatMap(
    (id) => holdings.document('work_order', id)?.body.work.details.site ?? [],
  )
  return [...new Set(sites)].flatMap((site) =>
    (holdings.document('history', site)?.body.visits ?? []).flatMap((past) =>
      (past.photos ?? []).map((photo) => photo.sha256),
    ),
  )
}

/** A thumbnail is no file: one that is wanted whole is fetched again. */
function isCopied(holdings: Holdings, { sha256, thumbnail = false }: Wanted): boolean {
  const copy = holdings.copy(sha256)
  return copy !== undefined && (thumbnail || !copy.thumbnail)
}

function filesInOrder(holdings: Holdings, ports: Ports): Wanted[] {
  const sites = new Map(holdings.documents('site').map(({ body }) => [body.id, body.files]))
  const ofOrder = (id: Id): Wanted[] => {
    const work = holdings.document('work_order', id)?.body.work
    if (!work) return []
    const site = work.details.site ? (sites.get(work.details.site) ?? []) : []
    return [...work.files.filter((file) => file.state === 'stored'), ...site]
  }
  return [...soonestFirst(holdings, ports).flatMap(ofOrder), ...[...sites.values()].flat()]
}

function soonestFirst(holdings: Holdings, ports: Ports): Id[] {
  const { now, left, today, earlier, later, undated, others, finished } = agendaOf(holdings, nowOf(ports))
  const days = later.flatMap((day) => day.visits)
  return [...now, ...left, ...today, ...earlier, ...days, ...undated, ...others, ...finished].map(
    (card) => card.workOrder,
  )
}
