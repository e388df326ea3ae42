import * as z from 'zod'
import { isId } from '../kit/ids.ts'
import { outcomes, photoPhases, sectionPurposes, taskKinds } from './words.ts'

const id = z.string().refine(isId, 'An id is a UUID in lower case').meta({ format: 'uuid' })
const line = (max: number) => z.string().trim().max(max)
const required = (max: number) => z.string().trim().min(1).max(max)
const decimal = z
  .string()
  .trim()
  .max(20)
  .regex(/^-?\d{1,12}([.,]\d{1,6})?$/, 'A number, as 1.5')

/** Shown when the answer to another question is one of these words; `out_of_range` is said of a number. */
export const conditionSchema = z.object({ task: id, is: z.array(required(200)).min(1).max(50) })
export type Condition = z.infer<typeof conditionSchema>

/**
 * A line of work or a question of a form. What job types had before forms has none of the optional members, and means the
 * same as it did.
 */
export const taskSchema = z.object({
  id,
  label: required(300),
  kind: z.enum(taskKinds),
  unit: line(20).optional(),
  required: z.boolean(),
  /** The outcomes it is required for; `done` alone where nothing is said. */
  requiredFor: z.array(z.enum(outcomes)).min(1).max(outcomes.length).optional(),
  /** What helps to answer it. */
  help: line(500).optional(),
  section: id.optional(),
  shownBy: conditionSchema.optional(),
  /** The words to choose from. An answer says the words themselves, so that it reads the same for ever. */
  options: z.array(required(200)).min(1).max(50).optional(),
  /** The range a number or reading is expected in; outside of it is said, never refused. */
  min: decimal.optional(),
  max: decimal.optional(),
  /** Answers after which work must not start. */
  blocksStart: z.array(required(200)).min(1).max(50).optional(),
  /** The phase of the photo it asks for. */
  phase: z.enum(photoPhases).optional(),
})
export type TaskDefinition = z.infer<typeof taskSchema>

/** Questions that belong together. A risk assessment is answered before the work of each day. */
export const sectionSchema = z.object({
  id,
  title: required(120),
  purpose: z.enum(sectionPurposes),
  shownBy: conditionSchema.optional(),
})
export type Section = z.infer<typeof sectionSchema>

const someOutcomes = z.array(z.enum(outcomes)).max(outcomes.length).optional()
const photoCount = z.int().min(0).max(50)

/** What an outcome needs, by job type. Copied into the work order when it is raised, so an old phone's answer keeps its rule. */
export const requirementsSchema = z.object({
  signOff: z.boolean(),
  photosBefore: photoCount,
  photosAfter: photoCount,
  photosDuring: photoCount.optional(),
  photosNameplate: photoCount.optional(),
  /** The outcomes photos are required for; `done` alone where nothing is said. */
  photosFor: someOutcomes,
  /** The outcomes a sign-off is asked for; whenever somebody was there to work where nothing is said. */
  signOffFor: someOutcomes,
})
export type Requirements = z.infer<typeof requirementsSchema>

export const tasksSchema = z.array(taskSchema).max(200)
export const sectionsSchema = z.array(sectionSchema).max(50)

/** The questions of a job type as one version has them. */
export type Form = { sections: readonly Section[]; tasks: readonly TaskDefinition[] }

/** A decimal as somebody types it, with a point or a comma; null where it is none. */
export function readDecimal(text: string): number | null {
  const plain = text.trim().replace(',', '.')
  return /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}
