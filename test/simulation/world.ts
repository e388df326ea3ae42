import sharp from 'sharp'
import type { Id } from '#core/kit/ids.ts'
import { uuidv7 } from '#core/kit/ids.ts'
import type { Person } from '#test/support/server.ts'
import type { Pictures } from '../../field/offline/pictures.ts'
import type { CommandRow } from '../../field/offline/store.ts'
import { type Book, openBook } from './book.ts'
import { betweenTabs, type Device, openDevice } from './device.ts'
import { type DiskKind, openDisk } from './disk.ts'
import { type Draft, type Fact, type FactKind, isWordless, plainFact, press } from './facts.ts'
import type { Effort } from './figures.ts'
import type { Hub } from './hub.ts'
import type { Violation } from './invariants.ts'
import { type Heard, type Kept, openLine } from './line.ts'
import { openOffice, type Office } from './office.ts'
import { openRandom, type Random, seedOf } from './random.ts'
import { onVirtualTime, openSchedule, type Schedule } from './schedule.ts'
import { openWatch, type Watch } from './watch.ts'

/** One contractor for one run: its office, its technicians' phones, and what everybody was promised. */
export type World = {
  hub: Hub
  schedule: Schedule
  devices: Device[]
  /** Who holds which phone now. */
  holders: Map<Device, Person>
  office: Office
  /** Every fact a phone showed its tick for. */
  facts: ReadonlyMap<Id, Fact>
  book: Book
  /** Words of facts the server cannot apply: it holds them. */
  poisoned: Set<string>
  /** Facts that went alone and were too large for somebody on the way: the next go before them (S9). */
  passedOver: Set<Id>
  /** How often the server came back from a backup. */
  restored: number
  violations: Violation[]
  watch: Watch
  effort: Effort
  /** Somebody presses a button on a phone; true when it offered one. `on` is the one work order they are at, `about` the one fact. */
  press: (device: Device, random: Random, only?: FactKind, on?: Id, about?: Id) => Promise<boolean>
  /** The next note of this phone is one the server cannot apply. */
  pressPoison: (device: Device, random: Random) => Promise<void>
  /**
   * Past the client: a broken phone sends other bytes under the id of a note that was taken, or a copy of the phone a note
   * of its own under a number that was.
   */
  forge: (device: Device, random: Random) => Promise<void>
  /** A page that was killed is opened again, and what its disk kept of a press nobody saw the tick of is a fact. */
  reopen: (device: Device) => Promise<void>
  /** Somebody else takes the phone into their hand and signs in. */
  handOver: (device: Device, to: Person) => Promise<void>
  /** So many days go by, for the server too, in which every phone is switched off. */
  weeksPass: (days: number) => Promise<void>
  backUp: () => Promise<void>
  /** The server comes back as it was backed up; what was on its way to the one before is lost. */
  restore: () => Promise<void>
  close: () => Promise<void>
}

/** `heavy`: two servers, work orders that ask for readings, and pictures of a few bytes. */
export type WorldSetup = { phones: readonly (0 | 1)[]; disk: DiskKind; heavy?: boolean | undefined }

const smallPictures = [40, 3_000]

/** How long a person waits for a sign-in to go through. */
const patience = 120_000
/** In the morning, at home, every phone fetches its day. */
const firstPull = 3_000

