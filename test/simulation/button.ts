import type { OpenPhone } from '../../field/offline/open-phone.ts'
import type { Capture } from '../../field/offline/phone.ts'
import type { Draft, Pressed } from './facts.ts'

/** Buttons that are disabled are not pressed. */
export function sent(phone: OpenPhone, fact: Draft, capture: Capture): Pressed | null {
  return phone.whyNot(capture) === null ? { fact, answer: phone.capture(capture) } : null
}
