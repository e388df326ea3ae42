import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { customersApi } from '#core/customers/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import type { Hit } from '#core/search/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { PageHead, Panel } from '#ui/office/Page.tsx'
import { ask, newId } from '../kit/ask.ts'
import { roughly, useNow } from '../kit/clock.ts'
import { useMe } from '../kit/me.ts'
import { offered } from '../kit/offered.ts'
import { sentenceOf } from '../kit/problem.ts'
import { useTitle } from '../kit/title.ts'
import { AssetPicker } from '../work-orders/PlacePicker.tsx'
import { CallerFinder } from './CallerFinder.tsx'
import { ContextPanel, Duplicates } from './ContextPanel.tsx'
import { type Draft, emptyPlan, forgetDraft, useDraft } from './draft.ts'
import { PlaceCard } from './PlaceCard.tsx'
import { ContactFields, type Part, PlanPart, PriorityChoice, TimesFields } from './RaiseFields.tsx'
import layout from '../kit/layout.module.css'
import styles from './RaisePage.module.css'
import { Promised } from './Promised.tsx'
import { problemsOf, raise, timesOf } from './submit.ts'

const route = getRouteApi('/shell/raise')

/** A work order while the caller is still on the phone. */
export function RaisePage() {
  useTitle('Raise a work order')
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { draft, set, restart, restored } = useDraft({
    ...(search.customer ? { customer: search.customer } : {}),
    ...(search.site ? { site: search.site } : {}),
    ...(search.asset ? { assets: [search.asset] } : {}),
    ...(search.order && search.finding ? { follows: { workOrder: search.order, finding: search.finding } } : {}),
    ...(search.title ? { title: search.title.slice(0, 200) } : {}),
    ...(search.about ? { description: search.about } : {}),
  })
  const narrow = useMediaQuery('(max-width: 64em)', undefined, { getInitialValueInEffect: false })
  const [tried, setTried] = useState(false)
  const jobTypes = useQuery(ask(workOrderCatalogueApi.listJobTypes, {}))
  const { items: types, error: noTypes } = offered(jobTypes, 'The job types')
  const jobType = types.find((one) => one.id === draft.jobType) ?? null
  const site = useQuery({
    ...ask(customersApi.readSite, { params: { id: draft.site ?? '' } }),
    enabled: draft.site !== null,
  }).data
  const zone = site?.site.zone ?? me.organization.zone
  const present = useNow()
  const times = timesOf(draft, zone, present)
  const found = problemsOf(draft, zone)
  const problems = tried ? found : {}
  useOnlySite(draft, set)

  const send = useMutation({
    mutationFn: () =>
      raise(queries, me, draft, {
        ...timesOf(draft, zone, new Date().toISOString()),
        zone,
        jobType,
        organizationCountry: site?.site.address.country ?? '',
      }),
    onSuccess: (sent) => {
      if (!sent.ok) return
      forgetDraft()
      toast(sent.number ? `${sent.number} raised` : 'Work order raised')
      void navigate({ to: '/work-orders/$id', params: { id: draft.id } })
    },
  })
  const failed = send.error ? sentenceOf(send.error) : send.data && !send.data.ok ? send.data.sentence : null

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (Object.keys(found).length === 0 && !send.isPending) send.mutate()
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  const chooseType = (id: string | null) => {
    const type = types.find((one) => one.id === id)
    if (!type) return set({ jobType: null })
    const untouched = draft.title === '' || types.some((one) => one.name === draft.title)
    set({
      jobType: type.id,
      kind: type.kind,
      priority: type.priority,
      ...(untouched ? { title: type.name } : {}),
      ...(draft.description === '' ? { description: type.description } : {}),
      ...(draft.plan ? { plan: { ...draft.plan, minutes: type.defaultMinutes } } : {}),
    })
  }
  const placed = draft.customer !== null || draft.newCustomer !== null

  return (
    <form onSubmit={submit} noValidate>
      <PageHead
        title="Raise a work order"
        detail={draft.follows ? 'Puts right what was found; both work orders will name each other.' : undefined}
        actions={
          restored || placed || draft.title !== '' ? (
            <Button
              variant="subtle"
              color="gray"
              onClick={() => {
                restart()
                setTried(false)
              }}
            >
              Start over
            </Button>
          ) : null
        }
      />
      <div className={styles.columns}>
        <div className={layout.column}>
          <Panel title="Who and where">
            <div className={layout.form}>
              {placed ? (
                <PlaceCard draft={draft} set={set} problems={problems} />
              ) : (
                <>
                  <CallerFinder
                    onHit={(hit) => set(placeOf(hit))}
                    onNew={(caller) =>
                      set({
                        newCustomer: { id: newId(), ...caller },
                        newSite: { id: newId(), name: '', line1: '', city: '', postcode: '' },
                        customer: null,
                        site: null,
                      })
                    }
                  />
                  {problems.customer ? <p className={styles.bad}>{problems.customer}</p> : null}
                </>
              )}
              <ContactFields draft={draft} set={set} contacts={site?.contacts ?? []} />
            </div>
          </Panel>
          {narrow ? <ContextPanel draft={draft} /> : null}
          <Panel title="What">
            <div className={layout.form}>
              <div className={styles.two}>
                <Select
                  label="Job type"
                  placeholder={jobTypes.isPending ? 'Loading' : 'Fills in what follows'}
                  error={noTypes && `${noTypes} Raising works without one.`}
                  nothingFoundMessage={types.length === 0 ? 'No job types yet' : 'No job type is called that'}
                  searchable
                  clearable
                  data={types.map((one) => ({ value: one.id, label: one.name }))}
                  value={draft.jobType}
                  onChange={chooseType}
                />
                <TextInput
                  label="Title"
                  required
                  maxLength={200}
                  value={draft.title}
                  error={problems.title}
                  onChange={(event) => set({ title: event.currentTarget.value })}
                />
              </div>
              {jobType ? (
                <p className={styles.detail}>
                  {[
                    `${jobType.tasks.length} task${jobType.tasks.length === 1 ? '' : 's'}`,
                    `${roughly(jobType.defaultMinutes)}`,
                    jobType.requires.signOff ? 'sign-off required' : '',
                    jobType.requires.photosBefore + jobType.requires.photosAfter > 0
                      ? `${jobType.requires.photosBefore} photos before, ${jobType.requires.photosAfter} after`
                      : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              ) : null}
              <Duplicates draft={draft} />
              <PriorityChoice value={draft.priority} onChange={(priority) => set({ priority, targetAt: null })} />
              <Promised priority={draft.priority} times={times} zone={zone} />
              <Textarea
                label="Description"
                autosize
                minRows={3}
                maxRows={12}
                maxLength={10_000}
                value={draft.description}
                onChange={(event) => set({ description: event.currentTarget.value })}
              />
              {draft.site ? (
                <AssetPicker site={draft.site} value={draft.assets} onChange={(assets) => set({ assets })} />
              ) : null}
              <div className={styles.two}>
                <TextInput
                  label="Their reference"
                  maxLength={100}
                  value={draft.reference}
                  onChange={(event) => set({ reference: event.currentTarget.value })}
                />
                <TextInput
                  label="Purchase order"
                  maxLength={100}
                  value={draft.purchaseOrder}
                  onChange={(event) => set({ purchaseOrder: event.currentTarget.value })}
                />
              </div>
              <TimesFields draft={draft} set={set} zone={zone} problems={problems} requestedAt={times.requestedAt} />
            </div>
          </Panel>
          <Panel
            title="First visit"
            actions={
              <Switch
                label="Plan it now"
                labelPosition="left"
                checked={draft.plan !== null}
                onChange={(event) =>
                  set({ plan: event.currentTarget.checked ? emptyPlan(jobType?.defaultMinutes ?? 60, zone) : null })
                }
              />
            }
          >
            {draft.plan ? (
              <PlanPart draft={draft} set={set} zone={zone} problem={problems.plan} />
            ) : (
              <p className={styles.detail}>It goes to the work without a visit; plan it there any time.</p>
            )}
          </Panel>
        </div>
        {narrow ? null : (
          <aside className={layout.column} aria-label="What is known of them">
            <ContextPanel draft={draft} />
          </aside>
        )}
      </div>
      <div className={styles.foot}>
        <span className={failed ? styles.bad : styles.detail} role={failed ? 'alert' : undefined}>
          {failed
            ? `${failed} What you typed is still here.`
            : tried && Object.keys(found).length > 0
              ? Object.values(found)[0]
              : 'Ctrl and Enter raises it.'}
        </span>
        <Button type="submit" size="sm" loading={send.isPending}>
          {draft.plan ? (draft.plan.dispatch ? 'Raise, plan and dispatch' : 'Raise and plan') : 'Raise'}
        </Button>
      </div>
    </form>
  )
}

function placeOf(hit: Hit): Partial<Draft> {
  const customer = hit.kind === 'customer' ? hit.id : hit.customerId
  const site = hit.kind === 'site' ? hit.id : hit.siteId
  return {
    customer,
    site,
    newCustomer: null,
    newSite: null,
    assets: hit.kind === 'asset' ? [hit.id] : [],
    ...(hit.kind === 'contact' ? { contactId: hit.id, contactName: hit.title } : {}),
  }
}

/** A customer with one site needs no choice. */
function useOnlySite(draft: Draft, set: Part['set']): void {
  const { data } = useQuery({
    ...ask(customersApi.readCustomer, { params: { id: draft.customer ?? '' } }),
    enabled: draft.customer !== null,
  })
  const open = data?.customer.id === draft.customer ? data.sites.filter((site) => site.archivedAt === null) : []
  const only = open.length === 1 && draft.site === null && draft.newSite === null ? open[0]?.id : undefined
  useEffect(() => {
    if (only) set({ site: only })
  })
}
