import { Button, Popover, Select } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { Board } from '#core/scheduling/board-api.ts'
import layout from '../kit/layout.module.css'
import type { RowWish } from './rows.ts'

const orders = [
  { value: 'none name', label: 'By name' },
  { value: 'none load', label: 'Most free first' },
  { value: 'territory name', label: 'By territory' },
  { value: 'kind name', label: 'By kind' },
]

/** Which rows there are and in what order; the button says what is left out. */
export function ViewMenu({ board, wish, onWish }: { board: Board; wish: RowWish; onWish: (wish: RowWish) => void }) {
  const skill = board.skills.find(({ id }) => id === wish.skill)
  return (
    <Popover position="bottom-end" width={240} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={15} stroke={1.75} aria-hidden />}>
          {skill ? `Only ${skill.name}` : 'Rows'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={layout.form} aria-label="Rows">
        <Select
          label="Order"
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          data={orders}
          value={`${wish.group} ${wish.order}`}
          onChange={(value) => {
            const [group, order] = (value ?? '').split(' ')
            onWish({
              ...wish,
              group: group === 'territory' || group === 'kind' ? group : 'none',
              order: order === 'load' ? 'load' : 'name',
            })
          }}
        />
        <Select
          label="Only with a skill"
          comboboxProps={{ withinPortal: false }}
          clearable
          placeholder="Any"
          data={board.skills.map(({ id, name }) => ({ value: id, label: name }))}
          value={wish.skill}
          onChange={(chosen) => onWish({ ...wish, skill: chosen })}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
