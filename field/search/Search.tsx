import { IconSearchOff, IconWorldSearch } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { AssetIcon, CustomerIcon, SiteIcon, WorkOrderIcon } from '#ui/icons.ts'
import { EmptyState } from '#ui/States.tsx'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { sayRefusal, usePhone, useSearch, useStatus } from '../hooks.ts'
import type { FoundOnline } from '../offline/phone.ts'
import type { SearchHit } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { navigate } from '../routes/router.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { SiteSheet } from './SiteSheet.tsx'

const icons = { work_order: WorkOrderIcon, site: SiteIcon, customer: CustomerIcon, asset: AssetIcon }

/** Everything on this phone by name, number, address, serial and phone; with a network, any open work order. */
export function Search() {
  const [text, setText] = useState(sessionStorage.getItem('search') ?? '')
  const typed = useDeferredValue(text)
  const hits = useSearch(typed)
  const [open, setOpen] = useState<SearchHit | null>(null)
  function type(next: string) {
    setText(next)
    // Coming back from a hit finds the list as it was.
    sessionStorage.setItem('search', next)
  }
  return (
    <Screen
      title="Search"
      below={
        <TextField
          label="Number, customer, site, serial, phone"
          hideLabel
          placeholder="Number, name, address, serial, phone"
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          value={text}
          onChange={(event) => type(event.target.value)}
        />
      }
    >
      {hits.length > 0 ? (
        <Section title="On this phone" count={hits.length}>
          <Card flush>
            <Rows>
              {hits.map((hit) => (
                <Hit key={`${hit.kind}/${hit.id}`} hit={hit} onOpen={setOpen} />
              ))}
            </Rows>
          </Card>
        </Section>
      ) : typed.trim() ? (
        <EmptyState icon={<IconSearchOff stroke={1.5} />} title="Not on this phone">
          Look in the office below, or try another word.
        </EmptyState>
      ) : (
        <p className={forms.soft}>Everything on this phone is searched, with or without a signal.</p>
      )}
      {typed.trim().length >= 2 ? <InTheOffice key={typed} text={typed.trim()} /> : null}
      {open ? <SiteSheet hit={open} onClose={() => setOpen(null)} /> : null}
    </Screen>
  )
}

function Hit({ hit, onOpen }: { hit: SearchHit; onOpen: (hit: SearchHit) => void }) {
  const Icon = icons[hit.kind]
  return (
    <ListRow
      icon={<Icon stroke={1.75} />}
      title={hit.title}
      detail={hit.subtitle}
      {...(hit.kind === 'work_order'
        ? { href: pathTo({ page: 'order', workOrder: hit.id }) }
        : { onPress: () => onOpen(hit) })}
    />
  )
}

/** Any open work order by number or site, to join it. */
function InTheOffice({ text }: { text: string }) {
  const phone = usePhone()
  const { connection } = useStatus()
  const [found, setFound] = useState<FoundOnline[] | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [failed, setFailed] = useState<string | null>(null)

  async function ask<T extends object>(what: string, run: () => Promise<T | { refusal: Refusal }>): Promise<T | null> {
    setBusy(what)
    setFailed(null)
    try {
      const answer = await run()
      if (!('refusal' in answer)) return answer
      setFailed(sayRefusal(answer.refusal))
      return null
    } finally {
      setBusy(null)
    }
  }
  async function look() {
    const answer = await ask('look', () => phone.findOnline(text))
    if (answer) setFound(answer.items)
  }
  async function join(workOrder: Id) {
    const answer = await ask(workOrder, () => phone.join(workOrder))
    if (answer) navigate({ page: 'order', workOrder })
  }
  const reason = connection.at === 'online' || connection.at === 'unasked' ? null : 'Needs a network.'
  return (
    <Section title="In the office">
      {found === null ? (
        <Button
          wide
          icon={<IconWorldSearch aria-hidden stroke={1.75} />}
          busy={busy === 'look'}
          reason={reason}
          onClick={() => void look()}
        >
          {`Look for “${text}”`}
        </Button>
      ) : found.length === 0 ? (
        <p className={forms.soft}>No open work order has this number or site.</p>
      ) : (
        <Card flush>
          <Rows>
            {found.map((one) => (
              <ListRow
                key={one.id}
                icon={<WorkOrderIcon stroke={1.75} />}
                title={one.title}
                detail={[one.number, one.site].filter(Boolean).join(' · ')}
                trail={busy === one.id ? 'Joining …' : 'Join'}
                onPress={() => void join(one.id)}
              />
            ))}
          </Rows>
        </Card>
      )}
      {failed ? <p role="alert">{failed}</p> : null}
    </Section>
  )
}
