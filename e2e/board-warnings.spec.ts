import type { Browser, Locator, Page } from '@playwright/test'
import type { WeekHours } from '#core/kit/hours.ts'
import type { Id } from '#core/kit/ids.ts'
import { addDays, formatLocalDate, formatMinutes, localDate } from '#core/kit/time.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { estimatedTravel } from '#core/scheduling/travel.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { PlaceProblemCode } from '#core/work-orders/words.ts'
import { newId } from '#server/platform/ids.ts'
import { send } from './support/api.ts'
import { at, cardOf, type Desk, heard, openBoard, openDesk, rowOf, waitingCard, wednesday } from './support/board.ts'
import { zone } from './support/company.ts'
import { hold, moveTo, place } from './support/dragging.ts'
import { company, expect, test } from './support/test.ts'

/** What is dropped on a row, at a time, and what the board has to say of it. */
type Case = {
  technician: Id
  time: string
  words: string | RegExp
  /** The work order; of what was only proposed there is none before the drop. */
  order: () => Promise<Id | null>
}
/** Makes a technician called `name` and work called `title`, so that only this one thing is wrong. */
type Warning = {
  says: string
  make: (desk: Desk, name: string, title: string) => Promise<Case>
  /** The board says it of a place, not of what stands there. */
  placeOnly?: true
}

const near = { lat: 52.4, lon: 13.06 }
const far = { lat: 52.4, lon: 13.46 }
const potsdam = { line1: 'Am Kanal 1', line2: '', city: 'Potsdam', region: '', postcode: '14467', country: 'DE' }
/** The same hours every day. */
const allWeek = (from: string, to: string): WeekHours => {
  const day = [{ from, to }]
  return [day, day, day, day, day, day, day]
}
const noTarget = (desk: Desk) => ({ targetAt: at(addDays(desk.date, 9), '12:00') })
const known = (order: Id) => async () => order
const longWay = formatMinutes(estimatedTravel(near, far))

/** At noon, for somebody who is an hour's way off at another time. */
async function farFrom(time: string, way: 'from' | 'to', desk: Desk, name: string, title: string): Promise<Case> {
  const technician = await desk.technician(name)
  const [there, here] = await Promise.all([
    desk.site(`${name}, near`, { address: potsdam, position: near }),
    desk.site(`${name}, far`, { address: potsdam, position: far }),
  ])
  await desk.planned(`${name} is there`, [technician], time, 60, { ...noTarget(desk), site: there })
  const order = await desk.waiting(title, { ...noTarget(desk), site: here })
  const words = new RegExp(`^${longWay} short for the way ${way} WO-\\d+$`)
  return { technician, time: '12:00', words, order: known(order) }
}

