import { IconUsers } from '@tabler/icons-react'
import { useOthersWork } from '../hooks.ts'
import { Banner } from '../shell/Banner.tsx'
import { countOf } from '../words.ts'

/** What mates left on this phone. It goes up under their names, whoever is signed in. */
export function OthersWork() {
  return useOthersWork().map(({ member, name, items, isKeyed }) => (
    <Banner
      key={member}
      icon={<IconUsers stroke={1.75} />}
      title={
        isKeyed
          ? `Handed in for ${name}: ${countOf(items, 'item')} left`
          : `${countOf(items, 'item')} of ${name} only on this phone`
      }
    >
      {isKeyed
        ? `${items === 1 ? 'It goes by itself' : 'They go by themselves'}, under the name of ${name}.`
        : `Kept here. ${name} has to sign in on this phone to hand ${items === 1 ? 'it' : 'them'} in.`}
    </Banner>
  ))
}
