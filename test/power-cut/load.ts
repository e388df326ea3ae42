import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import sharp from 'sharp'
import type { Id } from '#core/kit/ids.ts'
import { pathOf } from '#server/backup/on-record.ts'
import { openWire } from '#test/support/captured.ts'
import { type Api, ApiProblem, type Person, type TestServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

/** Technicians with a visit each, whose phones can be driven against any server that has them. */
export type Crew = { orgId: Id; members: { person: Person; workOrder: Id; visit: Id; seen: number }[] }

const names = ['Ada', 'Bela', 'Cleo']

export async function makeCrew(server: TestServer, name: string): Promise<Crew> {
  const organization = await server.makeOrganization(name)
  const office = server.as(organization.dispatcher)
  const members: Crew['members'] = []
  for (const called of names) {
    const person = await server.makePerson(organization.id, ['technician'], called)
    if (person.technicianId === null) throw new Error('a technician has a row')
    const workOrder = await raise(office, { title: `Pump of ${called}` })
    const visit = await dispatchVisit(office, workOrder, [person.technicianId])
    members.push({ person, workOrder, visit, seen: 0 })
  }
  return { orgId: organization.id, members }
}

/** What the server has said yes to; of commands, when the request was sent that it said yes to. */
export type Acknowledged = { commands: Map<Id, number>; files: Set<string> }
export type Load = {
  acknowledged: Acknowledged
  /** Answers other than a yes, by code. */
  refused: Map<string, number>
  /** Nothing new is begun, until it goes on: while somebody looks at what there is. */
  pause: () => void
  goOn: () => void
  stop: () => Promise<void>
}

/** What passes while it is open, and waits while it is not. */
export function openGate() {
  let { promise, resolve } = Promise.withResolvers<void>()
  resolve()
  return {
    passed: () => promise,
    close: () => void ({ promise, resolve } = Promise.withResolvers<void>()),
    open: () => resolve(),
  }
}

/**
 * Each phone hands in notes one after the other and now and then a picture, and does not let one go before the server
 * has it: a lost answer means the same bytes again.
 */
export function startLoad(crew: Crew, as: (person: Person) => Api, { pictures = true } = {}): Load {
  const acknowledged: Acknowledged = { commands: new Map(), files: new Set() }
  const refused = new Map<string, number>()
  let running = true
  const gate = openGate()
  const untilTaken = async (hand: () => Promise<void>) => {
    while (running) {
      try {
        return await hand()
      } catch (error) {
        const code = error instanceof ApiProblem ? error.code : 'no_answer'
        refused.set(code, (refused.get(code) ?? 0) + 1)
        await sleep(20)
      }
    }
  }
  const lanes = crew.members.map(async (member) => {
    const api = as(member.person)
    // Counts on from what earlier loads of this phone captured.
    const wire = openWire(api, undefined, member.seen)
    for (let n = 1; running; n++) {
      await gate.passed()
      const technician = member.person.technicianId ?? ''
      const fact = { visit: member.visit, technician, at: new Date().toISOString() }
      const note = wire.capture(member.workOrder, 'note', { ...fact, text: `note ${n}`, audience: 'crew' })
      member.seen = note.dseq
      await untilTaken(async () => {
        const sentAt = Date.now()
        const { outcomes } = await wire.push(note)
        if (outcomes.some(({ id, outcome }) => id === note.id && ['applied', 'duplicate'].includes(outcome)))
          acknowledged.commands.set(note.id, sentAt)
        else throw new Error(JSON.stringify(outcomes))
      })
      if (pictures && n % 3 === 0) {
        const bytes = await smallPicture()
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        await untilTaken(() => upload(api, sha256, bytes, acknowledged))
      }
    }
  })
  return {
    acknowledged,
    refused,
    pause: gate.close,
    goOn: gate.open,
    async stop() {
      running = false
      gate.open()
      await Promise.all(lanes)
    },
  }
}

/** The moment of the first yes to what was sent after `since`; a minute at most. */
export async function untilAcknowledged({ commands }: Acknowledged, since: number): Promise<number> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(10)) {
    const last = Math.max(0, ...commands.values())
    if (last > since) return Date.now()
  }
  throw new Error('nothing was acknowledged within a minute')
}

export async function upload(api: Api, sha256: string, bytes: Uint8Array, { files }: Acknowledged): Promise<void> {
  const answer = await api.fetch(`/api/files/${sha256}`, { method: 'PUT', body: new Uint8Array(bytes) })
  const text = await answer.text()
  const { state, code }: { state?: string; code?: string } = JSON.parse(text)
  if (!answer.ok || state !== 'stored')
    throw new ApiProblem('upload', {
      type: 'about:blank',
      title: '',
      detail: text,
      status: answer.status,
      code: code ?? 'unknown',
    })
  files.add(sha256)
}

export async function smallPicture(): Promise<Buffer> {
  const [width, height] = [48, 36]
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer()
}

export type Verdict = { acknowledged: number; lost: number; doubled: number }

/** Which of what was acknowledged is not there, and what is there twice: ledger, record and document, and bytes. */
export async function judge(
  { commands, files }: { commands: readonly Id[]; files: readonly string[] },
  crew: Crew,
  { superuserUrl, dataDir }: { superuserUrl: string; dataDir: string },
): Promise<Verdict> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const shown = await notesShown(client, crew)
    const inLedger = await idsOf(client, 'select command_id::text as id from app.ledger where org_id = $1', crew.orgId)
    const entries = await idsOf(client, 'select command_id::text as id from app.entry where org_id = $1', crew.orgId)
    const once = (ids: readonly string[]) => new Set(ids).size
    const known = [new Set(inLedger), new Set(entries), new Set(shown)]
    const lostCommands = commands.filter((id) => !known.every((where) => where.has(id))).length
    let lostFiles = 0
    for (const sha256 of files)
      if (!(await isWhole(`${dataDir}/files/${pathOf(crew.orgId, sha256)}`, sha256))) lostFiles++
    return {
      acknowledged: commands.length + files.length,
      lost: lostCommands + lostFiles,
      doubled: shown.length - once(shown) + (inLedger.length - once(inLedger)),
    }
  } finally {
    await client.end()
  }
}

async function idsOf(client: Client, text: string, orgId: Id): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(text, [orgId])
  return rows.map((row) => row.id)
}

async function notesShown(client: Client, crew: Crew): Promise<string[]> {
  const { rows } = await client.query<{ work: string }>(
    'select work from app.document where org_id = $1 and stream_id = any ($2)',
    [crew.orgId, crew.members.map((member) => member.workOrder)],
  )
  return rows.flatMap(({ work }) => {
    const { notes }: { notes: { id: string }[] } = JSON.parse(work)
    return notes.map((note) => note.id)
  })
}

async function isWhole(path: string, sha256: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0))
  return createHash('sha256').update(bytes).digest('hex') === sha256
}
