import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi, type WorkOrderPage } from '#core/work-orders/api.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import { commandTypes, type CommandType } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import type { Company, Phone } from '../support/company.ts'
import { bySystem, type CommandWrite, commandTable, type Subject } from './command-table.ts'
import { aRound, type Entry, type Tally, type Turn } from './kinds.ts'

type Answer = Pick<Reply<typeof workOrderApi.sendCommand>, 'outcome' | 'code'>
type Ready = { subject: Subject; body: object; id: Id; seen: number }

/** What each row of the table is called in the report, and how it goes. */
export const commandWrites: Record<string, Entry> = {}

for (const type of commandTypes) {
  const write = commandTable[type]
  const isSystem = commandRules[type].kind === 'system'
  if (isSystem !== (write === bySystem)) throw new Error(`${type}: the table and its rule differ on who says it`)
  if (write !== bySystem) commandWrites[`command ${type}`] = (company) => sending(company, type, write, fromOffice)
  commandWrites[`push ${type}`] = (company) =>
    write === bySystem ? notForPhones(company, type) : sending(company, type, write, fromPhone)
}

type Sender = (turn: Turn, type: CommandType, ready: Ready) => Promise<Answer>

/** The office says of what technicians do where it knows it from. */
function asOffice(type: CommandType, body: object): object {
  const aboutSomebody = 'technician' in body && type !== 'file' && type !== 'open_visit'
  return aboutSomebody ? { ...body, behalf: { source: 'phone_call', reason: 'Told on the phone' } } : body
}

function send({ owner }: Company, workOrder: Id, type: CommandType, body: object, id: Id, seen: number) {
  return owner.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: { id, type, body: asOffice(type, body), seen },
  })
}

const fromOffice: Sender = (_turn, type, { subject, body, id, seen }) =>
  send(subject.company, subject.workOrder, type, body, id, seen)

const fromPhone: Sender = async ({ phone }, type, { subject, body, id, seen }) => {
  const [outcome] = await phone.handIn([phone.freeze(subject.workOrder, type, body, id, seen)])
  if (!outcome) throw new Error('a command has an outcome')
  return outcome
}

/** The work order a command is about, with everything that has to be before. */
async function prepare(company: Company, type: CommandType, write: CommandWrite<CommandType>, among: Subjects) {
  const made = new Map<CommandType, Id>()
  let page: WorkOrderPage | null = null
  const subject: Subject = {
    company,
    visit: newId(),
    line: newId(),
    ...among,
    sent: (earlier) => {
      const id = made.get(earlier)
      if (id === undefined) throw new Error(`${type} comes after ${earlier}`)
      return id
    },
    page: () => {
      if (!page) throw new Error('the page is read before the command')
      return page
    },
  }
  const { owner } = company
  const read = () => owner.call(workOrderApi.readWorkOrder, { params: { id: subject.workOrder } })
  const act = async (step: CommandType, body: object) => {
    const id = newId()
    made.set(step, id)
    const answer = await send(company, subject.workOrder, step, body, id, 0)
    if (answer.outcome !== 'applied') throw new Error(`before ${type}: ${step} came to ${said(answer)}`)
  }
  if (type === 'raise') return { subject, body: bodyOf(write, subject), id: newId(), seen: 0 }
  if (!among.raised) await act('raise', bodyOf(row('raise'), subject))
  for (const step of write.after) await act(step, bodyOf(row(step), subject))
  page = await read()
  if (type === 'approve' || type === 'mark_not_billable') {
    for (const flag of page.work.flags) if (!flag.settled) await act('settle_flag', { flag: flag.id, note: '' })
    page = await read()
  }
  return { subject, body: bodyOf(write, subject), id: newId(), seen: page.version }
}

type Subjects = { workOrder: Id; task: Id; technician: Id; mark: string; raised: boolean }

function row(type: CommandType): CommandWrite<CommandType> {
  const write = commandTable[type]
  if (write === bySystem) throw new Error(`${type} is said by the server`)
  return write
}

function bodyOf(write: CommandWrite<CommandType>, subject: Subject): object {
  return write.body(subject)
}

function said({ outcome, code }: Answer): string {
  return code === null ? outcome : `${outcome} ${code}`
}

function sending(company: Company, type: CommandType, write: CommandWrite<CommandType>, sender: Sender) {
  const forbidden = sender === fromPhone && commandRules[type].kind !== 'fact' && type !== 'edit_details'
  const go = (turn: Turn, ready: Ready, late: readonly string[]) => (tally: Tally) =>
    untilTaken(tally, forbidden ? ['not_allowed'] : late, ready, (now) => sender(turn, type, now))
  const alone = ({ phone, mark }: { phone: Phone; mark: string }): Subjects => ({
    workOrder: newId(),
    task: newId(),
    technician: phone.technician,
    mark,
    raised: false,
  })
  const whole = aRound((round) =>
    prepare(company, type, write, alone({ phone: company.seeder, mark: `round ${round}` })),
  )
  const common = aRound(async (round) => {
    const order = alone({ phone: company.seeder, mark: `round ${round}` })
    const { subject } = await prepare(company, 'note', { ...row('note'), after: [] }, order)
    return { workOrder: subject.workOrder, task: order.task, raised: true }
  })
  return {
    own: async (turn: Turn) => go(turn, await prepare(company, type, write, alone(turn)), []),
    shared: async (turn: Turn) => {
      if (!write.ofOrder) {
        const order = { ...alone(turn), ...(await common(turn)) }
        return go(turn, await prepare(company, type, write, order), [])
      }
      const ready = await whole(turn)
      // Raised by all at once is one and the same command; anything else is everybody's own.
      if (type === 'raise') return go(turn, ready, [])
      const body = type === 'edit_details' ? bodyOf(write, { ...ready.subject, mark: turn.mark }) : ready.body
      return go(turn, { ...ready, body, id: newId() }, write.tooLate ?? [])
    },
  }
}

const mostRetries = 50

/** When a colleague was faster with the same field it is sent again, as a person would: having seen what there is now. */
async function untilTaken(
  tally: Tally,
  late: readonly string[],
  first: Ready,
  sendIt: (ready: Ready) => Promise<Answer>,
): Promise<void> {
  let ready = first
  for (let tries = 0; ; tries++) {
    const answer = await sendIt(ready)
    const { outcome, code } = answer
    if (outcome === 'applied' || outcome === 'superseded' || outcome === 'duplicate') return
    if (outcome === 'refused' && late.includes(code ?? '')) {
      tally.refused++
      return
    }
    if (outcome !== 'refused' || code !== 'changed_meanwhile' || tries >= mostRetries)
      throw new Error(`it came to ${said(answer)}`)
    tally.retries++
    const { company, workOrder } = ready.subject
    const { version } = await company.owner.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
    ready = { ...ready, id: newId(), seen: version }
  }
}

/** What only the server says is refused to phones, whoever asks. */
function notForPhones({ phones }: Company, type: CommandType) {
  return {
    own:
      ({ client }: Turn) =>
      async (tally: Tally) => {
        const phone = phones[client % phones.length]
        if (!phone) throw new Error('a company has phones')
        const [answer] = await phone.handIn([phone.freeze(newId(), type, {})])
        if (answer?.outcome !== 'held' && answer?.outcome !== 'refused') throw new Error(`${type} was taken`)
        tally.refused++
      },
  }
}
