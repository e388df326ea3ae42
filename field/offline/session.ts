import type { Id } from '#core/kit/ids.ts'
import { sessionApi } from '#core/people/session-api.ts'
import type { AccountRow, Accounts } from './accounts.ts'
import type { Ports } from './ports.ts'
import type { Stop, Wire } from './wire.ts'

/**
 * Whose the browser's one session is. Its cookie changes with the answer to a sign-in, before anything here can be noted:
 * so it is noted before asking that it may, and struck out by what is known to be the answer (S28).
 */
export type Session = {
  /** One sign-in at a time, over all tabs; a tab that froze in the middle of one keeps nobody from the next. */
  alone: <T>(run: () => Promise<T>) => Promise<T | null>
  /** Before asking: whoever is signed in may not be any more, unless it is they who sign in. */
  doubt: (login: string) => Promise<void>
  /** The server said no, and left the session as it was. */
  unchanged: () => Promise<void>
  /** It is this member's and nobody else's. */
  belongsTo: (who: Who) => Promise<void>
  /** The account the session may be used for; null while that is in doubt, or nobody's. */
  owner: () => Promise<AccountRow | null>
}

export type Who = { orgId: Id; memberId: Id }

const lock = 'roundtrip:sign-in'
/** Nobody waits longer than this to see what the phone has, or that a sign-in is needed. */
const patience = 8_000

export function openSession(accounts: Accounts, wire: Wire, ports: Ports): Session {
  async function unchanged(): Promise<void> {
    for (const { database, isInDoubt } of await accounts.all())
      if (isInDoubt) await accounts.change(database, { isInDoubt: false })
  }

  async function belongsTo({ orgId, memberId }: Who): Promise<void> {
    for (const row of await accounts.all()) {
      const isTheirs = row.orgId === orgId && row.memberId === memberId
      if (row.isInDoubt || (row.signedIn && !isTheirs))
        await accounts.change(row.database, { isInDoubt: false, ...(isTheirs ? {} : { signedIn: false }) })
    }
  }

  /** Asks who is signed in. Nobody is: then it is no one else's, and the phone opens as with any session that is over. */
  async function settle(): Promise<void> {
    if (!(await accounts.current())?.isInDoubt) return
    const answer = await wire.call(sessionApi.me, {})
    await ports.reached?.('doubt_answered')
    if (!('stop' in answer)) await belongsTo(answer.reply.actor)
    else if (answer.stop.why === 'no_session') await unchanged()
  }

  return {
    alone: (run) => ports.alone(lock, run, true),
    async doubt(login) {
      for (const row of await accounts.all())
        if (row.signedIn && row.login !== login) await accounts.change(row.database, { isInDoubt: true })
    },
    unchanged,
    belongsTo,
    async owner() {
      const row = await accounts.current()
      if (!row?.isInDoubt) return row
      // Never while a sign-in is under way: its answer may come after this one's.
      const settled = ports.alone(lock, settle)
      await Promise.race([settled, new Promise<void>((resolve) => void ports.later(patience, resolve))])
      const now = await accounts.current()
      return now?.isInDoubt ? null : now
    },
  }
}

/** Whether a refusal says that no session began: a server that broke may have begun one. */
export function isRefused(stop: Stop): boolean {
  return stop.why === 'no_session' || stop.why === 'too_large' || (stop.why === 'problem' && stop.status < 500)
}
