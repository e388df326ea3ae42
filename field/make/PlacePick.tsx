import { useDeferredValue, useMemo, useState } from 'react'
import { searchWords } from '#core/search/text.ts'
import type { SitePut } from '#core/sync/documents.ts'
import { AddIcon, SiteIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { useCatalogue } from '../hooks.ts'
import type { ReportedPlace } from '../offline/views/added.ts'
import forms from '../shell/forms.module.css'
import { noPlace, placeFrom, type PlaceText } from './place-text.ts'

type Props = {
  site: SitePut | null
  onSite: (site: SitePut | null) => void
  typed: PlaceText
  onTyped: (typed: PlaceText) => void
}

const shown = 6

/** A site this phone knows, or one typed in as it was said. */
export function PlacePick({ site, onSite, typed, onTyped }: Props) {
  const { sites, customers, reportedPlaces } = useCatalogue()
  const [way, setWay] = useState<'known' | 'new'>(sites.length + reportedPlaces.length > 0 ? 'known' : 'new')
  const [searched, setSearched] = useState('')
  const nameOf = (id: string) => customers.find((one) => one.id === id)?.name ?? ''
  if (site) {
    return (
      <Card>
        <div className={forms.between}>
          <div>
            <p>
              <b>{site.name}</b>
            </p>
            <p className={forms.soft}>{[nameOf(site.customer), site.address].filter(Boolean).join(' · ')}</p>
          </div>
          <Button size="small" onClick={() => onSite(null)}>
            Change
          </Button>
        </div>
      </Card>
    )
  }
  if (typed.again) {
    return (
      <Card>
        <div className={forms.between}>
          <div>
            <p>
              <b>{typed.customer || typed.site}</b>
            </p>
            <p className={forms.soft}>{typed.customer ? typed.site : ''}</p>
          </div>
          <Button size="small" onClick={() => onTyped(noPlace)}>
            Change
          </Button>
        </div>
      </Card>
    )
  }
  const set = (change: Partial<PlaceText>) => onTyped({ ...typed, ...change })
  function writeDown() {
    set(placeFrom(searched))
    setWay('new')
  }
  function turn(to: 'known' | 'new') {
    if (to === 'new' && typed.customer === '' && typed.site === '') writeDown()
    else setWay(to)
  }
  return (
    <div className={forms.stack}>
      <Segmented
        label="Place"
        hideLabel
        value={way}
        options={[
          { value: 'known', label: 'On this phone' },
          { value: 'new', label: 'New place' },
        ]}
        onChange={turn}
      />
      {way === 'known' ? (
        <KnownSites
          sites={sites}
          reported={reportedPlaces}
          nameOf={nameOf}
          text={searched}
          onText={setSearched}
          onNew={writeDown}
          onSite={onSite}
          onReported={(place) =>
            onTyped({
              customer: place.customer,
              site: place.site,
              contact: place.contact,
              phone: place.phone,
              again: place,
            })
          }
        />
      ) : (
        <Card>
          <div className={forms.stack}>
            <TextField
              label="Customer"
              maxLength={200}
              value={typed.customer}
              onChange={(event) => set({ customer: event.target.value })}
            />
            <TextField
              label="Address"
              maxLength={500}
              autoComplete="off"
              value={typed.site}
              onChange={(event) => set({ site: event.target.value })}
            />
            <TextField
              label="Contact"
              optional
              maxLength={200}
              value={typed.contact}
              onChange={(event) => set({ contact: event.target.value })}
            />
            <TextField
              label="Phone"
              optional
              type="tel"
              maxLength={40}
              value={typed.phone}
              onChange={(event) => set({ phone: event.target.value })}
            />
            <p className={forms.soft}>The office finds or creates it. Write what you know.</p>
          </div>
        </Card>
      )}
    </div>
  )
}

function KnownSites({
  sites,
  reported,
  nameOf,
  text,
  onText,
  onNew,
  onSite,
  onReported,
}: {
  sites: readonly SitePut[]
  reported: readonly ReportedPlace[]
  nameOf: (customer: string) => string
  text: string
  onText: (text: string) => void
  onNew: () => void
  onSite: (site: SitePut) => void
  onReported: (place: ReportedPlace) => void
}) {
  const asNew = Object.values(placeFrom(text)).filter(Boolean).join(', ')
  const typed = useDeferredValue(text)
  const found = useMemo(() => {
    const words = searchWords(typed).split(' ').filter(Boolean)
    const fits = (text: string) => {
      const all = ` ${searchWords(text)}`
      return words.every((word) => all.includes(` ${word}`))
    }
    return {
      reported: reported.filter((place) => fits(`${place.customer} ${place.site}`)),
      sites: sites.filter((site) => fits(`${site.name} ${site.address} ${nameOf(site.customer)}`)).slice(0, shown),
    }
  }, [sites, reported, nameOf, typed])
  return (
    <>
      <TextField
        label="Site, address or customer"
        type="search"
        autoComplete="off"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {found.sites.length + found.reported.length === 0 ? <p className={forms.soft}>Not on this phone.</p> : null}
      {found.sites.length + found.reported.length > 0 || asNew !== '' ? (
        <Card flush>
          <Rows>
            {found.reported.map((place) => (
              <ListRow
                key={place.siteId}
                icon={<SiteIcon stroke={1.75} />}
                title={place.customer || place.site}
                detail={[place.customer ? place.site : '', 'Reported, not in the list yet'].filter(Boolean).join(' · ')}
                onPress={() => onReported(place)}
              />
            ))}
            {found.sites.map((site) => (
              <ListRow
                key={site.id}
                icon={<SiteIcon stroke={1.75} />}
                title={site.name}
                detail={[nameOf(site.customer), site.address].filter(Boolean).join(' · ')}
                onPress={() => onSite(site)}
              />
            ))}
            {asNew === '' ? null : (
              <ListRow icon={<AddIcon stroke={1.75} />} title={`New place: ${asNew}`} onPress={onNew} />
            )}
          </Rows>
        </Card>
      ) : null}
    </>
  )
}
