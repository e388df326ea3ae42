import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import { type Reply } from '#core/kit/contract.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import type { Api } from './server.ts'

/** A work order as the office raises it; a test says what matters to it. */
export function raiseBody(
  given: Partial<CommandBody<'raise'>['details']> = {},
  rest: Partial<Omit<CommandBody<'raise'>, 'details'>> = {},
): CommandBody<'raise'> {
  const at = '2026-11-23T08:00:00.000Z'
  return {
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: null,
      kind: 'reactive',
      priority: 'P3',
      title: 'Boiler does not heat',
      description: '',
      jobType: null,
      requestedAt: at,
      targetAt: null,
      reference: '',
      accessNotes: '',
      ...given,
    },
    reported: null,
    zone: 'Europe/Berlin',
    tasks: [],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    provisional: null,
    origin: 'office',
    at,
    ...rest,
  }
}

type Answer = Reply<typeof workOrderApi.sendCommand>

/** Sends a command of the office; `seen` is taken from the record unless the test says what was seen. */
export async function send<T extends CommandType>(
  api: Api,
  workOrder: string,
  type: T,
  body: CommandBody<T>,
  seen?: number,
): Promise<Answer> {
  const version =
    seen ?? (type === 'raise' ? 0 : (await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).version)
  return api.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: { id: newId(), type, body, seen: version },
  })
}

/** Raises a work order and gives its id. */
export async function raise(
  api: Api,
  given: Parameters<typeof raiseBody>[0] = {},
  rest: Parameters<typeof raiseBody>[1] = {},
): Promise<string> {
  const id = newId()
  const answer = await send(api, id, 'raise', raiseBody(given, rest))
  if (answer.outcome !== 'applied') throw new Error(`not raised: ${answer.code}`)
  return id
}

/** Plans a visit for a crew and sends it to their phones. */
export async function dispatchVisit(
  api: Api,
  workOrder: string,
  crew: string[],
  start = '2026-11-23T09:00:00.000Z',
): Promise<string> {
  const visit = newId()
  await send(api, workOrder, 'plan_visit', { visit, start, minutes: 60, window: null, crew, lead: crew[0] ?? null })
  const answer = await send(api, workOrder, 'dispatch_visit', { visit })
  if (answer.outcome !== 'applied') throw new Error(`not dispatched: ${answer.code}`)
  return visit
}
