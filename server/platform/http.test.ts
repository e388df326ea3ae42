import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { zstdDecompressSync } from 'node:zlib'
import * as z from 'zod'
import { contract, idParams, problemBody, zId } from '#core/kit/contract.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import { commandTypes } from '#core/work-orders/commands.ts'
import { newId } from './ids.ts'
import { notFound } from './problem.ts'
import { RawJson, route } from './route.ts'
import { slices } from '#server/app.ts'
import { ApiProblem, testServer } from '#test/support/server.ts'

const skillReply = z.object({ id: zId, name: z.string() })
const probe = {
  make: contract({
    id: 'probeMake',
    method: 'POST',
    path: '/api/probe',
    summary: 'Make',
    ability: 'settings.edit',
    body: z.object({ id: zId, name: z.string().min(1) }),
    reply: skillReply,
  }),
  twice: contract({
    id: 'probeTwice',
    method: 'POST',
    path: '/api/probe/twice',
    summary: 'Count',
    ability: 'member',
    idempotencyKey: 'required',
    body: z.object({ name: z.string() }),
    reply: z.object({ number: z.number() }),
  }),
  read: contract({
    id: 'probeRead',
    method: 'GET',
    path: '/api/probe/{id}',
    summary: 'Read',
    ability: 'member',
    params: idParams,
    query: z.object({ q: z.string().optional() }),
    reply: skillReply,
  }),
  long: contract({
    id: 'probeLong',
    method: 'GET',
    path: '/api/probe-long',
    summary: 'Long',
    ability: 'member',
    reply: z.object({ text: z.string() }),
  }),
  fails: contract({ id: 'probeFails', method: 'GET', path: '/api/probe-fails', summary: 'Fail', ability: 'member' }),
}
const probeSlice = {
  name: 'probe',
  routes: [
    route(probe.make, async (tx, { body }) => {
      await tx.db
        .insertInto('app.skill')
        .values({ org_id: tx.orgId, ...body })
        .execute()
      tx.touched('skill', body.id, 1)
      return body
    }),
    route(probe.twice, async (tx) => ({ number: await tx.nextNumber('probe') })),
    route(probe.read, async (tx, { params }) => {
      const row = await tx.db
        .selectFrom('app.skill')
        .select(['id', 'name'])
        .where('id', '=', params.id)
        .executeTakeFirst()
      if (!row) throw notFound()
      return row
    }),
    route(probe.long, async () => new RawJson(JSON.stringify({ text: 'ladder '.repeat(2000) }))),
    route(probe.fails, async () => {
      throw new Error('select secret from somewhere')
    }),
  ],
}

const server = await testServer({ slices: [...slices, probeSlice] })
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')
const owner = server.as(north.owner)

const problemOf = async (response: Response) => {
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  return problemBody.parse(await response.json())
}
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  owner.fetch(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } })

test('every reply carries the headers that keep a browser safe, errors and oddities too', async () => {
  for (const path of ['/api/me', '/api/nothing', '/healthz', '/', '/api/probe-fails', '/%00', '/api/probe/x']) {
    const response = await owner.fetch(path)
    for (const header of ['content-security-policy', 'x-content-type-options', 'x-request-id', 'referrer-policy']) {
      assert.ok(response.headers.get(header), `${header} on ${path}`)
    }
    assert.ok(!/script-src[^;]*unsafe/.test(response.headers.get('content-security-policy') ?? ''))
    if (path.startsWith('/api/')) assert.equal(response.headers.get('cache-control'), 'no-store', path)
  }
})

test('an unknown id, one of another organization and one that is none look the same', async () => {
  const id = newId()
  await owner.call(probe.make, { body: { id, name: 'Gas' } })
  const bodies: unknown[] = []
  for (const asked of [id, newId(), 'x', '%C3%28', `${id}x`]) {
    const response = await server.as(south.owner).fetch(`/api/probe/${asked}`)
    assert.equal(response.status, 404, asked)
    bodies.push(await response.json())
  }
  for (const body of bodies) assert.deepEqual(body, bodies[0])
})

