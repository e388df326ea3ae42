import { useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { Dialog } from '#ui/blocks/Overlay.tsx'
import { useField, useMe, useOutbox, usePhone, useStatus } from '../hooks.ts'
import { turnNoticesOff } from '../notices/subscribing.ts'
import { visitTitle } from '../outbox/words.ts'
import { navigate } from '../routes/router.ts'
import { Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'
import styles from './Settings.module.css'

/** Signing out loses nothing: it says what is unsent, offers to send it first, and keeps it otherwise. */
export function SignOut() {
  const { here } = useStatus()
  const signOut = useSignOut()
  const [asking, setAsking] = useState(false)
  return (
    <Section title="Sign out">
      <div className={forms.stack}>
        <p className={forms.soft}>
          {here > 0
            ? `Only on this phone: ${countOf(here, 'item')}.`
            : 'Everything is handed in. To open the app again you need a network.'}
        </p>
        <Button onClick={() => (here > 0 ? setAsking(true) : void signOut())}>Sign out</Button>
      </div>
      <Asking open={asking} onClose={() => setAsking(false)} onSignOut={() => void signOut()} />
    </Section>
  )
}

function useSignOut(): () => Promise<void> {
  const { field } = useField()
  const { member } = useMe()
  return async () => {
    // Notices are for who is signed in.
    await turnNoticesOff(member)
    // Whoever signs in next begins with their day.
    navigate({ page: 'today' }, { replace: true })
    await field.signOut()
  }
}

function Asking({ open, onClose, onSignOut }: { open: boolean; onClose: () => void; onSignOut: () => void }) {
  const phone = usePhone()
  const { name } = useMe()
  const { connection, doing, here, toSend, stuck } = useStatus()
  const visits = useOutbox().visits.filter((visit) => visit.counts.on_phone > 0)
  const sending = here > 0 && (doing === 'pushing' || doing === 'uploading')
  const cannot = connection.at === 'offline' ? 'No signal now. It stays here and goes later.' : ''
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={here > 0 ? 'Not everything is sent' : 'Everything is sent'}
      description={
        here > 0
          ? `It stays on this phone${toSend > 0 ? `, is handed in under ${name},` : ''} and is there when you sign in again. Signing in needs a network.`
          : 'Nothing of yours is only on this phone. Signing in again needs a network.'
      }
      actions={
        <>
          {toSend > 0 ? (
            <Button kind="primary" busy={sending} onClick={phone.syncNow}>
              {sending ? 'Sending' : 'Send first'}
            </Button>
          ) : null}
          <Button onClick={onSignOut}>Sign out</Button>
        </>
      }
    >
      {here > 0 ? (
        <ul className={styles.unsent}>
          {visits.map((visit) => (
            <li key={`${visit.workOrder}/${visit.visit}`}>
              <span>{[visit.reference, visitTitle(visit)].filter(Boolean).join(' ')}</span>
              <b>{countOf(visit.counts.on_phone, 'item')}</b>
            </li>
          ))}
          {stuck > 0 ? (
            <li>
              <span>Not accepted, only on this phone</span>
              <b>{countOf(stuck, 'item')}</b>
            </li>
          ) : null}
        </ul>
      ) : null}
      {toSend > 0 && cannot ? <p className={forms.soft}>{cannot}</p> : null}
    </Dialog>
  )
}
