/** What the demo company's phones took pictures of; `draw.ts` draws each. */
export const pictureKeys = [
  'boiler-fault', 'boiler-running', 'burner-dirty', 'burner-clean', 'furnace-open', 'furnace-closed', 'rooftop-belt', 'rooftop-running',
  'filter-dirty', 'filter-clean', 'pipe-leak', 'pipe-repaired', 'heater-leak', 'heater-new', 'drain-blocked', 'drain-clear',
  'panel-burnt', 'panel-new', 'lights-off', 'lights-on', 'exit-sign', 'elevator-fault', 'elevator-ready', 'door-track', 'alarm-fault',
  'alarm-normal', 'backflow-gauge', 'thermostat-blank', 'thermostat-set',
] as const
export type PictureKey = (typeof pictureKeys)[number]
