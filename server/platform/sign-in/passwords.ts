import { shortestPassword } from '#core/people/session-api.ts'
import { invalidField } from '../problem.ts'

/** What people type when asked for ten characters; compared in lower case, digits and signs at the end cut off. */
const common = new Set([
  'password',
  'passwort',
  'motdepasse',
  'contrasena',
  'passw0rd',
  'p@ssword',
  'p@ssw0rd',
  'passwordpassword',
  'letmein',
  'letmeinplease',
  'welcome',
  'welcomehome',
  'willkommen',
  'iloveyou',
  'qwerty',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'asdfghjklm',
  'zxcvbnm',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'qazwsxedc',
  'abcdefghij',
  'abcdefghijk',
  'administrator',
  'admin',
  'changeme',
  'changemenow',
  'default',
  'secret',
  'trustno',
  'football',
  'baseball',
  'basketball',
  'princess',
  'sunshine',
  'superman',
  'starwars',
  'dragon',
  'monkey',
  'master',
  'mustang',
  'michael',
  'roundtrip',
  'technician',
  'dispatcher',
  'workorder',
  'plumber',
  'electrician',
  'company',
  'test',
  'testtest',
  'summer',
  'winter',
  'spring',
  'autumn',
  'january',
  'december',
])

/** Refuses a password that would be guessed first. Throws the problem naming `field`. */
export function checkNewPassword(password: string, about: readonly string[], field = 'password'): void {
  if ([...password].length < shortestPassword) {
    throw invalidField(field, 'too_short', `A password has at least ${shortestPassword} characters.`)
  }
  const lower = password.toLowerCase()
  const stem = lower.replace(/[\d\W_]+$/u, '')
  const plain = /^(.)\1*$/u.test(lower) || isRun(lower) || stem === ''
  const known = common.has(lower) || common.has(stem)
  const personal = about.some((word) => word.length > 3 && stem !== '' && stem === word.toLowerCase())
  if (plain || known || personal) {
    throw invalidField(field, 'too_common', 'This password is among the first that are guessed. Choose another.')
  }
}

/** Neighbours all the way: 1234567890, abcdefghij, 0987654321. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((char, i) => ((char.codePointAt(0) ?? 0) - (text.codePointAt(i) ?? 0) + 10) % 10)
  return steps.every((step) => step === 1) || steps.every((step) => step === 9)
}
