import { CameraIcon, SignOffIcon, TaskIcon } from '#ui/icons.ts'
import type { Id } from '#core/kit/ids.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { Missing } from '#core/work-orders/missing.ts'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { navigate } from '../routes/router.ts'
import { jumpTo } from './jump.ts'

type Props = { missing: readonly Missing[]; work: WorkDocument; visit: Id; onJump?: () => void }

/** What is still missing; each leads to where it is done. */
export function MissingList({ missing, work, visit, onJump }: Props) {
  return (
    <Card flush>
      <Rows>
        {missing.map((one) => (
          <ListRow
            key={one.code === 'task_open' ? one.task : one.code}
            icon={iconOf(one)}
            title={one.label}
            trail={'need' in one ? `${one.have} of ${one.need}` : undefined}
            onPress={() => {
              onJump?.()
              if (one.code === 'sign_off') navigate({ page: 'sign-off', workOrder: work.id, visit })
              else jumpTo(one.code === 'task_open' ? `task-${one.task}` : 'photos')
            }}
          />
        ))}
      </Rows>
    </Card>
  )
}

function iconOf(one: Missing) {
  switch (one.code) {
    case 'task_open':
      return <TaskIcon stroke={1.75} />
    case 'photos_before':
    case 'photos_during':
    case 'photos_after':
    case 'photos_nameplate':
      return <CameraIcon stroke={1.75} />
    case 'sign_off':
      return <SignOffIcon stroke={1.75} />
  }
}
