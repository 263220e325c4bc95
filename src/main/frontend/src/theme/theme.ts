import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

const harbour: MantineColorsTuple = [
  '#e8f3ff',
  '#cfe4fd',
  '#a0c8f7',
  '#6cb3ff',
  '#4493e4',
  '#2479d0',
  '#0a5bb5',
  '#074c99',
  '#053d7c',
  '#032d5e',
]

/** Mantine's greys of the dark theme, in the tint of ours. */
const dark: MantineColorsTuple = [
  '#e8eef6',
  '#c3cfdd',
  '#9fb0c3',
  '#6b7d92',
  '#2f4056',
  '#223042',
  '#172230',
  '#111a25',
  '#0d141d',
  '#0a1018',
]

/** Filled things carry a text that can be read in both themes. */
const ourFills: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input)
  if (input.variant !== 'filled') return resolved
  const meaning = input.color?.startsWith('var(--sw-') ? input.color : 'var(--sw-accent)'
  return {
    ...resolved,
    background: meaning,
    hover: `color-mix(in srgb, ${meaning} 86%, var(--sw-text))`,
    color: 'var(--sw-on-accent)',
  }
}

/** What Mantine is told; colours by meaning are in tokens.css. */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 6, dark: 3 },
  variantColorResolver: ourFills,
  colors: { harbour, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { underline: 'always' } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Modal: {
      defaultProps: {
        // No blur: where the processor paints, it takes longer than all else on the page.
        overlayProps: { backgroundOpacity: 0.5 },
        // A header element would be the page's banner.
        attributes: { header: { role: 'none' } },
      },
    },
  },
})

/** Kept under a name that color-scheme.js reads before the first paint. */
export const colorSchemes = localStorageColorSchemeManager({ key: 'slipway-color-scheme' })

const ours = {
  '--mantine-color-body': 'var(--sw-bg)',
  '--mantine-color-text': 'var(--sw-text)',
  '--mantine-color-dimmed': 'var(--sw-muted)',
  '--mantine-color-default': 'var(--sw-surface)',
  '--mantine-color-default-color': 'var(--sw-text)',
  '--mantine-color-default-border': 'var(--sw-border)',
  '--mantine-color-default-hover': 'var(--sw-sunken)',
  '--mantine-color-placeholder': 'var(--sw-muted)',
  '--mantine-color-error': 'var(--sw-bad)',
  '--mantine-color-anchor': 'var(--sw-accent)',
}

/** Mantine's own colours by meaning follow ours, in both themes. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: ours, dark: ours })
