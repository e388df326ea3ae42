import { Spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconBuilding,
  IconCalendarEvent,
  IconEngine,
  IconReceipt,
  IconMapPin,
  IconPlus,
  IconSignature,
  IconSearch,
  IconTool,
  IconUser,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Ability } from '#core/people/abilities.ts'
import { type Hit, searchApi, type SearchKind } from '#core/search/api.ts'
import { ask } from '../kit/ask.ts'
import { useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { entries } from './entries.ts'
import styles from './SearchEverything.module.css'

const kinds: Readonly<Record<SearchKind, { word: string; icon: TablerIcon }>> = {
  work_order: { word: 'Work orders', icon: IconTool },
  customer: { word: 'Customers', icon: IconBuilding },
  site: { word: 'Sites', icon: IconMapPin },
  contact: { word: 'Contacts', icon: IconUser },
  asset: { word: 'Assets', icon: IconEngine },
  invoice: { word: 'Invoices', icon: IconReceipt },
  technician: { word: 'Technicians', icon: IconUsers },
}

type Command = { word: string; icon: TablerIcon; ability: Ability; go: () => void }

/** One box for everything: a number, a name, an address, a serial, a phone number in any spelling, and what can be done. */
export function SearchEverything() {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 120)
  const { data, error, isPending } = useQuery({
    ...ask(searchApi.search, { query: { q: asked } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const commands = useCommands(typed)
  const groups =
    asked === '' || typed.trim() === '' ? [] : (data?.groups.filter((group) => group.hits.length > 0) ?? [])

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      scrollable
      maxHeight={460}
      size={620}
      attributes={{ content: { 'aria-label': 'Search everything' } }}
    >
      <Spotlight.Search
        placeholder="Number, customer, site, serial or phone"
        leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
        aria-label="Search everything"
      />
      <Spotlight.ActionsList>
        {groups.map(({ kind, hits, more }) => (
          <Spotlight.ActionsGroup
            key={kind}
            label={more ? `${kinds[kind].word}, the first ${hits.length}` : kinds[kind].word}
          >
            {hits.map((hit) => (
              <HitAction key={`${kind}:${hit.id}`} hit={hit} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {commands.length > 0 ? (
          <Spotlight.ActionsGroup label="Go and do">
            {commands.map(({ word, icon: Icon, go }) => (
              <Spotlight.Action
                key={word}
                leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
                label={word}
                onClick={go}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {error ? <Spotlight.Empty>{sentenceOf(error)}</Spotlight.Empty> : null}
        {!error && groups.length === 0 && commands.length === 0 ? (
          <Spotlight.Empty>{isPending ? 'Looking' : `Nothing is found for “${typed.trim()}”.`}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function HitAction({ hit }: { hit: Hit }) {
  const navigate = useNavigate()
  const { icon: Icon } = kinds[hit.kind]
  const open = () => {
    switch (hit.kind) {
      case 'work_order':
        return navigate({ to: '/work-orders/$id', params: { id: hit.id } })
      case 'customer':
        return navigate({ to: '/customers/$id', params: { id: hit.id } })
      case 'site':
        return navigate({ to: '/sites/$id', params: { id: hit.id } })
      case 'asset':
        return navigate({ to: '/assets/$id', params: { id: hit.id } })
      case 'invoice':
        return navigate({ to: '/invoices/$id', params: { id: hit.id } })
      case 'technician':
        return navigate({ to: '/people' })
      case 'contact':
        return hit.siteId
          ? navigate({ to: '/sites/$id', params: { id: hit.siteId } })
          : navigate({ to: '/customers/$id', params: { id: hit.customerId ?? '' } })
    }
  }
  return (
    <Spotlight.Action
      leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
      rightSection={
        hit.archived ? <span className={styles.archived}>{hit.kind === 'invoice' ? 'Void' : 'Archived'}</span> : null
      }
      label={hit.title}
      description={hit.subtitle}
      onClick={() => void open()}
    />
  )
}

function useCommands(typed: string): Command[] {
  const navigate = useNavigate()
  const { actor } = useMe()
  const all: Command[] = [
    {
      word: 'Raise a work order',
      icon: IconPlus,
      ability: 'work_orders.edit',
      go: () => void navigate({ to: '/raise' }),
    },
    {
      word: 'Work without a visit',
      icon: IconCalendarEvent,
      ability: 'work_orders.read',
      go: () => void navigate({ to: '/work-orders', search: { status: 'unscheduled' } }),
    },
    {
      word: 'Verify a sign-off',
      icon: IconSignature,
      ability: 'work_orders.read',
      go: () => void navigate({ to: '/sign-offs' }),
    },
    ...entries.map(({ to, word, icon, ability }) => ({
      word: `Go to ${word}`,
      icon,
      ability,
      go: () => void navigate({ to }),
    })),
  ]
  const words = typed.trim().toLowerCase().split(/\s+/)
  return all.filter(
    ({ word, ability }) =>
      actor.abilities.includes(ability) && words.every((part) => word.toLowerCase().includes(part)),
  )
}
