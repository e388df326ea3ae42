import { sql } from 'kysely'
import type { DayActivity, DayCommand } from '#core/fieldwork/day.ts'
import type { Id } from '#core/kit/ids.ts'
import {
  addMinutes,
  dayOfWeek,
  type Instant,
  localDate,
  type LocalDate,
  millisecondsOf,
  minutesBetween,
} from '#core/kit/time.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { lockDevice, recordPush } from '#server/sync/device-queries.ts'
import { applyCommands } from '#server/work-orders/commands.ts'
import { authorOf, incomingFromPhone } from '#server/work-orders/incoming.ts'
import { type CastTechnician, phoneActor } from './cast.ts'
import { earlier, instantAt, later, opens } from './hours.ts'
import { between, fraction, oneOf, seededId } from './seeded.ts'
import { asOf, mustApply } from './telling.ts'

/** Time of one technician off the visits, as their phone recorded it. */
type Spell = { activity: DayActivity; from: Instant; to: Instant; note: string }
/** Time on a visit; null while nobody has ended it. */
type Busy = { from: Instant; to: Instant | null }

/** The technician's own days around the visits that are on record: depot, lunch, the drive home, now and then training. */
export async function tellDays(tx: Tx, technician: CastTechnician, now: Instant): Promise<void> {
  if (technician.device === null || (await hasDays(tx, technician.id))) return
  for (const [date, busy] of await busyDays(tx, technician)) {
    const spells = spellsOf(technician, date, busy).filter((spell) => spell.to <= now)
    if (spells.length > 0) await record(tx, technician, spells)
  }
}

/** What one day brought, handed in at its end. */
async function record(tx: Tx, technician: CastTechnician, spells: readonly Spell[]): Promise<void> {
  const actor = phoneActor(technician)
  if (!actor?.deviceId) throw new Error(`${technician.name} has no phone`)
  const { lastDseq, clock } = await lockDevice(tx, actor.deviceId)
  const then = asOf(tx, later(...spells.map((spell) => spell.to)), actor)
  const said = spells.map((spell) => ({
    id: seededId(`day/${technician.key}/${spell.from}`, millisecondsOf(spell.to)),
    at: spell.to,
    command: { type: 'record_day_time', body: spell } satisfies DayCommand,
  }))
  const batch = said.map((one, index) =>
    incomingFromPhone({ id: one.id, dseq: lastDseq + index + 1, bytes: envelope(technician.id, one) }),
  )
  mustApply(`days of ${technician.name}`, said, await applyCommands(then, authorOf(then, 'field'), batch))
  await recordPush(then, actor.deviceId, { lastDseq, clock, stored: 0 })
}

async function hasDays(tx: Tx, technician: Id): Promise<boolean> {
  const { rows } = await sql`select 1 from app.document
    where org_id = ${tx.orgId} and stream_kind = 'day' and stream_id = ${technician}`.execute(tx.db)
  return rows.length > 0
}

/** What the work orders say of the technician's time, by day. */
async function busyDays(tx: Tx, { id, zone }: CastTechnician): Promise<Map<LocalDate, Busy[]>> {
  const { rows } = await sql<Busy>`
    select started_at as "from", ended_at as "to" from app.time_entry
    where org_id = ${tx.orgId} and technician_id = ${id} and stream_kind = 'work_order'
    order by started_at`.execute(tx.db)
  const days = new Map<LocalDate, Busy[]>()
  for (const row of rows) {
    const date = localDate(row.from, zone)
    days.set(date, [...(days.get(date) ?? []), row])
  }
  return days
}

function spellsOf(technician: CastTechnician, date: LocalDate, busy: readonly Busy[]): Spell[] {
  const name = `day/${technician.key}/${date}`
  const [first] = busy
  if (!first) return []
  const ends = busy.flatMap((one) => one.to ?? [])
  // What was never ended says nothing of the rest of its day.
  const isOver = ends.length === busy.length
  return [
    ...depot(name, technician, date, first.from),
    ...lunch(name, technician, date, busy),
    ...(isOver ? home(name, technician, date, later(...ends)) : []),
  ]
}

/** Before the first drive there is time for the van. */
function depot(name: string, { zone }: CastTechnician, date: LocalDate, begins: Instant): Spell[] {
  const from = later(instantAt(date, opens, zone), addMinutes(begins, -between(`${name}/depot`, 18, 45)))
  if (minutesBetween(from, begins) < 10) return []
  const note = oneOf(`${name}/van`, ['Van stock', 'Van stock, picked up parts', '', 'Picked up a pump at the counter'])
  return [{ activity: 'depot', from, to: begins, note }]
}

/** In the first gap around noon that is long enough. */
function lunch(name: string, { zone }: CastTechnician, date: LocalDate, busy: readonly Busy[]): Spell[] {
  const [opening, closing] = [instantAt(date, '11:15', zone), instantAt(date, '14:15', zone)]
  const minutes = oneOf(`${name}/lunch`, [25, 30, 30, 35])
  for (const [index, one] of busy.entries()) {
    const next = busy[index + 1]
    if (one.to === null || !next) continue
    const from = later(addMinutes(one.to, 1), opening)
    const to = addMinutes(from, minutes)
    if (to <= earlier(next.from, closing)) return [{ activity: 'lunch', from, to, note: '' }]
  }
  return []
}

/** Training on a day in the middle of the week that ended early; then the drive home. */
function home(name: string, { zone }: CastTechnician, date: LocalDate, ended: Instant): Spell[] {
  const begins = addMinutes(ended, 2)
  const drive = (from: Instant): Spell => ({
    activity: 'drive_home',
    from,
    to: addMinutes(from, between(`${name}/home`, 14, 42)),
    note: '',
  })
  const isEarly = ended < instantAt(date, '15:30', zone)
  if (![2, 3, 4].includes(dayOfWeek(date)) || !isEarly || fraction(`${name}/training`) > 0.25) return [drive(begins)]
  const to = addMinutes(begins, 60)
  const note = oneOf(`${name}/course`, [
    'Refrigerant handling, refresher',
    'Ladder safety',
    'New backflow test kit',
    'Lockout and tagout',
  ])
  return [{ activity: 'training', from: begins, to, note }, drive(addMinutes(to, 3))]
}

/** As a phone freezes it. */
function envelope(technician: Id, { id, at, command }: { id: Id; at: Instant; command: DayCommand }): string {
  const clock = { wall: at, mono: millisecondsOf(at) % 86_400_000, life: id.slice(0, 8), offset: 0 }
  return JSON.stringify({
    v: 1,
    id,
    stream: { kind: 'day', id: technician },
    type: command.type,
    body: command.body,
    seen: 0,
    at: clock,
  })
}
