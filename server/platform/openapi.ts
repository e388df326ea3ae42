import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { type Contract, problemBody } from '#core/kit/contract.ts'
import { zSha256 } from '#core/kit/fields.ts'
import { chunkHeaders, mostPieces, pieceSize, uploadState } from '#core/sync/chunks.ts'
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
  api.openAPIRegistry.registerComponent('securitySchemes', 'phone', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Device <deviceId>.<deviceKey>`, as the sign-in on the phone gave it: hands in, and reads nothing.',
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
  const apps: string[] = contract.app ? [contract.app] : ['office', 'field']
  return [...apps, ...(contract.byDeviceKey ? ['phone'] : [])].map((scheme) => ({ [scheme]: [] }))
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

const handsIn = {
  description: 'For a phone by its key, and for members who may add files.',
  security: [...eitherApp, { phone: [] }],
}
const handedIn = {
  ...signedInOnly,
  403: problem('Not allowed'),
  404: problem('This is no SHA-256'),
  408: problem('The bytes stopped coming'),
  413: problem('Too large'),
}
const chunks = {
  description: 'What has arrived: piece numbers as runs, from and to included',
  content: { 'application/json': { schema: uploadState } },
}

/** Raw bytes, the stream and the health check: what no contract can say. */
const besideContracts = [
  createRoute({
    operationId: 'storeFile',
    method: 'put',
    path: '/api/files/{sha256}',
    summary: 'Send the bytes of a file; sending them again changes nothing',
    tags: ['files'],
    ...handsIn,
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
      ...handedIn,
      422: problem('Not the bytes that were announced, or no file that is taken'),
    },
  }),
  createRoute({
    operationId: 'readChunks',
    method: 'get',
    path: '/api/files/{sha256}/chunks',
    summary: 'Which pieces of a file have arrived, so that only the others are sent',
    tags: ['files'],
    ...handsIn,
    request: { params: fileParams },
    responses: { 200: chunks, ...signedInOnly, 403: problem('Not allowed'), 404: problem('This is no SHA-256') },
  }),
  createRoute({
    operationId: 'storeChunks',
    method: 'put',
    path: '/api/files/{sha256}/chunks/{first}',
    summary: `Send 1 to ${mostPieces} pieces of ${pieceSize} bytes in a row, the file's last one shorter; in any order, any of them again`,
    tags: ['files'],
    ...handsIn,
    request: {
      params: fileParams.extend({ first: z.coerce.number().int().min(0) }),
      headers: z.object({ [chunkHeaders.hash.toLowerCase()]: zSha256, [chunkHeaders.size.toLowerCase()]: z.string() }),
      body: { required: true, content: { 'application/octet-stream': bytes } },
    },
    responses: {
      200: chunks,
      ...handedIn,
      422: problem(
        'Not what its hash says, or the whole is not what was announced: then all pieces are asked for again',
      ),
    },
  }),
  createRoute({
    operationId: 'storeThumbnail',
    method: 'put',
    path: '/api/files/{sha256}/thumbnail',
    summary: 'Send a small JPEG ahead, shown until the photo itself is there',
    tags: ['files'],
    ...handsIn,
    request: { params: fileParams, body: { required: true, content: { 'image/jpeg': bytes } } },
    responses: {
      200: {
        description: '`stored` where the photo itself is there already',
        content: {
          'application/json': { schema: z.object({ sha256: zSha256, state: z.enum(['kept', 'stored']) }) },
        },
      },
      ...handedIn,
      422: problem('No JPEG'),
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
