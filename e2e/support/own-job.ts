import type { Locator, Page } from '@playwright/test'
import type { Id } from '#core/kit/ids.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { signInOffice } from './api.ts'
import { makeTechnician } from './company.ts'
import { dispatch, raise } from './story.ts'
import { company, expect } from './test.ts'

/** A technician of a test alone, with one dispatched visit and what the office has of it. */
export type OwnJob = {
  email: string
  name: string
  technician: Id
  title: string
  workOrder: Id
  path: string
  /** The record as the office has it now. */
  onRecord: () => Promise<WorkDocument>
}

export async function makeOwnJob(name: string, title: string): Promise<OwnJob> {
  const api = await signInOffice(company.origin, company.owner)
  const { email, technician } = await makeTechnician(api, name, 'teal')
  const workOrder = await raise(company, api, title)
  const visit = await dispatch(api, workOrder, technician)
  return {
    email,
    name,
    technician,
    title,
    workOrder,
    path: `/field/visit/${workOrder}/${visit}`,
    onRecord: async () => (await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).work,
  }
}

/** Opens the visit and waits until it is on the screen. */
export async function openVisit(page: Page, origin: string, job: OwnJob): Promise<void> {
  await page.goto(`${origin}${job.path}`)
  await expect(page.getByRole('heading', { name: job.title })).toBeVisible()
}

export const noteShown = (page: Page, text: string): Locator =>
  page.locator('#notes span').getByText(text, { exact: true })

/** Writes a note and waits for its tick: it stands in the list. */
export async function note(page: Page, text: string): Promise<void> {
  const notes = page.locator('#notes')
  await notes.getByRole('textbox').first().fill(text)
  await notes.getByRole('button', { name: 'Save note' }).click()
  await noteShown(page, text).waitFor()
}

export const photosShown = (page: Page): Locator =>
  page.locator('#photos').getByRole('button', { name: /^(Photo, )?(Before|After)/i })

/** The office has exactly these notes, each once. */
export async function expectOnRecord(job: OwnJob, notes: readonly string[], photos = 0): Promise<void> {
  await expect
    .poll(
      async () => {
        const work = await job.onRecord()
        const stored = work.photos.filter((photo) => photo.state === 'stored').length
        return { notes: work.notes.map((one) => one.text).sort(), photos: stored }
      },
      { timeout: 30_000 },
    )
    .toEqual({ notes: [...notes].sort(), photos })
}
