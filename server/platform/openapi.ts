import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { type Contract, problemBody } from '#core/kit/contract.ts'
import { zSha256 } from '#core/kit/fields.ts'
import { fileVariants } from './files/routes.ts'

type Replies = Record<number, { description: string; content?: Record<string, { schema: z.ZodType }> }>

/** OpenAPI 3.1 of everything that answers, problem replies included. */
export function openApiDocument(contracts: Contract[], version: string, server: string): object {
  const api = new OpenAPIHono()
  api.openAPIRegistry.registerComponent('securitySchemes', 'office', {
    type: 'apiKey',
    in: 'cookie',
    name: 'roundtrip_office',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'field', {
    type: 'apiKey',
    in: 'cookie',
    name: 'roundtrip_field',
  })
  for (const contract of contracts) api.openAPIRegistry.registerPath(routeOf(contract))
  for (const route of besideContracts) api.openAPIRegistry.registerPath(route)
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Roundtrip',
      version,
      description: 'Everything the screens can do. Errors are application/problem+json.',
    },
    servers: [{ url: server }],
  })
}

function routeOf(contract: Contract) {
  return createRoute({
    operationId: contract.id,
    method: contract.method.toLowerCase() as Lowercase<Contract['method']>,
    path: contract.path,
    summary: contract.summary,
    tags: [contract.path.split('/')[2] ?? 'api'],
    description: accessOf(contract),
    security: securityOf(contract),
    request: {
      ...(contract.params ? { params: contract.params as z.ZodObject } : {}),
      ...(contract.query ? { query: contract.query as z.ZodObject } : {}),
      ...(contract.body
        ? {
            body: {
              required: true,
              content: { 'application/json': { schema: contract.describedBody?.() ?? contract.body } },
            },
          }
        : {}),
    },
    responses: repliesOf(contract),
  })
}

function accessOf(contract: Contract): string {
  if (contract.ability === 'public') return 'For anybody.'
  return contract.ability === 'member' ? 'For every member.' : `Needs the ability ${contract.ability}.`
}

function securityOf(contract: Contract): Record<string, string[]>[] {
  if (contract.ability === 'public') return []
  return (contract.app ? [contract.app] : ['office', 'field']).map((app) => ({ [app]: [] }))
}

function repliesOf(contract: Contract): Replies {
  const replies: Replies = contract.reply
    ? { 200: { description: 'Done', content: { 'application/json': { schema: contract.reply } } } }
    : { 204: { description: 'Done' } }
  if (contract.ability !== 'public') {
    replies[401] = problem('Not signed in')
    replies[403] = problem('Not allowed')
  }
  if (contract.params) replies[404] = problem('Unknown id')
  if (contract.method !== 'GET') replies[409] = problem('Refused')
  if (contract.body) replies[413] = problem('Too large')
  if (contract.body || contract.query) replies[422] = problem('Invalid')
  replies[503] = problem('Not available right now')
  return replies
}

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemBody } } }
}

const bytes = { schema: { type: 'string' as const, format: 'binary' } }
const eitherApp: Record<string, string[]>[] = [{ office: [] }, { field: [] }]
const forMembers = { description: 'For every member.', security: eitherApp }
const signedInOnly = { 401: problem('Not signed in'), 503: problem('Not available right now') }
const fileParams = z.object({ sha256: zSha256 })

/** Raw bytes, the stream and the health check: what no contract can say. */
const besideContracts = [
  createRoute({
    operationId: 'storeFile',
    method: 'put',
    path: '/api/files/{sha256}',
    summary: 'Send the bytes of a file; sending them again changes nothing',
    tags: ['files'],
    ...forMembers,
    request: {
      params: fileParams,
      body: {
        required: true,
        content: { 'image/jpeg': bytes, 'image/png': bytes, 'image/webp': bytes, 'application/pdf': bytes },
      },
    },
    responses: {
      200: {
        description: 'Stored',
        content: {
          'application/json': {
            schema: z.object({ state: z.literal('stored'), sha256: zSha256, size: z.int().min(1) }),
          },
        },
      },
      ...signedInOnly,
      403: problem('Not allowed'),
      404: problem('This is no SHA-256'),
      408: problem('The bytes stopped coming'),
      413: problem('Too large'),
      422: problem('Not the bytes that were announced, or no file that is taken'),
    },
  }),
  createRoute({
    operationId: 'readFile',
    method: 'get',
    path: '/api/files/{sha256}',
    summary: 'The bytes of a file; of a picture the size asked for',
    tags: ['files'],
    ...forMembers,
    request: {
      params: fileParams,
      query: z.object({ variant: z.enum(fileVariants).default('web') }),
    },
    responses: {
      200: {
        description: 'The bytes',
        content: { 'image/jpeg': bytes, 'image/png': bytes, 'image/webp': bytes, 'application/pdf': bytes },
      },
      ...signedInOnly,
      403: problem('Not allowed'),
      404: problem('Unknown file, or one of somebody else'),
      409: problem('The picture cannot be read'),
    },
  }),
  createRoute({
    operationId: 'listen',
    method: 'get',
    path: '/api/live',
    summary: 'What changes, as it changes: server-sent events `open`, `changes` and `ended`',
    tags: ['live'],
    ...forMembers,
    request: { headers: z.object({ 'last-event-id': z.string().optional() }) },
    responses: {
      200: {
        description:
          'The data of `changes` is a JSON list of {kind, id, version}. With `Last-Event-ID` the stream goes on where it ended.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      ...signedInOnly,
    },
  }),
  createRoute({
    operationId: 'readHealth',
    method: 'get',
    path: '/healthz',
    summary: 'Whether the server and its database answer',
    tags: ['health'],
    description: 'For anybody.',
    security: [],
    responses: {
      200: {
        description: 'Well',
        content: { 'application/json': { schema: z.object({ state: z.literal('well'), version: z.string() }) } },
      },
      503: problem('Not available right now'),
    },
  }),
]
