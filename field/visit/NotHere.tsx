import { IconClipboardOff } from '@tabler/icons-react'
import { EmptyState } from '#ui/States.tsx'
import { ButtonLink } from '#ui/blocks/Button.tsx'
import { pathTo } from '../routes/paths.ts'
import { goBack } from '../routes/router.ts'
import { Screen } from '../shell/Screen.tsx'

export function NotHere() {
  return (
    <Screen title="Not on this phone" onBack={() => goBack({ page: 'today' })}>
      <EmptyState
        icon={<IconClipboardOff stroke={1.5} />}
        title="This work order is not on this phone"
        action={<ButtonLink href={pathTo({ page: 'search' })}>Search</ButtonLink>}
      >
        The office took it back or cancelled it, it went to somebody else, or it was finished long ago. With a network
        you can find it by number or site.
      </EmptyState>
    </Screen>
  )
}
