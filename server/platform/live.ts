import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { sql } from 'kysely'
import type { Actor } from '#core/people/abilities.ts'
import { type Http, signedIn } from './http.ts'
import { serverActor } from './jobs.ts'
import { notSignedIn } from './problem.ts'
import type { Services } from './services.ts'
import type { App } from './sign-in/sign-in.ts'
import { aboutPeople, inTenant } from './tenant.ts'

/** One line of the feed as a screen hears it. */
type Event = { seq: number; kind: string; id: string; version: number; ability: string | null }
type Stream = {
  actor: Actor
  app: App
  token: string
  cursor: number
  send: (events: Event[]) => void
  beat: () => void
  end: () => void
}

const channel = 'roundtrip_feed'
const sessionsChannel = 'roundtrip_sessions'
const beatEvery = 20_000
const page = 500
export type Live = {
  /** Wakes every process, once for all commits of a moment. */
  wake: (orgId: string) => void
  /** Ends the streams of a session everywhere. */
  sessionEnded: (token: string) => void
  open: (stream: Stream) => Promise<() => void>
  close: () => Promise<void>
}

/**
 * Live updates: a LISTEN on a connection of its own says which organization's feed moved; the feed itself
 * is read from the table, once for all streams of the organization.
 */
export async function openLive(directUrl: string, services: () => Services): Promise<Live> {
  const streams = new Map<string, Set<Stream>>()
  const dirty = new Set<string>()
  const pending = new Set<string>()
  let closing = false
  let listener: pg.Client | null = null
  let reading: Promise<void> = Promise.resolve()

  async function listen(): Promise<void> {
    for (let wait = 250; !closing; wait = Math.min(wait * 2, 5_000)) {
      const client = new pg.Client({ connectionString: directUrl, connectionTimeoutMillis: 5_000, keepAlive: true })
      client.on('error', () => undefined)
      client.once('end', () => {
        if (!closing && listener === client) void sleep(250).then(listen)
      })
      client.on('notification', ({ channel: from, payload }) => {
        if (from === sessionsChannel) void endSession(payload ?? '')
        else if (payload) moved(payload)
      })
      try {
        await client.connect()
        await client.query(`listen ${channel}`)
        await client.query(`listen ${sessionsChannel}`)
        listener = client
        // What happened while nobody listened.
        for (const orgId of streams.keys()) moved(orgId)
        return
      } catch {
        // The database is away: a connection that never was cannot be ended, and the next try says how it is.
        await client.end().catch(() => undefined)
        await sleep(wait)
      }
    }
  }

  function moved(orgId: string): void {
    if (!streams.has(orgId)) return
    dirty.add(orgId)
    if (dirty.size === 1) reading = reading.then(readDirty)
  }

  async function readDirty(): Promise<void> {
    const orgs = [...dirty]
    dirty.clear()
    for (const orgId of orgs) {
      try {
        await readFeed(orgId)
      } catch (error) {
        // The next wake-up or beat reads it again from the same cursors.
        services().log.warn('feed_not_read', { error: error instanceof Error ? error.message : 'unknown' })
      }
    }
  }

  async function readFeed(orgId: string): Promise<void> {
    for (;;) {
      const open = [...(streams.get(orgId) ?? [])]
      if (open.length === 0) return
      const from = Math.min(...open.map((stream) => stream.cursor))
      const events = await feedAfter(services(), orgId, from)
      if (events.length === 0) return
      if (events.some((event) => aboutPeople.has(event.kind))) await recheck(open)
      for (const stream of open) deliver(stream, events)
      if (events.length < page) return
    }
  }

  function deliver(stream: Stream, events: Event[]): void {
    const unseen = events.filter((event) => event.seq > stream.cursor)
    const last = unseen.at(-1)
    if (!last) return
    stream.cursor = last.seq
    const heard = unseen.filter(
      ({ ability }) => ability === null || stream.actor.abilities.some((own) => own === ability),
    )
    if (heard.length > 0) stream.send(heard)
  }

  async function recheck(open: Stream[]): Promise<void> {
    services().signIn.forgetActors()
    for (const stream of open) {
      const found = await services().signIn.actor(stream.app, stream.token)
      const same = found !== null && found.actor.roles.join() === stream.actor.roles.join()
      if (!same) stream.end()
    }
  }

  async function endSession(hash: string): Promise<void> {
    services().signIn.forgetActors()
    for (const open of streams.values()) {
      for (const stream of open) if (hashOf(stream.token) === hash) stream.end()
    }
  }

  async function flush(): Promise<void> {
    const orgs = [...pending]
    pending.clear()
    try {
      await sql`select pg_notify(${channel}, org::text) from unnest(${orgs}::text[]) as org`.execute(
        services().database.kysely,
      )
    } catch {
      // The feed holds it; streams read it at the next wake-up or beat.
      for (const orgId of orgs) moved(orgId)
    }
  }

  const beat = setInterval(() => {
    for (const [orgId, open] of streams) {
      for (const stream of open) stream.beat()
      // Without a database nobody's session can be looked up; the next beat asks again.
      void recheck([...open]).catch(() => undefined)
      moved(orgId)
    }
  }, beatEvery)
  beat.unref()
  await listen()

  return {
    wake(orgId) {
      pending.add(orgId)
      if (pending.size === 1) setTimeout(() => void flush(), 5)
    },
    sessionEnded(token) {
      // Ends the stream at once; where the word is lost, the next beat finds that the session is gone.
      void sql`select pg_notify(${sessionsChannel}, ${hashOf(token)})`
        .execute(services().database.kysely)
        .catch(() => undefined)
    },
    async open(stream) {
      const { orgId } = stream.actor
      const open = streams.get(orgId) ?? new Set()
      streams.set(orgId, open)
      open.add(stream)
      moved(orgId)
      return () => {
        open.delete(stream)
        if (open.size === 0) streams.delete(orgId)
      }
    },
    async close() {
      closing = true
      clearInterval(beat)
      for (const open of streams.values()) for (const stream of open) stream.end()
      await reading
      await listener?.end()
    },
  }
}

