import { AccessIcon, CallIcon, HazardIcon, NavigateIcon } from '#ui/icons.ts'
import { ButtonLink } from '#ui/blocks/Button.tsx'
import type { Reach } from '../offline/views/reach.ts'
import type { VisitCard } from '../offline/views/types.ts'
import { callAddress, mapsAddress } from '../words.ts'
import styles from './Place.module.css'

type Place = Pick<VisitCard, 'siteName' | 'address' | 'latitude' | 'longitude' | 'reach' | 'accessNotes' | 'hazards'>

/** Where it is and whom to call. */
export function PlaceActions({ card }: { card: Place }) {
  const { address, siteName, reach } = card
  return (
    <div className={styles.place}>
      {address || siteName ? (
        <p className={styles.address}>
          {siteName ? <span className={styles.name}>{siteName}</span> : null}
          {address && address !== siteName ? <span>{address}</span> : null}
        </p>
      ) : null}
      <div className={styles.actions}>
        {address ? (
          <ButtonLink
            href={mapsAddress(card)}
            target="_blank"
            rel="noreferrer"
            icon={<NavigateIcon aria-hidden stroke={1.75} />}
          >
            Navigate
          </ButtonLink>
        ) : null}
        {reach ? (
          <ButtonLink
            href={callAddress(reach.phone)}
            aria-label={spokenWord(reach)}
            icon={<CallIcon aria-hidden stroke={1.75} />}
          >
            {callWord(reach)}
          </ButtonLink>
        ) : null}
      </div>
    </div>
  )
}

/** Who picks up: somebody by name, else the place. */
function callWord({ whose, name }: Reach): string {
  return whose === 'contact' ? firstName(name) || 'Call' : `Call ${whose}`
}

/** The same in full, for who hears the button. */
function spokenWord({ whose, name, phone }: Reach): string {
  return whose === 'contact' ? `Call ${name || phone}` : `Call ${whose}: ${name || phone}`
}

/** A button has room for one name, and a title is none. */
function firstName(name: string): string {
  return name.length <= 14 ? name : (name.split(' ').find((word) => !word.endsWith('.')) ?? '')
}

/** How to get in, and what can hurt there. */
export function PlaceNotes({ card }: { card: Place }) {
  return (
    <>
      {card.hazards ? (
        <div className={styles.hazard}>
          <HazardIcon aria-hidden stroke={1.75} />
          <p>
            <span className={styles.label}>Hazards. </span>
            {card.hazards}
          </p>
        </div>
      ) : null}
      {card.accessNotes ? (
        <div className={styles.access}>
          <AccessIcon aria-hidden stroke={1.75} />
          <p>
            <span className={styles.label}>Access. </span>
            {card.accessNotes}
          </p>
        </div>
      ) : null}
    </>
  )
}
