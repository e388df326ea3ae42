import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Hit, searchApi, type SearchKind } from '#core/search/api.ts'
import { ask } from '../kit/ask.ts'
import { notLoaded } from '../kit/offered.ts'
import styles from './RaisePage.module.css'

/** A caller is a customer before anything else. */
const callers = ['customer', 'site', 'contact', 'asset', 'work_order'] as const satisfies readonly SearchKind[]

const words: Readonly<Record<(typeof callers)[number], string>> = {
  work_order: 'From a work order',
  customer: 'Customers',
  site: 'Sites',
  contact: 'People',
  asset: 'Assets',
}

type Props = { onHit: (hit: Hit) => void; onNew: (name: string) => void }

/** One box for whoever calls: a name, a number, an address, a serial, a phone number. */
export function CallerFinder({ onHit, onNew }: Props) {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 120)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus(), [])
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const search = useQuery({
    ...ask(searchApi.search, { query: { q: asked } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const { data } = search
  const groups =
    asked === ''
      ? []
      : callers
          .map((kind) => ({
            kind,
            hits: data?.groups.find((group) => group.kind === kind)?.hits.filter((hit) => !hit.archived) ?? [],
          }))
          .filter((group) => group.hits.length > 0)
  const hits = groups.flatMap((group) => group.hits)

  const choose = (value: string) => {
    combobox.closeDropdown()
    if (value === 'new') return onNew(typed.trim())
    const hit = hits.find((one) => `${one.kind}:${one.id}` === value)
    if (hit) onHit(hit)
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          label="Who calls, or where"
          size="md"
          ref={box}
          placeholder="Name, number, address, serial or phone"
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
          value={typed}
          error={notLoaded(search, 'Who is known')}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
            combobox.selectFirstOption()
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed.trim() === ''}>
        <Combobox.Options mah={420} className={styles.options} aria-label="Found">
          {groups.map(({ kind, hits: found }) => (
            <Combobox.Group key={kind} label={words[kind]}>
              {found.map((hit) => (
                <Combobox.Option key={`${kind}:${hit.id}`} value={`${kind}:${hit.id}`}>
                  <span className={styles.hit}>
                    <b>{hit.title}</b>
                    <span>{hit.subtitle}</span>
                  </span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          <Combobox.Option value="new">
            <span className={styles.fresh}>
              <IconPlus size={15} stroke={2} aria-hidden /> New customer “{typed.trim()}”
            </span>
          </Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
