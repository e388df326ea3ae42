import type { Role } from '#core/people/abilities.ts'

export const roleWords: Readonly<Record<Role, { word: string; does: string }>> = {
  owner: { word: 'Owner', does: 'Everything, and who else is an owner' },
  admin: { word: 'Admin', does: 'Settings, people, everything' },
  dispatcher: { word: 'Dispatcher', does: 'Work orders, schedule, customers, review' },
  contract_manager: { word: 'Contract manager', does: 'As a dispatcher, and the price book' },
  billing: { word: 'Billing', does: 'Review, invoices, exports, price book' },
  technician: { word: 'Technician', does: 'Own visits, on the phone' },
}