/** Every problem there is has a row: one more is an error of types until it has its own. */
const warnings: Record<PlaceProblemCode, Warning> = {
  overlap: {
    says: 'over another visit',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      await desk.planned(`${name} is there`, [technician], '13:00', 60, noTarget(desk))
      const order = await desk.waiting(title, noTarget(desk))
      return { technician, time: '13:30', words: /^Overlaps WO-\d+ by 30 min$/, order: known(order) }
    },
  },
  travel_before: {
    says: 'with no time for the way there',
    make: (desk, name, title) => farFrom('11:00', 'from', desk, name, title),
  },
  travel_after: {
    says: 'with no time for the way on',
    make: (desk, name, title) => farFrom('13:00', 'to', desk, name, title),
  },
  skill_missing: {
    says: 'without the skill',
    make: async (desk, name, title) => {
      const skill = await desk.skill(`Paper of ${title}`)
      const technician = await desk.technician(name)
      const jobType = await desk.jobType(title, { skillIds: [skill] })
      const order = await desk.waiting(title, { ...noTarget(desk), jobType })
      return { technician, time: '12:00', words: `${name} has no Paper of ${title}`, order: known(order) }
    },
  },
  skill_expired: {
    says: 'after the certificate ended',
    make: async (desk, name, title) => {
      const skill = await desk.skill(`Paper of ${title}`)
      const until = addDays(desk.date, -1)
      const skills = [{ skillId: skill, certificate: 'K-1', until }]
      const technician = await desk.technician(name, { skills })
      const jobType = await desk.jobType(title, { skillIds: [skill] })
      const order = await desk.waiting(title, { ...noTarget(desk), jobType })
      const words = `Paper of ${title} ends on ${formatLocalDate(until, 'en-GB')}`
      return { technician, time: '12:00', words, order: known(order) }
    },
  },
  outside_hours: {
    says: 'outside working hours',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name, { workingHours: allWeek('08:00', '12:00') })
      const order = await desk.waiting(title, noTarget(desk))
      return { technician, time: '11:30', words: 'Outside working hours', order: known(order) }
    },
  },
  absent: {
    says: 'while the technician is away',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      await desk.absence(technician, '12:30', '15:00')
      const order = await desk.waiting(title, noTarget(desk))
      return { technician, time: '12:00', words: `${name} is away`, order: known(order) }
    },
  },
  outside_territory: {
    says: 'where the technician does not usually work',
    make: async (desk, name, title) => {
      const [here, there] = [await desk.territory(`${title}, here`), await desk.territory(`${title}, there`)]
      const technician = await desk.technician(name, { territoryIds: [here] })
      const site = await desk.site(title, { address: potsdam, position: near, territoryId: there })
      const order = await desk.waiting(title, { ...noTarget(desk), site })
      return { technician, time: '12:00', words: `Not where ${name} usually works`, order: known(order) }
    },
  },
  outside_window: {
    says: 'later than the customer was told',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      const order = await desk.waiting(title, noTarget(desk))
      const window = { from: at(desk.date, '09:00'), to: at(desk.date, '11:00') }
      await send(desk.api, order, 'plan_visit', {
        visit: newId(),
        start: null,
        minutes: 60,
        window,
        crew: [],
        lead: null,
      })
      return { technician, time: '12:00', words: '1 h outside the arrival window', order: known(order) }
    },
  },
  outside_due_window: {
    says: 'before an obligation asks for it',
    // What is asked of a proposal stays with it: the work order that is raised has a target, not a window of days.
    placeOnly: true,
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      const [from, to] = [addDays(desk.date, 3), addDays(desk.date, 9)]
      const id = await desk.proposed(title, company.site.id, from, to)
      const order = async () => {
        const { items } = await desk.api.call(proposalApi.listProposedVisits, { query: { state: 'raised', from, to } })
        return items.find((one) => one.id === id)?.workOrder ?? null
      }
      return { technician, time: '12:00', words: `Not due before ${formatLocalDate(from, 'en-GB')}`, order }
    },
  },
  target_missed: {
    says: 'after somebody should have been there',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      const order = await desk.waiting(title, { targetAt: at(desk.date, '09:30') })
      return { technician, time: '12:00', words: 'Misses the target by 2 h 30 min', order: known(order) }
    },
  },
  site_closed: {
    says: 'when the site is closed',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      const openingHours = allWeek('08:00', '12:30')
      const site = await desk.site(title, { address: potsdam, position: near, openingHours })
      const order = await desk.waiting(title, { ...noTarget(desk), site })
      return { technician, time: '12:00', words: 'The site is closed then', order: known(order) }
    },
  },
  technician_refused: {
    says: 'with somebody the site does not want',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      const site = await desk.site(title, { address: potsdam, position: near, refusedTechnicianIds: [technician] })
      const order = await desk.waiting(title, { ...noTarget(desk), site })
      return { technician, time: '12:00', words: `The site does not want ${name}`, order: known(order) }
    },
  },
  in_the_past: {
    says: 'at a time that is over',
    // Where it stands the card says how late it is instead.
    placeOnly: true,
    make: async (desk, name, title) => {
      const technician = await desk.technician(name, { workingHours: allWeek('07:00', '18:00') })
      const order = await desk.waiting(title, noTarget(desk))
      return { technician, time: '12:00', words: 'Begins in the past', order: known(order) }
    },
  },
  crew_too_small: {
    says: 'with fewer than it takes',
    make: async (desk, name, title) => {
      const technician = await desk.technician(name)
      const jobType = await desk.jobType(title, { crewSize: 2 })
      const order = await desk.waiting(title, { ...noTarget(desk), jobType })
      return { technician, time: '12:00', words: 'Needs 2, has 1', order: known(order) }
    },
  },
}

