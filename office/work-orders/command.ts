import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { sentence } from '#core/kit/sentences.ts'
import type { Me } from '#core/people/session-api.ts'
import { workOrderApi, type WorkOrderPage } from '#core/work-orders/api.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { type Context, decide, whyNot } from '#core/work-orders/decide.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { openMoney } from '#core/work-orders/evolve-money.ts'
import { blockers, evidenceOf } from '#core/work-orders/missing.ts'
import { openReturnNeeds, statusOf } from '#core/work-orders/status.ts'
import { outcomeOf } from '#core/work-orders/visits.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Problem } from '#ui/client.ts'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { now } from '../kit/clock.ts'
import { refresh } from '../kit/freshness.ts'
import { useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'

export function askWorkOrder(id: Id) {
  return ask(workOrderApi.readWorkOrder, { params: { id } })
}

/** Both documents of a page; who does not see prices has a money document with nothing in it, which no rule of theirs reads. */
export function orderOf(page: WorkOrderPage): WorkOrder {
  return { work: page.work, money: page.money ?? openMoney(page.work.id, page.version, undefined) }
}

export function contextFor(
  page: WorkOrderPage,
  me: Me,
  command: Command,
  id: Id = page.work.id,
  seen = page.version,
): Context {
  const behalf = 'behalf' in command.body ? command.body.behalf : undefined
  return {
    judge: 'author',
    id,
    workOrder: page.work.id,
    seen,
    version: page.version + 1,
    at: now(),
    heard: null,
    by: {
      member: me.actor.memberId,
      name: me.actor.name,
      device: null,
      source: 'office',
      ...(behalf ? { behalf } : {}),
    },
    technician: me.actor.technicianId,
    number: page.work.number,
    isStored: () => true,
    policy: { purchaseOrderRequired: page.names.customer?.requiresPurchaseOrder ?? false },
  }
}

/** Why a command cannot be sent now, as the sentence its button shows; null when it can. */
export function reasonAgainst(page: WorkOrderPage, me: Me, command: Command): string | null {
  const refusal = refusalOf(page, me, command)
  return refusal ? sentence(refusal.code, refusal.params) : null
}

function refusalOf(page: WorkOrderPage, me: Me, command: Command): Refusal | null {
  if (!me.actor.abilities.includes(commandRules[command.type].ability)) return { code: 'not_allowed' }
  return whyNot(orderOf(page), command, contextFor(page, me, command))
}

/** The page as it will be once the server says yes. */
function pageAfter(page: WorkOrderPage, order: WorkOrder): WorkOrderPage {
  const { work, money } = order
  const policy = { purchaseOrderRequired: page.names.customer?.requiresPurchaseOrder ?? false }
  const { stored, total } = evidenceOf(work)
  return {
    ...page,
    version: work.version,
    work,
    money: page.money ? money : null,
    status: statusOf(work),
    // What the order number allows only the server knows.
    blockers: [...blockers(work, money.purchaseOrder, policy), ...page.blockers.filter((one) => 'params' in one)],
    returnNeeds: openReturnNeeds(work).map((visit) => {
      const ended = outcomeOf(visit)
      return {
        visit: visit.id,
        number: visit.number,
        outcome: ended?.outcome ?? '',
        reason: ended?.returnReason ?? null,
      }
    }),
    evidence: { stored, total },
  }
}

export type SendOptions = {
  /** Said when it is done. */
  done?: string
  /** What takes it back; shown with `done`. */
  undo?: Command
  /** The version its author was looking at, where no work order page is loaded. */
  seen?: number
  /** Says nothing on a refusal; the caller shows it where it belongs. */
  quiet?: boolean
}
export type Sent = { ok: true; version: number; number: string | null } | { ok: false; code: string; sentence: string }
export type Send = (command: Command, options?: SendOptions) => Promise<Sent>

/** Sends commands to one work order. What it leads to is on the screen at once; a refusal takes it back and says why. */
export function useCommand(workOrder: Id): Send {
  const queries = useQueryClient()
  const me = useMe()
  return useCallback(
    (command, options) => sendCommand(queries, me, workOrder, command, options),
    [queries, me, workOrder],
  )
}

export async function sendCommand(
  queries: QueryClient,
  me: Me,
  workOrder: Id,
  command: Command,
  options: SendOptions = {},
): Promise<Sent> {
  const key = askWorkOrder(workOrder).queryKey
  const id = newId()
  const before = queries.getQueryData(key)
  if (before) {
    await queries.cancelQueries({ queryKey: key })
    const decision = decide(orderOf(before), command, contextFor(before, me, command, id, options.seen))
    if ('order' in decision) queries.setQueryData(key, pageAfter(before, decision.order))
  }
  const sent = await ordered(workOrder, id, command, options.seen ?? before?.version ?? 0)
  if (!sent.ok) {
    if (before) queries.setQueryData(key, before)
    if (!options.quiet) toast(sent.sentence, { urgent: true })
  } else {
    queries.setQueryData(key, (page) => (page ? { ...page, version: sent.version } : page))
  }
  if (sent.ok && options.done) {
    const { undo } = options
    toast(
      options.done,
      undo
        ? {
            undo: {
              onUndo: () => void sendCommand(queries, me, workOrder, undo, { seen: sent.version, done: 'Taken back' }),
            },
          }
        : {},
    )
  }
  refresh(queries, [{ kind: 'work_order', id: workOrder, version: sent.ok ? sent.version : 0 }])
  return sent
}

/** How long to wait before what may have been lost on the way is sent once more. */
const once = 700

async function ordered(workOrder: Id, id: Id, command: Command, seen: number): Promise<Sent> {
  const body = { id, type: command.type, body: command.body, seen }
  const send = () => call(workOrderApi.sendCommand, { params: { id: workOrder }, body })
  try {
    // An answer that was lost is asked for again: under its own id the command is done once, however often it is sent.
    const reply = await send().catch(async (error: unknown) => {
      if (error instanceof Problem && error.status !== 0) throw error
      await new Promise((resolve) => setTimeout(resolve, once))
      return send()
    })
    if (reply.outcome === 'applied' || reply.outcome === 'duplicate')
      return { ok: true, version: reply.version, number: reply.number }
    const code = reply.code ?? reply.outcome
    return { ok: false, code, sentence: reply.sentence ?? sentence(code) }
  } catch (error) {
    return { ok: false, code: error instanceof Problem ? error.code : 'unavailable', sentence: sentenceOf(error) }
  }
}