test('a wrong body is 422 and names each field', async () => {
  const problem = await problemOf(await post('/api/probe', JSON.stringify({ id: 'x', name: '' })))
  assert.equal(problem.status, 422)
  assert.deepEqual(
    problem.fields?.map((field) => field.path),
    ['id', 'name'],
  )
})

test('what is wrong with a field is said in plain words, in a command’s body too', async () => {
  const said = async (path: string, body: object) => (await problemOf(await post(path, JSON.stringify(body)))).fields
  assert.deepEqual(
    (await said('/api/probe', { id: 'x' }))?.map((field) => field.detail),
    ['An id is a UUID in lower case', 'This field is missing.'],
  )
  const command = { id: newId(), seen: 0, type: 'hold', body: { reason: 'x'.repeat(1001), until: 'soon' } }
  assert.deepEqual(
    (await said(`/api/work-orders/${newId()}/commands`, command))?.map(({ path, detail }) => [path, detail]),
    [
      ['body.reason', 'At most 1,000 characters.'],
      ['body.until', 'An instant is UTC with milliseconds, as 2026-11-23T10:08:00.000Z'],
    ],
  )
})

test('bodies that are no plain JSON are refused with 422 before anything reads them', async () => {
  const deep = `{"id":${'['.repeat(60)}${']'.repeat(60)}}`
  const bad = ['', '{', '[1,]', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', deep, '{"\\udfff":1}', '"\\']
  for (const body of bad) {
    const problem = await problemOf(await post('/api/probe', body))
    assert.equal(problem.status, 422, body.slice(0, 40))
    assert.equal(problem.code, 'invalid_body')
  }
  const notUtf8 = await owner.fetch('/api/probe', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: new Uint8Array([0x22, 0xff, 0x22]),
  })
  assert.equal(notUtf8.status, 422)
  assert.equal((await post('/api/probe', '{}', { 'Content-Type': 'text/plain' })).status, 415)
})

test('a text that cannot be stored is named, however deep it stands', async () => {
  const paths = async (body: string) =>
    (await problemOf(await post('/api/probe', body))).fields?.map(({ path }) => path)
  assert.deepEqual(await paths('{"name":"a\\u0000b"}'), ['name'])
  assert.deepEqual(await paths('{"lines":[{"text":"ok"},{"text":"\\ud800"}]}'), ['lines.1.text'])
})

test('a pair of surrogates is a character and is kept as it is', async () => {
  const id = newId()
  const response = await post('/api/probe', `{"id":"${id}","name":"\\ud83d\\ude80 空調 ثلاجة"}`)
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), { id, name: '🚀 空調 ثلاجة' })
})

