// `npm test`: every check there is, each with its count; the last line is `N passed, N failed`.
// `npm test -- --only types,lint,build,unit,browser` for some of them; names after that are passed to the step's runner.
import { checkBuild } from './checks/build.js'
import { checkTypes } from './checks/types.js'
import { checkLint } from './checks/lint.js'
import { checkUnits } from './checks/units.js'
import { checkBrowser } from './checks/browser.js'
import { fileURLToPath } from 'node:url'
import { hear, Sentence } from './prepare/run.js'

const steps = { types: checkTypes, lint: checkLint, build: checkBuild, unit: checkUnits, browser: checkBrowser }

const { wanted, files } = readArguments(process.argv.slice(2))
const total = { passed: 0, failed: 0 }
for (const name of wanted) {
  // Both wait half of their time, for disks, frames and time limits: beside each other they take two thirds of it.
  const beside = name === 'unit' && wanted.includes('browser') ? inTheBackground('browser') : null
  if (name === 'browser' && wanted.includes('unit')) continue
  const begun = Date.now()
  console.log(`\n== ${name}`)
  const count = await steps[name](files).catch(failedStep)
  add(count)
  console.log(`${name}: ${count.passed} passed, ${count.failed} failed, ${Math.round((Date.now() - begun) / 1000)} s`)
  if (beside) add(await beside)
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1

function add({ passed, failed }) {
  total.passed += passed
  total.failed += failed
}

/** Another step in a process of its own, told in one piece at its end. */
async function inTheBackground(name) {
  const { code, output } = await hear(process.execPath, [fileURLToPath(import.meta.url), '--only', name, ...files])
  const [, sum, passed, failed] = /^([^]*?)\n(\d+) passed, (\d+) failed\s*$/.exec(output) ?? []
  console.log(sum ?? output)
  const count = { passed: Number(passed ?? 0), failed: Number(failed ?? 1) }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** A step that could not even run is a failure, never silence. */
function failedStep(error) {
  console.error(error instanceof Sentence ? error.message : error)
  return { passed: 0, failed: 1 }
}

function readArguments(args) {
  const at = args.indexOf('--only')
  if (at === -1) return { wanted: Object.keys(steps), files: args }
  const wanted = (args[at + 1] ?? '').split(',')
  const unknown = wanted.find((name) => !(name in steps))
  if (unknown !== undefined) {
    console.error(`There is no step “${unknown}”; there are ${Object.keys(steps).join(', ')}.`)
    console.log('0 passed, 1 failed')
    process.exit(1)
  }
  return { wanted, files: [...args.slice(0, at), ...args.slice(at + 2)] }
}
