import { IconDeviceMobile, IconLogout } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Modal } from '@mantine/core'
import { type Device, peopleApi } from '#core/people/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { useFocusBack } from '../kit/focus-back.ts'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { sinceWords, unsentWords } from '../kit/unsent.ts'

const signedOut = { word: 'Signed out', tone: 'neutral', icon: IconLogout } as const

/** On which phones members are signed in, what is only on them, and the way to end that for a lost one. */
export function PhonesPanel() {
  const query = useQuery(ask(peopleApi.listDevices, {}))
  const members = useQuery(ask(peopleApi.listMembers, {})).data?.items ?? []
  const [asking, setAsking] = useState<Device | null>(null)
  const nameOf = (phone: Device) => members.find((one) => one.id === phone.memberId)?.name ?? ''
  return (
    <Panel title="Phones" count={query.data?.items.filter((one) => !one.signedOutAt).length} flush id="phones">
      <Loaded query={query} failed="The phones could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>
              Nobody has signed in on a phone yet. Technicians open this address with /field/ at its end.
            </p>
          ) : (
            items.map((phone) => (
              <PhoneLine key={phone.id} phone={phone} member={nameOf(phone)} onSignOut={() => setAsking(phone)} />
            ))
          )
        }
      </Loaded>
      {asking ? <SignOutDialog phone={asking} member={nameOf(asking)} onClose={() => setAsking(null)} /> : null}
    </Panel>
  )
}

type LineProps = { phone: Device; member: string; onSignOut: () => void }

function PhoneLine({ phone, member, onSignOut }: LineProps) {
  const { zone } = useMe().organization
  const mayEdit = useMay('people.edit')
  const unsent = unsentWords(phone)
  return (
    <div className={layout.line}>
      <IconDeviceMobile size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        <p>
          <b>{member}</b> <span className={layout.detail}>{phone.name}</span>{' '}
          {phone.signedOutAt ? <MarkBadge mark={signedOut} look="plain" /> : null}
        </p>
        <p className={layout.detail}>
          {phone.lastSeenAt ? (
            <>
              last seen <ShortTime at={phone.lastSeenAt} zone={zone} within />
            </>
          ) : (
            'never seen'
          )}
          {unsent ? (
            <span className={layout.warn}>
              {` · ${unsent}`}
              {phone.unsentSince ? (
                <>
                  {sinceWords(phone)}
                  <ShortTime at={phone.unsentSince} zone={zone} within />
                </>
              ) : null}
            </span>
          ) : null}
        </p>
      </div>
      {mayEdit && !phone.signedOutAt ? (
        <Button variant="default" size="xs" aria-label={`Sign out ${phone.name} of ${member}`} onClick={onSignOut}>
          Sign out
        </Button>
      ) : null}
    </div>
  )
}

/** Asked first: it cannot be undone from here, only by signing in on the phone again. */
function SignOutDialog({ phone, member, onClose }: { phone: Device; member: string; onClose: () => void }) {
  useFocusBack()
  const queries = useQueryClient()
  const unsent = unsentWords(phone)
  const signOut = useMutation({
    mutationFn: () => call(peopleApi.signOutDevice, { params: { id: phone.id } }),
    onSuccess: () => {
      toast(`${phone.name} of ${member} is signed out`)
      onClose()
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => refresh(queries, [{ kind: 'device', id: phone.id, version: 0 }]),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Sign out this phone of ${member}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={layout.form}>
        <p>
          It can read nothing any more, and nothing new comes to it. Work that is still only on it can be handed in: it
          waits in Attention until you take it in or put it aside.
        </p>
        {unsent ? (
          <p className={layout.warn}>
            {`When last heard of it had ${unsent}. If it comes online, that arrives in Attention. Nothing of it is deleted.`}
          </p>
        ) : (
          <p className={layout.detail}>When last heard of, everything on it was handed in.</p>
        )}
        <p className={layout.detail}>If the phone turns up, {member} signs in on it again and goes on.</p>
        <div className={layout.foot}>
          <Button variant="subtle" color="gray" onClick={onClose}>
            Back
          </Button>
          <Button color="red" data-autofocus loading={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out the phone
          </Button>
        </div>
      </div>
    </Modal>
  )
}