test('what is no request at all is answered like every other error, and the connection ends', async () => {
  const host = 'Host: 127.0.0.1\r\n'
  const cases: [string, number, string][] = [
    [`GET /api/me HTTP/1.1\r\n${host}bad header\r\n\r\n`, 400, 'bad_request'],
    [`GET /api/me HTTP/1.1\r\nConnection: close\r\n\r\n`, 400, 'bad_request'],
    ['GET /api/me HTTX/1.1\r\n\r\n', 400, 'bad_request'],
    [`FOO /api/me HTTP/1.1\r\n${host}\r\n`, 405, 'method_not_allowed'],
    [`GET /api/me HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(40_000)}\r\n\r\n`, 431, 'headers_too_large'],
    [`GET /api/me HTTP/1.1\r\n${host}X-Never`, 408, 'too_slow'],
  ]
  await Promise.all(
    cases.map(async ([text, status, code]) => {
      const { head, body } = await rawRequest(text)
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `))
      for (const header of ['content-security-policy', 'x-content-type-options', 'referrer-policy']) {
        assert.match(head, new RegExp(`^${header}: .`, 'im'))
      }
      assert.match(head, /^content-type: application\/problem\+json$/im)
      assert.match(head, new RegExp(`^content-length: ${body.length}$`, 'im'))
      const problem = problemBody.parse(JSON.parse(body.toString()))
      assert.deepEqual([problem.status, problem.code], [status, code])
    }),
  )
})

test('a body beyond its limit is refused whether its length is told or not', async () => {
  const big = JSON.stringify({ id: newId(), name: 'x'.repeat(1024 * 1024) })
  assert.equal((await post('/api/probe', big)).status, 413)
  const stream = new ReadableStream({
    start: (c) => {
      c.enqueue(new TextEncoder().encode(big))
      c.close()
    },
  })
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body: stream,
    duplex: 'half',
    headers: { 'Content-Type': 'application/json' },
  }
  assert.equal((await owner.fetch('/api/probe', init)).status, 413)
})

test('a request that changes something and comes from a foreign page is refused', async () => {
  for (const origin of ['https://evil.example', 'null', '']) {
    const headers = new Headers({ 'Content-Type': 'application/json', Cookie: north.owner.cookie })
    if (origin) headers.set('Origin', origin)
    const response = await fetch(`${server.origin}/api/probe`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ id: newId(), name: 'Sneaky' }),
    })
    assert.equal(response.status, 403, origin)
    assert.equal((await problemOf(response)).code, 'wrong_origin')
  }
})

test('a role without the ability is told so; a method that is not there too', async () => {
  await assert.rejects(
    server.as(north.technician).call(probe.make, { body: { id: newId(), name: 'Gas' } }),
    (error: unknown) => error instanceof ApiProblem && error.status === 403 && error.code === 'not_allowed',
  )
  const response = await owner.fetch('/api/probe', { method: 'DELETE' })
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'POST')
})

test('a clash in the database is an answer with the field, never an error of ours', async () => {
  const id = newId()
  await owner.call(probe.make, { body: { id, name: 'Electrics' } })
  const name = await problemOf(await post('/api/probe', JSON.stringify({ id: newId(), name: 'Electrics' })))
  assert.deepEqual([name.status, name.code, name.fields?.[0]?.path], [409, 'already_there', 'name'])
  const same = await problemOf(await post('/api/probe', JSON.stringify({ id, name: 'Other' })))
  assert.deepEqual([same.status, same.code], [409, 'id_taken'])
})

test('an error of ours tells nothing of its inside, and is in the log under the request’s id', async () => {
  server.log.length = 0
  const response = await owner.fetch('/api/probe-fails')
  assert.equal(response.status, 500)
  const text = await response.text()
  assert.ok(!/select|secret|at /.test(text), text)
  const id = response.headers.get('x-request-id') ?? 'none'
  assert.ok(server.log.some((line) => line.includes(id) && line.includes('select secret')))
})

test('with an Idempotency-Key the second try of a request gets the first one’s answer', async () => {
  const ask = (key: string | null, name = 'a') =>
    post('/api/probe/twice', JSON.stringify({ name }), key === null ? {} : { 'Idempotency-Key': key })
  assert.equal((await ask(null)).status, 400)
  const first = await (await ask('key-number-1')).text()
  assert.equal(await (await ask('key-number-1')).text(), first)
  assert.notEqual(await (await ask('key-number-2')).text(), first)
  assert.equal((await ask('key-number-1', 'b')).status, 422)
  const many = await Promise.all(Array.from({ length: 8 }, () => ask('key-number-3')))
  const answers = new Set(await Promise.all(many.filter((one) => one.status === 200).map((one) => one.text())))
  assert.equal(answers.size, 1)
  assert.ok(many.every((one) => one.status === 200 || one.status === 409))
})

test('replies come packed as the caller accepts', async () => {
  const raw = (accepts: string) => owner.fetch('/api/probe-long', { headers: { 'Accept-Encoding': accepts } })
  assert.equal((await raw('gzip')).headers.get('content-encoding'), 'gzip')
  assert.equal((await raw('identity')).headers.get('content-encoding'), null)
  const zstd = await rawBytes('/api/probe-long', `Accept-Encoding: gzip, zstd\r\nCookie: ${north.owner.cookie}`)
  assert.match(zstd.head, /content-encoding: zstd/i)
  assert.equal(JSON.parse(zstdDecompressSync(zstd.body).toString()).text.length, 14000)
})

test('odd methods and paths are refused, never an error of ours', async () => {
  for (const line of [
    'TRACE / HTTP/1.1',
    'GET //[ HTTP/1.1',
    'GET /api/%ff%fe HTTP/1.1',
    'GET /..%2f..%2fetc/passwd HTTP/1.1',
    'PROPFIND /api/me HTTP/1.1',
    'GET /api/probe/%00 HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET http://[/ HTTP/1.1',
  ]) {
    const { head } = await rawRequest(`${line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1])
    assert.ok(status >= 400 && status < 500, `${line}: ${head.split('\r\n')[0]}`)
  }
})

const described = async () =>
  z
    .object({
      openapi: z.literal('3.1.0'),
      paths: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            operationId: z.string(),
            requestBody: z.unknown().optional(),
            responses: z.record(z.string(), z.unknown()),
          }),
        ),
      ),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    })
    .parse(await (await server.anybody.fetch('/api/openapi.json')).json())

