import { IconFlag } from '@tabler/icons-react'
import type { Id } from '#core/kit/ids.ts'
import { ButtonLink } from '#ui/blocks/Button.tsx'
import { useOutbox } from '../hooks.ts'
import { stateCounts, whyText } from '../outbox/words.ts'
import { pathTo } from '../routes/paths.ts'
import { Banner } from '../shell/Banner.tsx'
import { Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'

/** What of this visit waits for the office, with what the office says to it; it stays shown until somebody settles it. */
export function WaitsForOffice({ visit }: { visit: Id }) {
  const held = useOfVisit(visit)?.waiting.filter((item) => item.whole === 'held') ?? []
  if (held.length === 0) return null
  const answers = [...new Set(held.flatMap((item) => whyText(item) ?? []))]
  return (
    <Banner
      tone="waiting"
      icon={<IconFlag stroke={1.75} />}
      title={`${countOf(held.length, 'item waits', 'items wait')} for the office`}
      action={
        <ButtonLink size="small" href={pathTo({ page: 'outbox' })}>
          See which
        </ButtonLink>
      }
    >
      {answers.join('\n')}
    </Banner>
  )
}

/** How far everything captured on this visit is. */
export function HandedIn({ visit }: { visit: Id }) {
  const own = useOfVisit(visit)
  if (!own) return null
  const all = own.waiting.length === 0
  return (
    <Section id="handed-in" title="Handed in">
      <p className={forms.soft}>
        {all
          ? own.counts.put_aside === 0
            ? `Everything of this visit is on record: ${countOf(own.counts.on_record, 'item')}.`
            : `Nothing of this visit waits: ${stateCounts(own.counts)}.`
          : stateCounts(own.counts)}
      </p>
    </Section>
  )
}

function useOfVisit(visit: Id) {
  return useOutbox().visits.find((one) => one.visit === visit)
}
