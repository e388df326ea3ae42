import { IconMapPin, IconMapPinOff } from '@tabler/icons-react'
import type { Photo, SignOff } from '#core/work-orders/document.ts'
import { whereaboutsText } from '#core/work-orders/whereabouts.ts'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** Where an evidence was made: how far from the site where that is known, the point itself behind it. */
export function Whereabouts({ of: evidence }: { of: Photo | SignOff }) {
  const { page, me, zone, locale } = useOrder()
  const { site } = page.names
  const at =
    site && site.latitude !== null && site.longitude !== null
      ? { latitude: site.latitude, longitude: site.longitude }
      : null
  const text = whereaboutsText(evidence, { site: at, zone, locale, units: me.organization.units })
  if (text === '') return null
  const { position } = evidence
  const Icon = position ? IconMapPin : IconMapPinOff
  return (
    <p
      className={`${layout.detail} ${styles.whereabouts}`}
      title={position ? `${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)}` : undefined}
    >
      <Icon size={14} stroke={1.75} aria-hidden />
      {text}
    </p>
  )
}
