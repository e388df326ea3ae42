import { IconUsers } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { useField, useMe, useOthersWork, usePhone } from '../hooks.ts'
import type { OthersWork as Left } from '../offline/couriers.ts'
import { Banner } from '../shell/Banner.tsx'
import { countOf } from '../words.ts'
import { saveFile } from './save-file.ts'

/** What mates left on this phone. It goes up under their names, whoever is signed in. */
export function OthersWork({ action }: { action?: (left: Left) => ReactNode }) {
  return useOthersWork().map((left) => {
    const { member, name, items, isKeyed } = left
    return (
      <Banner
        key={member}
        icon={<IconUsers stroke={1.75} />}
        title={
          isKeyed
            ? `Handed in for ${name}: ${countOf(items, 'item')} left`
            : `${countOf(items, 'item')} of ${name} only on this phone`
        }
        action={action?.(left)}
      >
        {isKeyed
          ? `${items === 1 ? 'It goes by itself' : 'They go by themselves'}, under the name of ${name}.`
          : `Kept here. ${name} has to sign in on this phone to hand ${items === 1 ? 'it' : 'them'} in.`}
      </Banner>
    )
  })
}

/** For the day the phone breaks, or goes to repair, before they are back. */
export function SaveOthers({ member, name }: Left) {
  const { field } = useField()
  const phone = usePhone()
  const { organization } = useMe()

  async function save(): Promise<void> {
    const file = await field.saveOthers(member)
    if (file) saveFile(file, `${organization.name} outbox of ${name} ${phone.now().slice(0, 10)}.json`)
  }

  return (
    <Button size="small" onClick={() => void save()}>
      Save as a file
    </Button>
  )
}
