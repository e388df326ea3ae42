import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { shownAtFirst, type Width } from './columns.tsx'

type Chosen = Readonly<Record<string, boolean>>

/** The columns of the table, chosen and kept for each width of the screen by itself. */
export function useColumns(): [Chosen, (chosen: Chosen) => void] {
  const atOnce = { getInitialValueInEffect: false }
  const beyondPhone = useMediaQuery('(min-width: 40em)', true, atOnce)
  const beyondTablet = useMediaQuery('(min-width: 70em)', true, atOnce)
  const wide = useKept('wide')
  const tablet = useKept('tablet')
  const phone = useKept('phone')
  return beyondTablet ? wide : beyondPhone ? tablet : phone
}

function useKept(width: Width): [Chosen, (chosen: Chosen) => void] {
  const [chosen, setChosen] = useLocalStorage<Chosen>({
    key: `roundtrip.work-orders.columns.${width}`,
    defaultValue: shownAtFirst[width],
    getInitialValueInEffect: false,
  })
  return [chosen, setChosen]
}
