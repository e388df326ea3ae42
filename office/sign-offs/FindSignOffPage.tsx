import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { signOffApi } from '#core/work-orders/sign-off-api.ts'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { SiteTime } from '../kit/SiteTime.tsx'
import { useTitle } from '../kit/title.ts'
import styles from './SignOff.module.css'

const route = getRouteApi('/shell/sign-offs')
/** Fewer would find somebody else's. */
const fewest = 8

/** From a paper in the hand to what is on record: the hash a report prints, or the beginning of it. */
export function FindSignOffPage() {
  useTitle('Verify a sign-off')
  const { hash = '' } = route.useSearch()
  const navigate = useNavigate()
  const [typed, setTyped] = useState(hash)
  const digits = typed.toLowerCase().replace(/[^0-9a-f]/g, '')
  const asked = hash.toLowerCase().replace(/[^0-9a-f]/g, '')
  const query = useQuery({
    ...ask(signOffApi.findSignOffs, { query: { hash: asked } }),
    enabled: asked.length >= fewest && asked.length <= 64,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (digits.length >= fewest) void navigate({ to: '/sign-offs', search: { hash: digits.slice(0, 64) } })
  }
  return (
    <>
      <PageHead title="Verify a sign-off" detail="Reports print the hash of the summary that was signed." />
      <form onSubmit={submit} className={styles.find}>
        <TextInput
          label="Hash of the summary"
          placeholder="9f2c 81d0 …"
          autoComplete="off"
          maxLength={200}
          value={typed}
          error={typed !== '' && digits.length < fewest ? 'At least eight of its characters.' : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" disabled={digits.length < fewest}>
          Look
        </Button>
      </form>
      {query.data ? (
        <Panel title="Found" count={query.data.items.length} flush>
          {query.data.items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>
              No sign-off on record has this hash. Compare it with the paper, or ask whoever gave it to you.
            </p>
          ) : (
            <ul className={styles.checks}>
              {query.data.items.map((one) => (
                <li key={one.fact}>
                  <div className={layout.grow}>
                    <Link to="/sign-offs/$id" params={{ id: one.fact }}>
                      {one.kind === 'signed'
                        ? `Signed by ${one.name}`
                        : one.kind === 'refused'
                          ? 'Sign-off refused'
                          : 'Nobody there to sign'}
                    </Link>
                    <p className={layout.detail}>
                      {[one.number, one.title, `visit ${one.visitNumber}`].filter(Boolean).join(', ')},{' '}
                      <SiteTime at={one.signedAt} zone={one.zone} show="both" />
                    </p>
                  </div>
                  <span className={styles.hash}>{one.summaryHash.slice(0, 16)}</span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      ) : null}
    </>
  )
}
