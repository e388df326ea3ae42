/** What a member of an organization may do. A role is a set of abilities; a member may have several roles. */
export const roles = ['owner', 'admin', 'dispatcher', 'contract_manager', 'billing', 'technician'] as const
export type Role = (typeof roles)[number]

export const abilities = [
  'settings.read',
  'settings.edit',
  'people.read',
  'people.edit',
  'customers.read',
  'customers.edit',
  'work_orders.read',
  'work_orders.edit',
  'dispatch',
  'review',
  'invoices.read',
  'invoices.edit',
  'prices.read',
  'price_book.edit',
  'field',
] as const
export type Ability = (typeof abilities)[number]

const readsEverything: Ability[] = ['settings.read', 'people.read', 'customers.read', 'work_orders.read']
const dispatches: Ability[] = [
  ...readsEverything,
  'customers.edit',
  'work_orders.edit',
  'dispatch',
  'review',
  'invoices.read',
  'prices.read',
]

/** The one table of roles and abilities; buttons, routes and the phone ask it. */
const byRole: Record<Role, readonly Ability[]> = {
  owner: abilities.filter((ability) => ability !== 'field'),
  admin: abilities.filter((ability) => ability !== 'field'),
  dispatcher: dispatches,
  contract_manager: [...dispatches, 'price_book.edit'],
  billing: [...readsEverything, 'review', 'invoices.read', 'invoices.edit', 'prices.read', 'price_book.edit'],
  technician: ['field'],
}

/** The union of the abilities of `memberRoles`, in the table's order. */
export function abilitiesOf(memberRoles: readonly Role[]): Ability[] {
  const granted = new Set(memberRoles.flatMap((role) => byRole[role]))
  return abilities.filter((ability) => granted.has(ability))
}

/** Who acts: one member of one organization, in one app, on a phone bound to one device. */
export type Actor = {
  orgId: string
  memberId: string
  userId: string
  name: string
  roles: readonly Role[]
  abilities: readonly Ability[]
  /** The technician this member is, if any. */
  technicianId: string | null
  /** The device the session is bound to; null in the office. */
  deviceId: string | null
  app: 'office' | 'field'
}

export function may(actor: { abilities: readonly Ability[] }, ability: Ability): boolean {
  return actor.abilities.includes(ability)
}
