import { getRouteApi, Link } from '@tanstack/react-router'
import { PageHead } from '#ui/office/Page.tsx'
import { useTitle } from '../kit/title.ts'
import { AccountsSection } from './AccountsSection.tsx'
import { HoursSection } from './HoursSection.tsx'
import { JobTypesSection } from './JobTypesSection.tsx'
import { OrganizationSection } from './OrganizationSection.tsx'
import { PriceBookSection } from './PriceBookSection.tsx'
import { PriceRulesSection } from './PriceRulesSection.tsx'
import { RatesSection } from './RatesSection.tsx'
import styles from './Settings.module.css'
import { SkillsSection } from './SkillsSection.tsx'
import { TargetsSection } from './TargetsSection.tsx'
import { TerritoriesSection } from './TerritoriesSection.tsx'

const route = getRouteApi('/shell/settings')

const sections = [
  { id: 'organization', word: 'Organization', show: () => <OrganizationSection /> },
  { id: 'hours', word: 'Hours and holidays', show: () => <HoursSection /> },
  { id: 'targets', word: 'Response targets', show: () => <TargetsSection /> },
  { id: 'job-types', word: 'Job types', show: () => <JobTypesSection /> },
  { id: 'price-book', word: 'Price book', show: () => <PriceBookSection /> },
  { id: 'rates', word: 'Rates and tax', show: () => <RatesSection /> },
  { id: 'price-rules', word: 'Price rules', show: () => <PriceRulesSection /> },
  { id: 'accounts', word: 'Accounts', show: () => <AccountsSection /> },
  { id: 'skills', word: 'Skills', show: () => <SkillsSection /> },
  { id: 'territories', word: 'Territories', show: () => <TerritoriesSection /> },
] as const

export function SettingsPage() {
  const { section } = route.useSearch()
  const shown = sections.find((one) => one.id === section) ?? sections[0]
  useTitle(`${shown.word}, settings`)
  return (
    <>
      <PageHead title="Settings" />
      <div className={styles.columns}>
        <nav aria-label="Settings" className={styles.sections}>
          {sections.map((one) => (
            <Link
              key={one.id}
              to="/settings"
              search={{ section: one.id }}
              aria-current={one === shown ? 'page' : undefined}
              className={styles.section}
            >
              {one.word}
            </Link>
          ))}
        </nav>
        <div className={styles.shown}>{shown.show()}</div>
      </div>
    </>
  )
}
