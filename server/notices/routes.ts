import { noticesApi } from '#core/notices/api.ts'
import { refused } from '#server/platform/problem.ts'
import { actorOf, route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { notAllowed } from '#server/platform/problem.ts'
import { dropSubscription, keepSubscription } from './queries.ts'
import { sendNotice } from './telling.ts'

/** Phones that want to be told of new, moved and recalled visits. Everything works without it. */
export const noticesSlice: Slice = {
  name: 'notices',
  tasks: { send_notice: sendNotice },
  routes: [
    route(noticesApi.readPushKey, async (_tx, _asked, { services }) => ({ key: services.push?.key ?? null })),
    route(noticesApi.subscribePush, async (tx, { body }, around) => {
      if (!around.services.push?.takes(body.endpoint)) throw refused({ code: 'push_address' })
      await keepSubscription(tx, deviceOf(around), body)
    }),
    route(noticesApi.unsubscribePush, (tx, _asked, around) => dropSubscription(tx, deviceOf(around))),
  ],
}

function deviceOf(around: Parameters<typeof actorOf>[0]): string {
  const { deviceId } = actorOf(around)
  if (deviceId === null) throw notAllowed()
  return deviceId
}
