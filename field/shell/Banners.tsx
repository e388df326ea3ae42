import { IconClockExclamation, IconCopy, IconDatabaseImport, IconKey, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { useAgenda, useField, useMe, usePhone, useStatus, useWatched } from '../hooks.ts'
import { notAccepted } from '../outbox/words.ts'
import { SignInSheet } from '../parts.ts'
import { Banner } from './Banner.tsx'
import { cameBackText } from './came-back.ts'
import { clockOffText } from './clock-off.ts'

/** What a technician should know, wherever they are. Nothing here stops work. */
export function Banners() {
  return (
    <>
      <ExpiredSession />
      <CopiedPhone />
      <CameBack />
      <NewVersion />
      <WrongClock />
    </>
  )
}

function ExpiredSession() {
  const { connection, handsIn, toSend, stuck } = useStatus()
  const [asking, setAsking] = useState(false)
  if (connection.at !== 'no_session') return null
  const goes = handsIn ? 'What you do is handed in all the same.' : 'Everything is kept on this phone.'
  const kept = toSend > 0 ? goes : (notAccepted(stuck) ?? 'Everything of yours so far is handed in.')
  return (
    <Banner
      icon={<IconKey stroke={1.75} />}
      title={toSend > 0 && handsIn === false ? 'Sign in again to hand in your work' : 'Sign in again to see news'}
      action={
        <Button size="small" onClick={() => setAsking(true)}>
          Sign in
        </Button>
      }
    >
      {`Go on working. ${kept}`}
      <SignInAgain asking={asking} onClose={() => setAsking(false)} />
    </Banner>
  )
}

/** A backup of this phone goes on elsewhere: each needs a line of numbers of its own. */
function CopiedPhone() {
  const { isCopied, connection } = useStatus()
  const [asking, setAsking] = useState(false)
  if (!isCopied || connection.at === 'no_session') return null
  return (
    <Banner
      icon={<IconCopy stroke={1.75} />}
      title="Another phone has a copy of this one’s work"
      action={
        <Button size="small" onClick={() => setAsking(true)}>
          Sign in
        </Button>
      }
    >
      Sign in once more, so that each phone counts for itself. Nothing is lost, and you can go on working.
      <SignInAgain asking={asking} onClose={() => setAsking(false)} />
    </Banner>
  )
}

function SignInAgain({ asking, onClose }: { asking: boolean; onClose: () => void }) {
  const [hasAsked, setHasAsked] = useState(asking)
  if (asking && !hasAsked) setHasAsked(true)
  return hasAsked ? <SignInSheet open={asking} onClose={onClose} /> : null
}

/** The browser lost what it stored; a second copy brought back what was only here. */
function CameBack() {
  const { cameBack } = useStatus()
  const phone = usePhone()
  if (cameBack === null) return null
  return (
    <Banner
      icon={<IconDatabaseImport stroke={1.75} />}
      title="The browser lost what this phone stored"
      tone="waiting"
      action={
        <Button size="small" onClick={() => void phone.readCameBack()}>
          OK
        </Button>
      }
    >
      {cameBackText(cameBack)}
    </Banner>
  )
}

/** Never under a running visit, nor under another page of the app: the page opens again. */
function NewVersion() {
  const { updates } = useField()
  const waiting = useWatched(updates.waiting)
  const others = useWatched(updates.othersOpen)
  const { now } = useAgenda()
  if (!waiting || now.length > 0) return null
  return (
    <Banner
      icon={<IconRefresh stroke={1.75} />}
      title="An update is ready"
      action={
        <Button size="small" onClick={updates.takeOver}>
          Use it now
        </Button>
      }
    >
      {others > 0 ? 'The app is open in another tab. Close that one first.' : null}
    </Banner>
  )
}

function WrongClock() {
  const { clockOff } = useStatus()
  const { organization } = useMe()
  if (clockOff === null) return null
  return (
    <Banner icon={<IconClockExclamation stroke={1.75} />} title={clockOffText(clockOff)} tone="waiting">
      {`Set it to automatic. ${organization.name} sees both times.`}
    </Banner>
  )
}