const yesterday = () => addDays(localDate(new Date().toISOString(), zone), -1)

test('every warning comes before the drop, forbids nothing, stays on the card, and is on the record with who planned in spite of it', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const { in_the_past: _, ...ahead } = warnings
  await warned(browser, wednesday(20), ahead)
})

test('a plan in the past is warned about and kept with who made it', async ({ browser }) => {
  await warned(browser, yesterday(), { in_the_past: warnings.in_the_past })
})

test('a site nobody knows the position of stands in the middle of its town and says so; where nothing is known the way is not', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(21))
  const teltow = { ...potsdam, city: 'Teltow' }
  const [home, nowhere] = await Promise.all([
    desk.technician('Placed Ada', { homePosition: near }),
    desk.technician('Placed Ben'),
    desk.site('Placed, known', { address: teltow, position: far }),
  ])
  const [town, lost] = await Promise.all([
    desk.site('Placed, in the town', { address: teltow }),
    desk.site('Placed, lost', { address: { ...potsdam, city: 'Nirgendwo' } }),
  ])
  const anchor = await desk.planned('Placed anchor', [nowhere], '10:00')
  await desk.waiting('Placed in town', { ...noTarget(desk), site: town })
  await desk.waiting('Placed lost', { ...noTarget(desk), site: lost })
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Placed')
  await page.getByLabel('Find waiting work').fill('Placed')
  const hour = cardOf(page, anchor.visit, nowhere)
  const ghost = page.locator('[data-ghost]')
  const over = async (title: string, row: Id, words: string) => {
    await hold(page, waitingCard(page, title), await place(hour, rowOf(page, row), 120))
    await expect(ghost).toContainText(words)
    await expect(problemsOf(page)).toHaveCount(0)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect(ghost).toHaveCount(0)
  }
  await over('Placed in town', home, `${longWay} there, ${longWay} on`)
  await over('Placed in town', nowhere, 'Way unknown')
  await over('Placed lost', home, 'Way unknown')
  await waitingCard(page, 'Placed in town').click()
  await expect(page.getByRole('complementary')).toContainText('only the town is known: ways are from its middle')
  await waitingCard(page, 'Placed lost').click()
  await expect(page.getByRole('complementary')).toContainText('no position: ways are not known')
  await page.context().close()
})

test('of a technician nobody said hours of the row says so, and nothing is outside them', async ({ browser }) => {
  const desk = await openDesk(wednesday(22))
  const never = [[], [], [], [], [], [], []] satisfies WeekHours
  const [usual, ada] = [await desk.technician('Hours Ben'), await desk.technician('Hours Ada', { workingHours: never })]
  const anchor = await desk.planned('Hours anchor', [usual], '10:00')
  const order = await desk.waiting('Hours waits', noTarget(desk))
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Hours')
  await page.getByLabel('Find waiting work').fill('Hours')
  await expect(page.locator(`[data-label="${ada}"]`)).toContainText('No hours')
  await expect(page.locator(`[data-label="${usual}"]`)).not.toContainText('No hours')
  const late = async (row: Id) => place(cardOf(page, anchor.visit, usual), rowOf(page, row), 6 * 60 + 30)
  await hold(page, waitingCard(page, 'Hours waits'), await late(usual))
  await expect(problemsOf(page)).toHaveText(['Outside working hours'])
  await moveTo(page, await late(ada))
  await expect(problemsOf(page)).toHaveCount(0)
  await page.mouse.up()
  await expect.poll(() => desk.planOf(order)).toEqual({ time: '16:30', minutes: 60, crew: [ada] })
  expect(await desk.overridden(order)).toEqual([])
  await page.context().close()
})