/** Tokens never leave the process in clear: a NOTIFY is seen by whoever listens. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

async function feedAfter(services: Services, orgId: string, cursor: number): Promise<Event[]> {
  return inTenant(services.tenants, serverActor(orgId), (tx) =>
    tx.db
      .selectFrom('app.feed')
      .select(['seq', 'kind', 'id', 'version', 'ability'])
      .where('org_id', '=', orgId)
      .where('seq', '>', cursor)
      .orderBy('seq')
      .limit(page)
      .execute(),
  )
}

async function lastOf(services: Services, orgId: string): Promise<number> {
  const row = await inTenant(services.tenants, serverActor(orgId), (tx) =>
    tx.db.selectFrom('app.feed_counter').select('last').where('org_id', '=', orgId).executeTakeFirst(),
  )
  return row?.last ?? 0
}

/** `GET /api/live`: server-sent events; `Last-Event-ID` goes on where a broken stream ended. */
export function mountLive(http: Http, services: Services, live: Live): void {
  http.get('/api/live', async (context) => {
    const session = await signedIn(services, context.req.raw, undefined)
    if (session === null) throw notSignedIn()
    const asked = Number(context.req.header('last-event-id') ?? Number.NaN)
    const last = await lastOf(services, session.actor.orgId)
    const cursor = Number.isSafeInteger(asked) && asked >= 0 && asked <= last ? asked : last
    return new Response(bodyOf(live, session.actor, session.token, cursor), {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    })
  })
}

function bodyOf(live: Live, actor: Actor, token: string, cursor: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let leave: () => void = () => undefined
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      let ended = false
      const write = (text: string) => {
        if (!ended) controller.enqueue(encoder.encode(text))
      }
      write(`retry: 2000\nid: ${cursor}\nevent: open\ndata: {}\n\n`)
      leave = await live.open({
        actor,
        app: actor.app,
        token,
        cursor,
        send: (events) => {
          const changes = events.map(({ seq: _seq, ability: _ability, ...change }) => change)
          write(`id: ${events.at(-1)?.seq ?? cursor}\nevent: changes\ndata: ${JSON.stringify(changes)}\n\n`)
        },
        // An event, so that a screen can tell silence from nothing new.
        beat: () => write('event: beat\ndata: {}\n\n'),
        end: () => {
          if (ended) return
          write('event: ended\ndata: {}\n\n')
          ended = true
          leave()
          controller.close()
        },
      })
    },
    cancel() {
      leave()
    },
  })
}
