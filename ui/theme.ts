import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Kbd,
  type MantineColorScheme,
  type MantineColorSchemeManager,
  type MantineColorsTuple,
  Menu,
  Modal,
  Paper,
  Popover,
  Select,
  Table,
  Textarea,
  TextInput,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'
import { chooseTheme, onThemeChoice, type ThemeChoice, themeChoice } from './color-scheme.ts'

/** Mantine computes with real colours, so its scale stands here; 7 and 4 are the accent of tokens.css, light and dark. */
const petrol: MantineColorsTuple = [
  '#e7f9fc',
  '#caf0f5',
  '#a1e1e9',
  '#6ecbd6',
  '#38b1bd',
  '#0f919c',
  '#0a7f89',
  '#06717a',
  '#045e66',
  '#024c52',
]

/** In the dark the accent and the red are light, so what stands on them is dark. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  if (input.variant !== 'filled') return colors
  if (input.color === 'red') return { ...colors, color: 'var(--tone-on-solid)' }
  return !input.color || input.color === 'petrol' ? { ...colors, color: 'var(--color-on-accent)' } : colors
}

const control = { defaultProps: { size: 'sm' } }
const floating = { shadow: 'lg', radius: 'md', transitionProps: { duration: 120 } }

/** The office's theme: 13 px, 32 px controls, few lines, one accent. */
export const officeTheme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver: variantColors,
  colors: { petrol },
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSmoothing: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  defaultRadius: 'sm',
  fontSizes: {
    xs: 'var(--text-xs)',
    sm: 'var(--text-sm)',
    md: 'var(--text-md)',
    lg: 'var(--text-lg)',
    xl: 'var(--text-xl)',
  },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: {
    xs: 'var(--space-2)',
    sm: 'var(--space-3)',
    md: 'var(--space-4)',
    lg: 'var(--space-6)',
    xl: 'var(--space-8)',
  },
  radius: {
    xs: 'var(--radius-1)',
    sm: 'var(--radius-2)',
    md: 'var(--radius-3)',
    lg: 'var(--radius-4)',
    xl: 'var(--radius-full)',
  },
  shadows: {
    xs: 'var(--shadow-1)',
    sm: 'var(--shadow-1)',
    md: 'var(--shadow-2)',
    lg: 'var(--shadow-3)',
    xl: 'var(--shadow-3)',
  },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: 'var(--text-xl)', lineHeight: '1.25' },
      h2: { fontSize: 'var(--text-lg)', lineHeight: '1.3' },
      h3: { fontSize: 'var(--text-md)', lineHeight: '1.35' },
      h4: { fontSize: 'var(--text-sm)', lineHeight: '1.4' },
      h5: { fontSize: 'var(--text-xs)', lineHeight: '1.4' },
      h6: { fontSize: 'var(--text-xs)', lineHeight: '1.4' },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 530 } }),
    Button: Button.extend({ defaultProps: { size: 'xs', fw: 530 } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 3 } }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    // The placeholder is a stop without a role among the menu's items.
    Menu: Menu.extend({ defaultProps: { ...floating, withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({ defaultProps: { radius: 'md', shadow: 'lg', transitionProps: { duration: 120 } } }),
    Paper: Paper.extend({ defaultProps: { radius: 'md' } }),
    Popover: Popover.extend({ defaultProps: floating }),
    Select: Select.extend(control),
    Table: Table.extend({ defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm', highlightOnHover: true } }),
    Textarea: Textarea.extend(control),
    TextInput: TextInput.extend(control),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, events: { hover: true, focus: true, touch: true } } }),
  },
})

/** Mantine's own colours, fed from the tokens, which already know light from dark. */
export const officeVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--color-surface)',
    '--mantine-color-text': 'var(--color-text)',
    '--mantine-color-dimmed': 'var(--color-text-faint)',
    '--mantine-color-placeholder': 'var(--color-text-faint)',
    '--mantine-color-bright': 'var(--color-text)',
    '--mantine-color-anchor': 'var(--color-accent-text)',
    '--mantine-color-error': 'var(--tone-problem-text)',
    '--mantine-color-success': 'var(--tone-done-text)',
    '--mantine-color-default': 'var(--color-surface)',
    '--mantine-color-default-hover': 'var(--color-hover)',
    '--mantine-color-default-color': 'var(--color-text)',
    '--mantine-color-default-border': 'var(--color-line-strong)',
    '--mantine-color-disabled': 'var(--color-press)',
    '--mantine-color-disabled-color': 'var(--color-text-faint)',
    '--mantine-color-disabled-border': 'var(--color-line)',
    '--mantine-primary-color-filled': 'var(--color-accent)',
    '--mantine-primary-color-filled-hover': 'var(--color-accent-hover)',
    '--mantine-primary-color-light': 'var(--color-accent-tint)',
    '--mantine-primary-color-light-hover': 'var(--color-accent-tint)',
    '--mantine-primary-color-light-color': 'var(--color-accent-text)',
    '--mantine-primary-color-contrast': 'var(--color-on-accent)',
    '--mantine-color-petrol-filled': 'var(--color-accent)',
    '--mantine-color-petrol-filled-hover': 'var(--color-accent-hover)',
    '--mantine-color-petrol-light': 'var(--color-accent-tint)',
    '--mantine-color-petrol-light-hover': 'var(--color-accent-tint)',
    '--mantine-color-petrol-light-color': 'var(--color-accent-text)',
    '--mantine-color-petrol-text': 'var(--color-accent-text)',
    '--mantine-color-petrol-outline': 'var(--color-accent-text)',
    '--mantine-color-gray-text': 'var(--color-text-soft)',
    '--mantine-color-gray-light': 'var(--tone-neutral-tint)',
    '--mantine-color-gray-light-hover': 'var(--color-press)',
    '--mantine-color-gray-light-color': 'var(--color-text-soft)',
    '--mantine-color-gray-outline': 'var(--color-control)',
    '--mantine-color-red-filled': 'var(--tone-problem-solid)',
    '--mantine-color-red-filled-hover': 'var(--tone-problem-press)',
    '--mantine-color-red-light': 'var(--tone-problem-tint)',
    '--mantine-color-red-light-hover': 'var(--tone-problem-tint)',
    '--mantine-color-red-light-color': 'var(--tone-problem-text)',
    '--mantine-color-red-text': 'var(--tone-problem-text)',
    '--mantine-color-red-outline': 'var(--tone-problem-text)',
  }
  return { variables: {}, light: both, dark: both }
}

function asMantine(choice: ThemeChoice): MantineColorScheme {
  return choice === 'system' ? 'auto' : choice
}

/** One choice of light or dark for Mantine and the tokens alike. */
export function officeColorScheme(): MantineColorSchemeManager {
  let stop: (() => void) | null = null
  return {
    get: () => asMantine(themeChoice()),
    set: (value) => chooseTheme(value === 'auto' ? 'system' : value),
    subscribe: (onUpdate) => {
      stop?.()
      stop = onThemeChoice((choice) => onUpdate(asMantine(choice)))
    },
    unsubscribe: () => stop?.(),
    clear: () => chooseTheme('system'),
  }
}
