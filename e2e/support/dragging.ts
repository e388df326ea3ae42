import type { Locator, Page } from '@playwright/test'
import { expect } from './test.ts'

type Point = { x: number; y: number }

/** So many minutes after a card of an hour begins, in a row. */
export async function place(hour: Locator, row: Locator, minutes: number): Promise<Point> {
  await expect(hour).toBeVisible()
  const [card, line] = [await hour.boundingBox(), await row.boundingBox()]
  if (!card || !line) throw new Error('The row is not on the screen.')
  return { x: card.x + (minutes * (card.width + 1)) / 60, y: line.y + line.height / 2 }
}

/** Presses on something and holds it over a place. `left`: taken at its beginning. */
export async function hold(page: Page, what: Locator, to: Point, where: 'middle' | 'left' = 'middle'): Promise<void> {
  await what.scrollIntoViewIfNeeded()
  const box = await what.boundingBox()
  if (!box) throw new Error('Nothing to take.')
  const from = { x: where === 'left' ? box.x + 2 : box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, from.y + 2)
  await moveTo(page, where === 'left' ? { x: to.x + 2, y: to.y } : to)
}

export async function moveTo(page: Page, to: Point): Promise<void> {
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await expect(page.locator('[data-ghost] b')).toBeVisible()
}

export async function drag(page: Page, what: Locator, to: Point, where: 'middle' | 'left' = 'middle'): Promise<void> {
  await hold(page, what, to, where)
  await page.mouse.up()
}
