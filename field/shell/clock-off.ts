import type { Minutes } from '#core/kit/money.ts'
import { formatMinutes } from '#core/kit/time.ts'

/** What the phone says of its clock: minutes the server's is ahead of it, or behind it when below zero (S12). */
export function clockOffText(clockOff: Minutes): string {
  return `This phone’s clock is ${formatMinutes(Math.abs(clockOff))} ${clockOff > 0 ? 'behind' : 'ahead'}`
}
