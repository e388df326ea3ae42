import type { Id } from '#core/kit/ids.ts'
import { isZone } from '#core/kit/time.ts'
import { openCapturing } from './capture.ts'
import { type Engine, openEngine } from './engine.ts'
import { syncApi } from '#core/sync/api.ts'
import { type Identity, openWays, sessionOnly } from './ways.ts'
import { refusalOf } from './wire.ts'
import { sha256Of } from './hash.ts'
import { exportUnsent } from './export-unsent.ts'
import { openSharedHoldings } from './holdings.ts'
import type { Capture, Phone } from './phone.ts'
import { photoAddresses } from './photo-addresses.ts'
import type { Pictures } from './pictures.ts'
import { newId, nowOf, type Ports } from './ports.ts'
import { withRoom } from './room.ts'
import type { Account, Plan, Store } from './store.ts'
import { assetsOf, reportedPlaces } from './views/added.ts'
import type { Me } from './views/types.ts'
import { outboxOf, statusOf } from './views/outbox.ts'
import { storageOf } from './views/storage.ts'
import { findIn, indexOf } from './views/search.ts'
import { timeOf } from './views/time.ts'
import { agendaOf } from './views/visits.ts'
import { workOrderOf } from './views/work-order.ts'
import { changeMeta, offerHeldBack, readNotices, takeProvisional } from './writes.ts'

/** How often what depends on the time of day is looked at again. */
const clockStep = 30_000

export type OpenPhone = Phone & {
  engine: Engine
  /** A new session: who it says they are, and the queue goes on. */
  signedIn: (account: Account) => Promise<void>
  /** Another phone hands in under the same device id: the next sign-in gives this one an id of its own. */
  isCloned: () => boolean
  close: () => void
}

