import { IconCertificate, IconCertificateOff } from '@tabler/icons-react'
import { certificateState } from '#core/people/certificates.ts'
import { formatLocalDate, type LocalDate } from '#core/kit/time.ts'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { useMe } from '../kit/me.ts'

const expired = { word: 'Expired', tone: 'problem', icon: IconCertificateOff } as const
const endsSoon = { word: 'Ends soon', tone: 'waiting', icon: IconCertificate } as const

type Props = {
  /** The last day the certificate counts. */
  until: LocalDate | null
  today: LocalDate
}

/** A word where a certificate has expired or ends within a month; nothing where all is well. */
export function CertificateMark({ until, today }: Props) {
  const { locale } = useMe().organization
  const state = certificateState(until, today)
  if (until === null || state === 'good') return null
  const day = formatLocalDate(until, locale, { day: 'numeric', month: 'short', year: 'numeric' })
  return state === 'expired' ? (
    <MarkBadge mark={expired} look="plain" word={`Expired ${day}`} />
  ) : (
    <MarkBadge mark={endsSoon} look="plain" word={`Until ${day}`} />
  )
}
