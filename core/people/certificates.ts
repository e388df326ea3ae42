import { addDays, type LocalDate } from '../kit/time.ts'

/** How long before its end a certificate is worth a word. */
const soonDays = 30

/** Whether a certificate counts on a day: until the end of its last day, for good where it has none. */
export type CertificateState = 'good' | 'ends_soon' | 'expired'

export function certificateState(until: LocalDate | null, today: LocalDate): CertificateState {
  if (until === null) return 'good'
  if (until < today) return 'expired'
  return until <= addDays(today, soonDays) ? 'ends_soon' : 'good'
}