/** One technician's phone, from the disk: opens and works without a session and without a network (S29). */
export async function openPhone(
  database: string,
  store: Store,
  ports: Ports,
  pictures: Pictures,
  identity: Identity = sessionOnly,
): Promise<OpenPhone> {
  const { holdings, tabs } = await openSharedHoldings(database, store, ports)
  const { live, author } = holdings
  const ways = openWays(ports, identity)
  const engine = openEngine({ database, holdings, store, ports, ways })
  const capturing = openCapturing(holdings, store, ports, () => engine.wake('capture'))
  const write = (plan: Plan) => withRoom({ holdings, store, ports }, () => holdings.change(plan))
  const photos = photoAddresses(store, holdings)
  const stops = [engine.state, engine.sending, ways.handsIn].map((one) => one.subscribe(() => live.touch(['status'])))
  let stopClock = ports.later(clockStep, tick)

  function tick(): void {
    live.touch(['clock'])
    stopClock = ports.later(clockStep, tick)
  }

  const now = () => nowOf(ports)
  const fact = (visit: Id) => ({ visit, technician: author.technician, at: now() })
  const index = live.watch(['documents', 'commands'], () => indexOf(holdings))
  const shown = ['documents', 'commands', 'blobs'] as const
  const capture = (captures: readonly Capture[]) => capturing.capture(captures)

  return {
    engine,
    async signedIn(account) {
      await write(changeMeta({ account, needsSignIn: false }))
      await ports.reached?.('sign_in_told')
      await write(offerHeldBack)
      await ports.reached?.('held_offered')
      engine.wake('signed_in')
    },
    isCloned: () => holdings.meta().isCloned ?? false,
    me: live.watch(['documents', 'status'], () => meOf()),
    agenda: live.watch([...shown, 'clock'], () => agendaOf(holdings, now())),
    workOrder: (id) => live.watch([...shown, 'copies'], () => workOrderOf(holdings, id)),
    search: (text) => live.watch(['documents', 'commands'], () => findIn(index.get(), text)),
    catalogue: live.watch(['documents', 'commands'], () => ({
      parts: holdings.documents('parts').flatMap((row) => row.body.items),
      prices: new Map(
        holdings
          .documents('prices')
          .flatMap(({ body }) => body.items.map(({ id, unitPrice }) => [id, { unitPrice, on: body.on }] as const)),
      ),
      jobTypes: holdings.documents('job_types').flatMap((row) => row.body.items),
      customers: holdings
        .documents('customer')
        .map((row) => row.body)
        .sort((a, b) => a.name.localeCompare(b.name)),
      sites: holdings
        .documents('site')
        .map((row) => row.body)
        .sort((a, b) => a.name.localeCompare(b.name)),
      assets: assetsOf(holdings).sort((a, b) => a.name.localeCompare(b.name)),
      reportedPlaces: reportedPlaces(holdings),
    })),
    people: live.watch(['documents'], () => holdings.documents('people').flatMap((row) => row.body.items)),
    time: (date) => live.watch(['documents', 'commands', 'clock'], () => timeOf(holdings, now(), date)),
    outbox: live.watch([...shown, 'status'], () => outboxOf(holdings, engine.view())),
    status: live.watch([...shown, 'status'], () => statusOf(holdings, engine.view())),
    storage: live.watch(['blobs', 'copies'], () => storageOf(holdings)),
    notices: live.watch(['notices'], () => {
      const notices = holdings.notices()
      return { notices, unread: notices.filter((notice) => !notice.read).length }
    }),

    whyNot: capturing.whyNot,
    capture: (one) => capture([one]),
    captureAll: capture,
    async capturePhoto({ workOrder, visit, file, phase, caption, audience, position, noPosition }) {
      const picture = await pictures.photo(file)
      if ('refusal' in picture) return picture
      const { bytes, thumbnail, width, height, mediaType } = picture
      const sha256 = await sha256Of(bytes)
      const body = {
        ...fact(visit),
        sha256,
        size: bytes.byteLength,
        type: mediaType,
        phase,
        caption,
        audience,
        width,
        height,
        position,
        ...(noPosition ? { noPosition } : {}),
      }
      return capturing.capture([{ workOrder, command: { type: 'photo', body } }], {
        sha256,
        bytes,
        thumbnail,
        mediaType,
      })
    },
    async captureFile({ workOrder, visit, file, name, audience }) {
      const bytes = await file.arrayBuffer()
      const sha256 = await sha256Of(bytes)
      const mediaType = file.type || 'application/octet-stream'
      const body = {
        visit,
        technician: author.technician,
        at: now(),
        sha256,
        size: bytes.byteLength,
        type: mediaType,
        name,
        audience,
      }
      return capturing.capture([{ workOrder, command: { type: 'file', body } }], {
        sha256,
        bytes,
        thumbnail: null,
        mediaType,
      })
    },
    async captureSignature({ workOrder, image, sign }) {
      const bytes = await image.arrayBuffer()
      const sha256 = await sha256Of(bytes)
      const body = { ...sign, ...fact(sign.visit), image: sha256, imageSize: bytes.byteLength }
      return capturing.capture([{ workOrder, command: { type: 'sign', body } }], {
        sha256,
        bytes,
        thumbnail: null,
        isSmall: true,
        mediaType: image.type,
      })
    },
    async raise({ visit: opensVisit, met, ...body }) {
      const { nextProvisional } = holdings.meta()
      await write(takeProvisional)
      await ports.reached?.('provisional_taken')
      const provisional = `${codeOf()}-${String(nextProvisional).padStart(4, '0')}`
      const [workOrder, visit] = [newId(ports), opensVisit ? newId(ports) : null]
      const captures: Capture[] = [
        { workOrder, command: { type: 'raise', body: { ...body, provisional, origin: 'field', at: now() } } },
      ]
      if (visit) captures.push({ workOrder, command: { type: 'open_visit', body: fact(visit) } })
      if (met) {
        const about = { visit, technician: author.technician, at: now(), role: '', email: '' }
        captures.push({ workOrder, command: { type: 'add_contact', body: { ...about, ...met } } })
      }
      const done = await capture(captures)
      return 'facts' in done ? { workOrder, visit } : done
    },

    newId: () => newId(ports),
    now,
    fact,
    async findOnline(text) {
      const answer = await ways.read((wire) => wire.call(syncApi.findOnline, { query: { q: text } }))
      return 'stop' in answer ? { refusal: refusalOf(answer.stop) } : answer.reply
    },
    async join(workOrder) {
      const answer = await ways.read((wire) => wire.call(syncApi.join, { body: { workOrder } }))
      if ('stop' in answer) return { refusal: refusalOf(answer.stop) }
      engine.wake('tap')
      return answer.reply
    },
    photoUrl: photos.addressOf,
    exportUnsent: () => exportUnsent(holdings, store, now()),
    async readNotices(ids) {
      await write(readNotices(ids))
    },
    async readCameBack() {
      await write(changeMeta({ cameBack: null }))
    },
    syncNow: () => engine.wake('tap'),
    close() {
      stopClock()
      for (const stop of stops) stop()
      engine.close()
      tabs.close()
      photos.close()
      // What is under way is written before the disk is let go of.
      void engine.settled().finally(() => store.close())
    },
  }

  function meOf(): Me {
    const { account } = holdings.meta()
    const settings = holdings.documents('settings')[0]?.body ?? null
    const { name, zone, locale, firstDayOfWeek } = settings?.organization ?? account.organization
    const organization = { id: account.orgId, name, zone, locale, firstDayOfWeek }
    return {
      device: author.device,
      member: author.member,
      technician: author.technician,
      name: author.name,
      organization,
      settings,
    }
  }

  /** The front of a provisional reference; before the first pull the device's own. */
  function codeOf(): string {
    return holdings.documents('settings')[0]?.body.technicianCode || `P${author.device.slice(-3).toUpperCase()}`
  }
}

/** The zone of a work order made where no site is known: the device's own, until the office confirms it. */
export function deviceZone(fallback: string): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone && isZone(zone) ? zone : fallback
}
