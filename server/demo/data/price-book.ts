/** The price book as a contractor keeps it: category, then number, name, unit, price in dollars, a line each. */
const book = `
Boiler parts
BP-101|Thermocouple, 36 in|each|24.50
BP-102|Flame sensor|each|38.00
BP-103|Ignition electrode with lead|each|61.00
BP-104|Ignition control module|each|218.00
BP-105|Gas valve, 3/4 in|each|312.00
BP-106|Circulator pump, 1/12 hp|each|246.00
BP-107|Circulator pump, 1/6 hp|each|389.00
BP-108|Expansion tank, 4.4 gal|each|92.00
BP-109|Expansion tank, 14 gal|each|228.00
BP-110|Safety relief valve, 30 psi|each|48.50
BP-111|Pressure gauge, 0 to 60 psi|each|31.00
BP-112|Low water cut-off|each|164.00
BP-113|Automatic air vent|each|22.00
BP-114|Condensate trap kit|each|57.00
BP-115|Combustion blower assembly|each|418.00
BP-116|Heat exchanger gasket set|set|84.00
BP-117|Zone valve, 3/4 in|each|128.00
BP-118|Zone valve actuator|each|79.00
BP-119|Aquastat, high limit|each|117.00
BP-120|Feed valve with backflow|each|136.00
Furnace parts
FP-201|Hot surface igniter|each|66.00
FP-202|Pressure switch|each|54.00
FP-203|Inducer motor|each|287.00
FP-204|Blower motor, 1/2 hp|each|324.00
FP-205|Furnace control board|each|296.00
FP-206|Rollout switch|each|28.00
FP-207|Run capacitor, 10 mfd|each|26.00
FP-208|Filter 16x25x1|each|9.50
FP-209|Filter 20x25x4|each|34.00
FP-210|Condensate pump|each|98.00
Rooftop and cooling
RT-301|Contactor, 40 A|each|48.00
RT-302|Dual run capacitor, 45/5 mfd|each|37.00
RT-303|Condenser fan motor|each|268.00
RT-304|Condenser fan blade|each|94.00
RT-305|V-belt A48|each|18.50
RT-306|V-belt A56|each|19.50
RT-307|Blower bearing|each|72.00
RT-308|Economizer actuator|each|342.00
RT-309|Refrigerant R-410A|lb|42.00
RT-310|Filter drier, 3/8 in|each|39.00
RT-311|Thermostatic expansion valve|each|187.00
RT-312|Filter 20x20x2, pleated|each|12.00
RT-313|Filter 16x20x2, pleated|each|10.50
RT-314|Coil cleaner|gal|36.00
RT-316|Crankcase heater|each|88.00
Water heaters
WH-401|Anode rod|each|46.00
WH-402|Heating element, 4,500 W|each|32.00
WH-403|Upper thermostat|each|29.00
WH-404|Lower thermostat|each|24.00
WH-405|Temperature and pressure valve|each|38.00
WH-406|Dip tube|each|14.00
WH-407|Gas control valve|each|224.00
WH-408|Drain valve, brass|each|18.00
WH-409|Water heater 50 gal electric|each|748.00
WH-410|Water heater 75 gal gas|each|1690.00
WH-411|Recirculation pump|each|264.00
WH-412|Mixing valve, 3/4 in|each|142.00
Pipe and fittings
PF-501|Copper pipe, 1/2 in|ft|3.10
PF-502|Copper pipe, 3/4 in|ft|5.20
PF-503|Copper pipe, 1 in|ft|7.80
PF-504|PEX pipe, 1/2 in|ft|1.10
PF-505|PEX pipe, 3/4 in|ft|1.90
PF-506|Press elbow, 3/4 in|each|9.80
PF-507|Press tee, 3/4 in|each|13.60
PF-508|Press coupling, 3/4 in|each|7.40
PF-509|Press coupling, 1 in|each|10.20
PF-510|Ball valve, 1/2 in|each|14.00
PF-511|Ball valve, 3/4 in|each|18.50
PF-512|Ball valve, 1 in|each|27.00
PF-513|Pipe insulation, 1 in wall|ft|2.60
PF-514|Repair clamp, 1 in|each|24.00
PF-515|Dielectric union, 3/4 in|each|16.00
PF-516|Pipe hanger|each|4.20
Plumbing
PL-601|Toilet fill valve|each|19.00
PL-602|Toilet flush valve|each|27.00
PL-603|Flushometer repair kit|each|43.00
PL-604|Faucet cartridge|each|38.00
PL-605|Kitchen faucet, commercial|each|286.00
PL-606|Lavatory faucet|each|132.00
PL-607|P-trap, 1 1/4 in|each|14.00
PL-608|Supply line, braided|each|11.00
PL-609|Wax ring with bolts|each|9.00
PL-610|Sump pump, 1/2 hp|each|238.00
PL-611|Sewage ejector pump|each|512.00
PL-612|Check valve, 1 1/2 in|each|34.00
PL-613|Grease trap gasket|each|29.00
PL-614|Drain cleaning cable use|each|45.00
PL-615|Camera inspection of drain|each|165.00
PL-616|Backflow preventer repair kit, 2 in|each|174.00
PL-617|Backflow test report filing|each|35.00
PL-618|Pressure reducing valve, 1 in|each|148.00
PL-619|Water hammer arrestor|each|31.00
PL-620|Hose bib, frost free|each|46.00
Electrical
EL-701|Breaker, 1 pole 20 A|each|14.50
EL-702|Breaker, 2 pole 30 A|each|28.00
EL-703|Breaker, 2 pole 60 A|each|42.00
EL-704|Breaker, 3 pole 100 A|each|312.00
EL-705|Ground fault breaker, 20 A|each|64.00
EL-706|Arc fault breaker, 20 A|each|58.00
EL-707|Receptacle, 20 A|each|6.80
EL-708|Ground fault receptacle|each|24.00
EL-709|Switch, single pole|each|4.20
EL-710|Occupancy sensor switch|each|48.00
EL-711|LED panel 2x4|each|96.00
EL-712|LED wall pack|each|134.00
EL-713|LED tube, 4 ft|each|11.50
EL-714|Wire THHN 12|ft|0.62
EL-715|Wire THHN 8|ft|1.35
EL-716|Conduit EMT 3/4 in|ft|1.80
EL-717|Junction box with cover|each|7.90
EL-718|Disconnect, 60 A|each|88.00
EL-719|Surge protector, panel|each|186.00
EL-720|Photocell|each|22.00
EL-721|Time clock, 7 day|each|118.00
EL-722|Lug kit, 200 A|set|58.00
Emergency and fire
EF-801|Emergency light battery, 6 V|each|32.00
EF-802|Emergency light head, LED|each|27.00
EF-803|Exit sign, LED|each|64.00
EF-804|Self-contained emergency light|each|89.00
EF-805|Smoke detector, photoelectric|each|74.00
EF-806|Heat detector|each|61.00
EF-807|Pull station|each|86.00
EF-808|Horn strobe|each|98.00
EF-809|Fire panel battery, 12 V 7 Ah|each|39.00
EF-810|Fire panel battery, 12 V 18 Ah|each|84.00
EF-811|Zone module|each|142.00
EF-812|End of line resistor|each|3.50
Elevators
LV-901|Door roller set|set|88.00
LV-902|Door gib|each|19.00
LV-903|Door edge light curtain|each|684.00
LV-904|Door operator belt|each|76.00
LV-905|Hall call button|each|58.00
LV-906|Car station button|each|54.00
LV-907|Relay, controller|each|47.00
LV-908|Door interlock contact|each|112.00
LV-909|Hydraulic oil|gal|21.00
LV-910|Hydraulic packing set|set|396.00
LV-911|Car LED lamp|each|16.00
LV-912|Emergency phone battery|each|42.00
LV-913|Guide shoe insert|set|134.00
Fees and controls
FE-001|Disposal of old unit|each|65.00
FE-002|Permit, city|each|120.00
FE-003|Lift rental, half day|each|210.00
FE-004|Refrigerant recovery|each|85.00
FE-005|Freight, next day|each|48.00
CT-101|Thermostat, programmable|each|128.00
CT-102|Thermostat, connected|each|246.00
CT-103|Room sensor|each|62.00
CT-104|Transformer, 24 V 40 VA|each|29.00
CT-105|Control relay, 24 V|each|22.00
`

export type BookItem = {
  sku: string
  name: string
  unit: string
  category: string
  kind: 'part' | 'fee'
  dollars: number
}

export const priceBook: BookItem[] = read()

function read(): BookItem[] {
  const items: BookItem[] = []
  let category = ''
  for (const line of book.trim().split('\n')) {
    const [sku, name, unit, price] = line.split('|')
    if (!sku || !name || !unit || !price) category = line
    else items.push({ sku, name, unit, category, kind: sku.startsWith('FE-') ? 'fee' : 'part', dollars: Number(price) })
  }
  return items
}