export async function openWorld(hub: Hub, seed: number, setup: WorldSetup): Promise<World> {
  await hub.reset()
  const effort: Effort = { steps: 0, presses: 0, happenings: 0, answers: 0 }
  const schedule = openSchedule(Math.floor(Date.now() / 60_000) * 60_000, () => effort.happenings++)
  const backToRealTime = onVirtualTime(schedule)
  const random = openRandom(seedOf(seed, 'world'))
  const picture = await smallPicture()
  const violations: Violation[] = []
  /** Presses whose tick nobody has seen yet, by their word. */
  const unseen = new Map<string, Draft>()
  let backedUp = { orders: new Set<Id>(), prices: new Set<Id>() }
  let words = 0

  const newId = () => uuidv7(schedule.now(), random.bytes(10))
  const office = openOffice(hub, newId, schedule.now(), setup.heavy)
  const book = openBook()
  const world: World = {
    hub,
    schedule,
    devices: [],
    holders: new Map(),
    office,
    facts: book.facts,
    book,
    poisoned: new Set(),
    passedOver: new Set(),
    restored: 0,
    violations,
    effort,
    watch: openWatch(() => world),

    async press(device, random, only, on, about) {
      const phone = device.phone()
      if (!phone) return false
      effort.presses++
      const token = wordOf(++words)
      const { device: own } = phone.me.get()
      const pressed = press({
        phone,
        random,
        orders: on === undefined ? [...office.orders.keys(), ...book.raisedOn(own)] : [on],
        own: (on === undefined ? book.of(own) : book.on(own, on)).filter(
          ({ id, token }) => !world.poisoned.has(token) && (about === undefined || id === about),
        ),
        token,
        only,
        picture,
        ...(setup.heavy ? { pictureBytes: smallPictures, tasks: true } : {}),
      })
      if (!pressed) return false
      unseen.set(token, pressed.fact)
      pressed.answer.then((answer) => {
        unseen.delete(token)
        // Pressed on a page behind the one that is looked at: that one is told a moment later.
        if ('facts' in answer) ticked(pressed.fact, answer.facts, device.phone() === phone ? 0 : betweenTabs + 1)
      }, device.reports.push)
      await schedule.rest()
      return true
    },

    async pressPoison(device, random) {
      if (!device.phone()) return
      const word = wordOf(words + 1)
      hub.poison(word)
      world.poisoned.add(word)
      await world.press(device, random, 'note')
    },

    async forge(device, random) {
      const phone = device.phone()
      const store = await device.look()
      const taken =
        (await store?.load())?.commands.filter((row) => row.type === 'note' && row.outcome === 'applied') ?? []
      if (!phone || taken.length === 0) return
      const { id, dseq, bytes, streamId } = random.pick(taken)
      const isCopy = random.chance(0.5)
      const token = wordOf(++words)
      const sent = isCopy
        ? { id: newId(), dseq, text: `"text":"${token}"` }
        : { id, dseq, text: `"text":"other bytes, ${token}"` }
      const changed = bytes.replaceAll(id, sent.id).replace(/"text":"[^"]*"/, sent.text)
      const body = JSON.stringify({ nonce: newId(), epoch: null, commands: [{ id: sent.id, dseq, bytes: changed }] })
      const headers = { 'Content-Type': 'application/json', 'X-App': 'field' }
      const answer = await device.send('/api/sync/push', { method: 'POST', headers, body })
      if (!answer.ok || !isCopy) return
      const { device: own, member, technician } = phone.me.get()
      const author = { device: own, member, technician }
      const note = plainFact('note', token, author)
      book.keep({ ...note, id: sent.id, workOrder: streamId, heardAt: schedule.now(), isCopied: true })
    },

    async reopen(device) {
      if (device.pages.length === 0) await device.open()
      await schedule.pass(1, world.watch.look)
      for (const database of device.disk.databases()) {
        const { commands, meta } = await (await device.disk.look(database)).load()
        for (const [token, fact] of unseen) {
          // Most steps have no words of their own.
          const isStep = (row: CommandRow) => row.streamId === fact.workOrder && isWordless(row.type)
          const kept =
            commands.find((row) => row.bytes.includes(`"${token}"`)) ??
            (fact.kind === 'step' && fact.author.device === meta.device
              ? commands.find((row) => isStep(row) && !world.facts.has(row.id))
              : undefined)
          if (!kept) continue
          unseen.delete(token)
          // A work order that was raised comes with its visit, or not at all.
          const visits = commands.filter((row) => row.type === 'open_visit' && row.streamId === fact.workOrder)
          ticked(fact, [kept.id, ...(fact.kind === 'raise' ? visits.map((row) => row.id) : [])])
        }
      }
    },

    async handOver(device, to) {
      const before = device.line.weather
      device.line.weather = 'clear'
      await world.reopen(device)
      const signing: { came: 'nothing' | 'through' | Error } = { came: 'nothing' }
      const signIn = () => {
        device.signIn(to).then(
          () => (signing.came = 'through'),
          (error) => (signing.came = error),
        )
      }
      signIn()
      for (let waited = 0; signing.came === 'nothing' && waited < patience; waited += 100) {
        await schedule.pass(100, async () => {})
        if (signing.came !== 'nothing' || device.pages.length > 0) continue
        // Killed in the middle of it: opened again, and typed again.
        await world.reopen(device)
        signIn()
      }
      if (signing.came instanceof Error) throw signing.came
      if (signing.came === 'nothing')
        throw new Error(`${to.name} was not signed in on ${device.name} within two minutes`)
      device.line.weather = before
      world.holders.set(device, to)
    },

    async weeksPass(days) {
      for (const device of world.devices) {
        device.kill()
        device.line.cutAll()
      }
      await schedule.rest()
      schedule.skip(days * 24 * 3600_000)
      for (const device of world.devices) await world.reopen(device)
    },

    async backUp() {
      await hub.keep()
      backedUp = { orders: new Set(office.orders.keys()), prices: new Set(office.prices.keys()) }
    },

    async restore() {
      for (const device of world.devices) device.line.cutAll()
      if (!(await hub.restore())) return
      world.restored++
      office.forgetSince(backedUp.orders, backedUp.prices)
    },

    async close() {
      for (const device of world.devices) device.kill()
      // What the server is still about to answer would meet the next story's rows.
      await schedule.rest()
      backToRealTime()
    },
  }

  /** As long as each other, so that none is the beginning of another. */
  function wordOf(n: number): string {
    return `word${seed}n${String(n).padStart(4, '0')}`
  }

  function ticked(fact: Draft, ids: readonly Id[], after = 0): void {
    const heardAt = schedule.now() + after
    for (const [index, id] of ids.entries()) {
      const more = index === 0 ? {} : { token: '', quantity: 0, minutes: 0 }
      book.keep({ ...fact, ...more, id, heardAt })
    }
  }

  const pictures: Pictures = {
    async photo(file) {
      const bytes = await file.arrayBuffer()
      const thumbnail = new Uint8Array(picture).buffer
      return { bytes, thumbnail, width: 32, height: 24, mediaType: file.type }
    },
  }
  const origins = setup.heavy ? await hub.origins() : [hub.server.origin]
  for (const [index, technician] of setup.phones.entries()) {
    const name = `phone ${index + 1}`
    const device: Device = openDevice({
      schedule,
      random: openRandom(seedOf(seed, name)),
      origins,
      name,
      disk: openDisk(setup.disk),
      photo: pictures,
      line: openLine(schedule, openRandom(seedOf(seed, name, 'line')), {
        heard(path, kept) {
          effort.answers++
          world.watch.heard(heardBy(name, path, kept))
        },
        delivered: (path, kept) => world.watch.delivered(heardBy(name, path, kept)),
        tooLarge: (path, body) => {
          const alone = path === '/api/sync/push' ? onlyIn(String(body)) : null
          if (alone) world.passedOver.add(alone)
        },
      }),
    })
    world.devices.push(device)
    await world.handOver(device, hub.technicians[technician])
  }
  await office.begin(random, [hub.technicians[0].technicianId ?? '', hub.technicians[1].technicianId ?? ''])
  for (const device of world.devices) device.phone()?.syncNow()
  await schedule.pass(firstPull, async () => {})
  return world
}

function onlyIn(push: string): Id | null {
  const { commands }: { commands: { id: Id }[] } = JSON.parse(push)
  return commands.length === 1 ? (commands[0]?.id ?? null) : null
}

function heardBy(phone: string, path: string, { status, body }: Kept): Heard {
  return { phone, path, status, text: path.startsWith('/api/files/') ? '' : new TextDecoder().decode(body) }
}

let made: Uint8Array | null = null

async function smallPicture(): Promise<Uint8Array> {
  made ??= new Uint8Array(
    await sharp({ create: { width: 32, height: 24, channels: 3, background: { r: 90, g: 60, b: 20 } } })
      .jpeg()
      .toBuffer(),
  )
  return made
}