test('the OpenAPI document describes every route with its problem replies', async () => {
  const { paths } = await described()
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  const contracts = [...slices, probeSlice].flatMap((slice) => slice.routes.map((one) => one.contract.id))
  assert.deepEqual(
    contracts.filter((id) => !operations.some((operation) => operation.operationId === id)),
    [],
  )
  assert.ok(operations.every((operation) => '503' in operation.responses))
  assert.equal(new Set(operations.map((operation) => operation.operationId)).size, operations.length)
})

test('the OpenAPI document holds the bytes of files, the stream and the health check too', async () => {
  const { paths } = await described()
  const done = z.object({ content: z.record(z.string(), z.unknown()) })
  const given = (path: string, method: string) =>
    Object.keys(done.parse(paths[path]?.[method]?.responses['200']).content)
  assert.deepEqual(given('/api/live', 'get'), ['text/event-stream'])
  assert.deepEqual(given('/healthz', 'get'), ['application/json'])
  assert.ok(given('/api/files/{sha256}', 'get').includes('application/pdf'))
  assert.ok(given('/api/files/{sha256}', 'put').includes('application/json'))
})

test('the OpenAPI document tells the body of every command one may send to a work order, and no other', async () => {
  const { paths, components } = await described()
  const { schema } = z
    .object({
      content: z.object({
        'application/json': z.object({
          schema: z.object({
            oneOf: z.array(z.unknown()),
            discriminator: z.object({ propertyName: z.literal('type'), mapping: z.record(z.string(), z.string()) }),
          }),
        }),
      }),
    })
    .parse(paths['/api/work-orders/{id}/commands']?.post?.requestBody).content['application/json']
  assert.deepEqual(
    Object.keys(schema.discriminator.mapping).sort(),
    commandTypes.filter((type) => commandRules[type].kind !== 'system').sort(),
  )
  assert.equal(schema.oneOf.length, Object.keys(schema.discriminator.mapping).length)
  const hold = z
    .object({ properties: z.object({ body: z.object({ required: z.array(z.string()) }) }) })
    .parse(components.schemas[schema.discriminator.mapping.hold?.split('/').at(-1) ?? ''])
  assert.deepEqual(hold.properties.body.required.sort(), ['reason', 'until'])
})

const rawBytes = (path: string, headers: string) =>
  rawRequest(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${headers}\r\n\r\n`)

function rawRequest(text: string): Promise<{ head: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(text))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => {
      const all = Buffer.concat(chunks)
      const at = all.indexOf('\r\n\r\n')
      resolve({ head: all.subarray(0, at).toString(), body: all.subarray(at + 4) })
    })
  })
}
