import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type * as z from 'zod'
import { type Contract, problemBody } from '#core/kit/contract.ts'

type Replies = Record<number, { description: string; content?: Record<string, { schema: z.ZodType }> }>

/** OpenAPI 3.1 of every contract, problem replies included. */
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
        ? { body: { required: true, content: { 'application/json': { schema: contract.body } } } }
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
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: problemBody } },
  })
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
