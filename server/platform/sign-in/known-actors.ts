import type { App, SignedIn } from './sign-in.ts'

/** Sessions end everywhere within a second; here they end at once, because what ends them says `forget`. */
const knownFor = 900
const most = 10_000

type Known = { found: SignedIn; until: number }

/** Who asked lately, so that the several requests of one screen ask the database once. */
export type KnownActors = {
  actor: (app: App, token: string) => Promise<SignedIn | null>
  /** Roles, members, devices or sessions changed. */
  forget: () => void
}

export function knownActors(look: (app: App, token: string) => Promise<SignedIn | null>): KnownActors {
  const known = new Map<string, Known>()
  let generation = 0
  return {
    async actor(app, token) {
      const key = `${app} ${token}`
      const now = performance.now()
      const before = known.get(key)
      if (before && before.until > now) return before.found
      const asked = generation
      const found = await look(app, token)
      // What was read before something changed is not kept after it.
      if (found && asked === generation) {
        if (known.size >= most) known.clear()
        known.set(key, { found, until: now + knownFor })
      } else known.delete(key)
      return found
    },
    forget() {
      generation += 1
      known.clear()
    },
  }
}
