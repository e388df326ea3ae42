import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type Hit, searchApi, type SearchKind } from '#core/search/api.ts'
import { ask } from '../kit/ask.ts'
import { notLoaded } from '../kit/offered.ts'
import { newCaller } from './draft.ts'
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

type Props = { onHit: (hit: Hit) => void; onNew: (caller: { name: string; phone: string }) => void }

/** One box for whoever calls: a name, a number, an address, a serial, a phone number. */
export function CallerFinder({ onHit, onNew }: Props) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim()
  const [asked] = useDebouncedValue(wanted, 120)
  /** Enter was pressed before the answer was there; it counts once it is. */
  const entered = useRef(false)
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
  const waiting = wanted !== '' && (asked !== wanted || !search.isSuccess || search.isPlaceholderData)
  const fresh = newCaller(wanted)

  const choose = (value: string) => {
    combobox.closeDropdown()
    if (value === 'new') return onNew(fresh)
    const hit = hits.find((one) => `${one.kind}:${one.id}` === value)
    if (hit) onHit(hit)
  }

  const answer = waiting ? null : hits.map((hit) => `${hit.kind}:${hit.id}`).join()
  const onAnswer = useEffectEvent(() => {
    if (answer === null || wanted === '') return combobox.resetSelectedOption()
    combobox.selectFirstOption()
    if (entered.current) combobox.clickSelectedOption()
    entered.current = false
  })
  useEffect(() => onAnswer(), [answer])

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
            entered.current = false
            combobox.openDropdown()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !waiting || combobox.getSelectedOptionIndex() >= 0) return
            event.preventDefault()
            entered.current = true
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={wanted === ''}>
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
              <IconPlus size={15} stroke={2} aria-hidden />{' '}
              {fresh.phone ? `New customer with the phone ${fresh.phone}` : `New customer “${fresh.name}”`}
            </span>
          </Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
