import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { wrongValue } from './wrong-value.ts'

const saysOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: wrongValue }).error?.issues.map((issue) => issue.message)

test('what is wrong with a value is said in a sentence a person understands', () => {
  const cases: [z.ZodType, unknown, string][] = [
    [z.string(), undefined, 'This field is missing.'],
    [z.string().nullable(), undefined, 'This field is missing.'],
    [z.string(), 1, 'A text is needed.'],
    [z.string().min(1), '', 'A text is needed.'],
    [z.string().min(8), 'short', 'At least 8 characters.'],
    [z.string().max(200), 'x'.repeat(201), 'At most 200 characters.'],
    [z.int(), 1.5, 'A whole number is needed.'],
    [z.number(), 'x', 'A number is needed.'],
    [z.coerce.number(), 'x', 'A number is needed.'],
    [z.int().max(1_000_000), 1_000_001, 'At most 1,000,000.'],
    [z.number().positive(), 0, 'More than 0.'],
    [z.boolean(), 'yes', 'True or false is needed.'],
    [z.enum(['P1', 'P2', 'P3', 'P4']), 'P9', 'One of P1, P2, P3, P4.'],
    [z.literal('check'), 'x', 'Only check is possible here.'],
    [z.array(z.string()).min(1), [], 'At least 1 entry.'],
    [z.array(z.string()), {}, 'A list is needed.'],
    [z.object({}), null, 'An object is needed.'],
    [z.strictObject({}), { colour: 'red' }, 'There is no field named colour.'],
    [z.union([z.string(), z.number()]), true, 'This value is not possible.'],
    [z.string().regex(/^a$/), 'b', 'This is not written in the way it is needed.'],
    [z.string().refine(() => false), 'b', 'This value is not possible.'],
  ]
  for (const [schema, value, sentence] of cases) assert.deepEqual(saysOf(schema, value), [sentence])
})

test('a kind of answer that is unknown names those there are', () => {
  const answer = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('check') }),
    z.object({ kind: z.literal('text') }),
  ])
  assert.deepEqual(saysOf(answer, { kind: 'x' }), ['One of check, text.'])
})

test('what a schema says itself stays', () => {
  assert.deepEqual(saysOf(z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters'), 'x'), [
    'A country is two capital letters',
  ])
  assert.deepEqual(
    saysOf(
      z.string().refine(() => false, 'No'),
      'x',
    ),
    ['No'],
  )
})
