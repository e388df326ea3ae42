import type { Scene } from './scenes.ts'

export const electricalScenes: Scene[] = [
  {
    key: 'panel-trip', at: ['warehouse'], jobType: 'panel_fault', title: 'Breaker trips when the compressor starts', asked: 'Shop is down each time, foreman resets it five times a day.',
    found: 'Breaker is weak, trips at 61 A on a 100. Lug was loose and had been hot.',
    done: 'Three-pole breaker and lugs replaced, terminations torqued. Compressor started ten times without a trip.',
    minutes: [70, 120], parts: [['EL-704', 1], ['EL-722', 1]], before: 'panel-burnt', after: 'panel-new',
    again: { reason: 'parts', note: 'Need the 3 pole 100 A, distributor has it tomorrow. Load moved to the spare for now.', parts: [['EL-704', 1]], done: 'Breaker replaced, load moved back, thermal picture clean.' },
  },
  {
    key: 'panel-smell', at: ['offices', 'apartments', 'hotel', 'school'], jobType: 'panel_fault', title: 'Burning smell at the panel', asked: 'Smells of burnt plastic in the switch room. Lights on the second floor flicker.',
    found: 'Neutral lug of circuit 14 burnt. Cut back to clean copper, new breaker.',
    done: 'Burnt connection and breaker replaced, panel checked with the thermal camera. Safe to use.',
    minutes: [60, 100], parts: [['EL-701', 1], ['EL-714', 12]], before: 'panel-burnt', after: 'panel-new',
  },
  {
    key: 'panel-gfi', at: ['shop', 'bakery', 'offices', 'hotel'], jobType: 'panel_fault', title: 'Half of the kitchen has no power', asked: 'Outlets on the island are dead, coffee machines too.',
    found: 'Ground fault breaker tripped for a reason: wet receptacle behind the ice maker.',
    done: 'Wet receptacle and ground fault breaker replaced. All outlets tested.',
    minutes: [45, 75], parts: [['EL-705', 1], ['EL-708', 1]], before: 'panel-burnt', after: 'panel-new',
  },
  {
    key: 'lights-lot', at: ['shop', 'offices', 'warehouse', 'clinic', 'school'], jobType: 'lighting', title: 'Parking lot lights out', asked: 'Four of six poles dark, staff leave after sunset.',
    found: 'Photocell dead, two heads with water inside.',
    done: 'Photocell and two wall packs replaced. All six poles light.',
    minutes: [60, 100], parts: [['EL-720', 1], ['EL-712', 2], ['FE-003', 1]], before: 'lights-off', after: 'lights-on',
  },
  {
    key: 'lights-office', at: ['offices'], jobType: 'lighting', title: 'Flickering lights on the second floor', asked: 'Flicker since Monday in the open office, people get headaches.',
    found: 'Old ballasts. Changed the worst four to LED panels as agreed last time.',
    done: 'Four fixtures replaced with LED panels. No flicker.',
    minutes: [75, 120], parts: [['EL-711', 4]], before: 'lights-off', after: 'lights-on',
  },
  {
    key: 'lights-outlet', at: ['home', 'hotel', 'senior', 'church'], jobType: 'lighting', title: 'Outlet sparks', asked: 'Outlet in the hall sparks when the vacuum is plugged in.',
    found: 'Backstabbed wire worked loose. Pigtailed it and the two next to it.',
    done: 'Receptacle replaced, neighbors on the circuit tightened and tested.',
    minutes: [30, 50], parts: [['EL-707', 1]], before: 'lights-off', after: 'lights-on',
  },
  {
    key: 'exit-month', at: ['apartments', 'senior'], jobType: 'emergency_lights', title: 'Monthly emergency light test', asked: 'Monthly test, logbook in the office.',
    found: 'All fittings held. Logbook signed.',
    done: 'Monthly test done, all fittings passed. Logbook is up to date.',
    minutes: [35, 60], parts: [], before: 'exit-sign', after: 'exit-sign',
  },
  {
    key: 'exit-year', at: ['apartments', 'senior'], jobType: 'emergency_lights', title: 'Yearly emergency light test, 90 minutes', asked: 'Yearly full-length test, tenants are told.',
    found: 'Two heads died at 40 minutes. Batteries from 2019. Changed, third one is marginal.',
    done: 'Full-length test done. Two batteries replaced, one fitting should be replaced with the next visit.',
    minutes: [110, 140], parts: [['EF-801', 2]], before: 'exit-sign', after: 'exit-sign',
    again: { reason: 'parts', note: 'Two fittings beyond repair, none on the truck.', parts: [['EF-804', 2]], done: 'Two emergency lights replaced and tested for 90 minutes.' },
  },
  {
    key: 'elevator-door', at: ['senior', 'hotel'], jobType: 'elevator_stuck', title: 'Elevator stuck on the second floor', asked: 'Car stands on 2 with the doors half open. Nobody inside. Residents with walkers wait.',
    found: 'Gib broken, door hung in the sill. Door lock contact bent by it.',
    done: 'Door gibs and lock contact replaced. Car runs and levels on every floor.',
    minutes: [60, 110], parts: [['LV-902', 2], ['LV-908', 1]], before: 'door-track', after: 'elevator-ready',
  },
  {
    key: 'elevator-curtain', at: ['offices', 'hotel'], jobType: 'elevator_stuck', title: 'Elevator doors will not close', asked: 'Doors close a hand wide and open again, all day.',
    found: 'Light curtain dead on the lower third. Bypassed is not an option, car is out of service.',
    done: 'Light curtain replaced and tested with the 2 in rod on every floor.',
    minutes: [80, 130], parts: [['LV-903', 1]], before: 'elevator-fault', after: 'elevator-ready',
    again: { reason: 'parts', note: 'Light curtain dead. Two days from the factory. Out of order signs are up, security knows.', parts: [['LV-903', 1], ['FE-005', 1]], done: 'Light curtain replaced. Elevator back in service.' },
  },
  {
    key: 'elevator-oil', at: ['offices', 'hotel'], jobType: 'elevator_stuck', title: 'Elevator stops between floors', asked: 'Stopped between 1 and 2 twice this morning, started again by itself.',
    found: 'Oil temperature at the limit after the morning rush, level an inch low.',
    done: 'Oil topped up, filter cleaned, run for an hour without a stop.',
    minutes: [65, 100], parts: [['LV-909', 3]], before: 'elevator-fault', after: 'elevator-ready',
  },
  {
    key: 'elevator-half', at: ['offices', 'hotel', 'senior'], jobType: 'elevator_service', title: 'Half-yearly elevator inspection', asked: 'Half-yearly inspection under the agreement.',
    found: 'Roller set on the car door noisy. Rest within limits, logbook written.',
    done: 'Inspection done. Door rollers replaced, phone and brakes tested.',
    minutes: [95, 150], parts: [['LV-901', 1]], before: 'elevator-ready', after: 'elevator-ready',
  },
  {
    key: 'elevator-phone', at: ['offices', 'hotel', 'senior'], jobType: 'elevator_service', title: 'Elevator inspection, emergency phone', asked: 'Inspection is due. Emergency phone beeps.',
    found: 'Phone battery flat, everything else good.',
    done: 'Inspection done. Battery of the emergency phone replaced, call center answered.',
    minutes: [90, 135], parts: [['LV-912', 1]], before: 'elevator-ready', after: 'elevator-ready',
  },
  {
    key: 'alarm-battery', at: ['school', 'hotel'], jobType: 'fire_alarm', title: 'Fire panel beeps, battery fault', asked: 'Trouble light and beeping at the panel since this morning.',
    found: 'Both batteries at 9.8 V, from 2020. Charger is fine at 27.2.',
    done: 'Panel batteries replaced, trouble cleared, panel normal.',
    minutes: [35, 60], parts: [['EF-810', 2]], before: 'alarm-fault', after: 'alarm-normal',
  },
  {
    key: 'alarm-detector', at: ['hotel'], jobType: 'fire_alarm', title: 'False fire alarms at night', asked: 'Third false alarm this week, the brigade was here. Guests stood outside.',
    found: 'Detector in the kitchen corridor full of steam marks. Wrong type for the place, changed to heat.',
    done: 'Smoke detector at the kitchen replaced with a heat detector. Zone tested with the monitoring company.',
    minutes: [50, 85], parts: [['EF-806', 1]], before: 'alarm-fault', after: 'alarm-normal',
    again: { reason: 'second_trade', note: 'Steam comes from a duct leak above the detector. Heating has to close the duct first.', parts: [['EF-806', 1]], done: 'Duct is closed. Heat detector fitted and tested, panel normal.' },
  },
]
