import { IconSignature, IconUserOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { SignOff, Visit } from '#core/work-orders/document.ts'
import { changedSinceSigned } from '#core/work-orders/summary.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { Signature } from './Signature.tsx'
import { Whereabouts } from './Whereabouts.tsx'

export function SignOffLine({ visit, signOff }: { visit: Visit; signOff: SignOff }) {
  const { zone, page } = useOrder()
  return (
    <div className={styles.signOff}>
      <Shown signOff={signOff} />
      <div className={layout.grow}>
        <p>{said(signOff)}</p>
        {signOff.kind === 'refused' && signOff.statement ? <p className={styles.quote}>{signOff.statement}</p> : null}
        <p className={layout.detail}>
          <ShortTime at={signOff.at} zone={zone} /> · summary{' '}
          <Link
            to="/sign-offs/$id"
            params={{ id: signOff.id }}
            title={signOff.summaryHash}
            aria-label={`Verify the summary ${signOff.summaryHash.slice(0, 12)}`}
          >
            <span className="mono">{signOff.summaryHash.slice(0, 12)}</span>
          </Link>
          {changedSinceSigned(page.work, visit, signOff) ? <span className={layout.warn}> · changed since</span> : null}
        </p>
        <Whereabouts of={signOff} />
      </div>
    </div>
  )
}

function Shown({ signOff }: { signOff: SignOff }) {
  if (signOff.kind !== 'signed') return <IconUserOff size={20} stroke={1.75} aria-hidden />
  if (signOff.imageState !== 'stored') return <IconSignature size={20} stroke={1.75} aria-hidden />
  return <Signature image={signOff.image} name={signOff.name} />
}

function said(signOff: SignOff): string {
  switch (signOff.kind) {
    case 'signed': {
      const who = signOff.capacity ? `${signOff.name}, ${signOff.capacity}` : signOff.name
      return signOff.imageState === 'stored'
        ? `Signed by ${who}`
        : `Signed by ${who}. The signature has not arrived yet.`
    }
    case 'refused':
      return `${signOff.name || 'The customer'} refused to sign: ${signOff.reason}`
    case 'unattended':
      return `Nobody was there to sign: ${signOff.reason}`
  }
}
