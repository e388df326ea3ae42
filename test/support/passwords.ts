import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Passwords } from '#server/platform/sign-in/sign-in.ts'

export const testPassword = 'three tall ladders'

/** As the product itself hashed it once. */
const itsHash =
  '5f93de9e77160d142c9a64ce1c333bd4:6c7261a4784ef7fa667bab81cb28e8f034f977dbe69ad451c8081109ad980eddc31715139f09ea0d8c05ae9827d7ad32a810517bed530bc0dd2d5b3f3419c7b8'

/**
 * A tenth of a second for each hash is what keeps a stolen table safe, and half of what a test with ten people would
 * take. The one password of the tests is known with its hash; all others go the product's way, and so does a server
 * that is started on the same database later.
 */
export const knownPasswords: Passwords = {
  hash: async (password) => (password === testPassword ? itsHash : hashPassword(password)),
  verify: async (given) => (given.hash === itsHash ? given.password === testPassword : verifyPassword(given)),
}