test('a visit of no length, or longer than two weeks, is not set: the dialog says why', async ({ browser }) => {
  const desk = await openDesk(wednesday(23))
  const ada = await desk.technician('Length Ada')
  const { order, visit } = await desk.planned('Length works', [ada], '10:00')
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Length')
  await cardOf(page, visit, ada).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Set time' }).click()
  const dialog = page.getByRole('dialog', { name: /^Time of/ })
  const minutes = dialog.getByLabel('Duration in minutes')
  for (const [typed, why] of [
    ['0', 'Say how long it takes.'],
    ['20161', 'A visit takes at most two weeks.'],
  ] as const) {
    await minutes.fill(typed)
    await expect(dialog).toContainText(why)
    await minutes.press('Enter')
    await expect(dialog).toContainText(why)
  }
  expect(await desk.planOf(order)).toEqual({ time: '10:00', minutes: 60, crew: [ada] })
  await minutes.fill('20160')
  await minutes.press('Enter')
  await expect(dialog).toBeHidden()
  await expect.poll(() => desk.planOf(order)).toEqual({ time: '10:00', minutes: 20_160, crew: [ada] })
  await page.context().close()
})

test('carried by keyboard onto a day whose clock shows the time twice or not at all, it is said which is meant', async ({
  browser,
}) => {
  for (const [date, words, start] of [
    ['2027-03-27', '02:30 does not exist that day; 03:30 is meant', '2027-03-28T01:30:00.000Z'],
    ['2027-10-30', '02:30 exists twice that day; the first is meant', '2027-10-31T00:30:00.000Z'],
  ] as const)
    await test.step(words, async () => {
      const desk = await openDesk(date)
      const ada = await desk.technician(`Clock${date.slice(5, 7)} Ada`)
      const { order, visit } = await desk.planned(`Clock of ${date}`, [ada], '02:30')
      const page = await openBoard(browser, `from=${date}&days=3`)
      await cardOf(page, visit, ada).focus()
      await page.keyboard.press('m')
      await expect(heard(page)).toContainText('picked up')
      await page.keyboard.press('PageDown')
      await expect(heard(page)).toContainText(words)
      await page.keyboard.press('Enter')
      const startOf = async () =>
        (await desk.api.call(workOrderApi.readWorkOrder, { params: { id: order } })).work.visits[0]?.plan.start
      await expect.poll(startOf).toBe(start)
      await page.context().close()
    })
})

/** Drops everything on one board, a row each. */
async function warned(browser: Browser, date: string, rows: Partial<typeof warnings>): Promise<void> {
  const desk = await openDesk(date)
  const word = `Warned${date.replaceAll('-', '')}`
  const ruler = await desk.technician(`${word} A`)
  const [anchor, ...cases] = await Promise.all([
    desk.planned(`${word} anchor`, [ruler], '10:00', 60, noTarget(desk)),
    ...Object.entries(rows).map(async ([code, { make, says, placeOnly = false }], index) => {
      const [name, title] = [`${word} T${index}`, `${word} ${code}`]
      return { code, says, placeOnly, title, ...(await make(desk, name, title)) }
    }),
  ])
  const page = await openBoard(browser, `from=${date}`)
  await page.getByLabel('Find a technician').fill(word)
  await page.getByLabel('Find waiting work').fill(word)
  const hour = cardOf(page, anchor.visit, ruler)
  for (const one of cases)
    await test.step(`${one.says}: ${String(one.words)}`, async () => {
      const row = rowOf(page, one.technician)
      await row.scrollIntoViewIfNeeded()
      await hold(page, waitingCard(page, one.title), await place(hour, row, minutesAfterTen(one.time)))
      await expect(problemsOf(page)).toHaveText([one.words])
      await page.mouse.up()
      await expect(heard(page)).toContainText(/In spite of: /)
      await expect.poll(async () => (await kept(desk, await one.order()))?.codes).toEqual([one.code])
      const record = await kept(desk, await one.order())
      expect(record?.by).toBe('Nora Brandt')
      expect(record?.despite).toEqual([typeof one.words === 'string' ? one.words : expect.stringMatching(one.words)])
      const card = page.locator(`[data-visit][data-row="${one.technician}"]`).filter({ hasText: one.title })
      await expect(card).toBeVisible()
      if (!one.placeOnly)
        await expect.poll(async () => (await card.getAttribute('aria-label'))?.split('. ').at(-1)).toMatch(one.words)
    })
  await page.context().close()
}

function minutesAfterTen(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours - 10) * 60 + minutes
}

/** Each problem the ghost says. */
function problemsOf(page: Page): Locator {
  return page.locator('[data-ghost] [data-problem-words]')
}

async function kept(desk: Desk, order: Id | null) {
  return order === null ? undefined : (await desk.overridden(order)).at(-1)
}
