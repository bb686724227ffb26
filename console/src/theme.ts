import { type MantineColorsTuple, createTheme } from '@mantine/core'

const harbour: MantineColorsTuple = [
  '#ecf6f7',
  '#d7e9eb',
  '#aad2d7',
  '#7abac2',
  '#54a6b0',
  '#3c99a5',
  '#2a8a97',
  '#1d6f7a',
  '#17616b',
  '#0f4a53',
]

const slate: MantineColorsTuple = [
  '#f7f8f8',
  '#eff1f2',
  '#e1e5e7',
  '#cdd4d7',
  '#aab4b9',
  '#87949a',
  '#65737a',
  '#4a575d',
  '#333e43',
  '#1f272b',
]

const night: MantineColorsTuple = [
  '#d3dadd',
  '#b9c3c7',
  '#92a0a6',
  '#6b7a81',
  '#46545b',
  '#344147',
  '#263137',
  '#1c262b',
  '#151d21',
  '#0f1518',
]

const system =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'
const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace'

/** One accent, quiet greys, small radius: the figures are to be seen, not the frame. */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  colors: { harbour, gray: slate, dark: night },
  fontFamily: system,
  fontFamilyMonospace: mono,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.45rem', lineHeight: '1.25' },
      h2: { fontSize: '1.05rem', lineHeight: '1.35' },
      h3: { fontSize: '0.92rem', lineHeight: '1.4' },
    },
  },
  components: {
    InputWrapper: {
      defaultProps: { size: 'sm' },
      styles: { label: { fontSize: '0.78rem', fontWeight: 500 } },
    },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
    Tooltip: { defaultProps: { multiline: true, maw: 360, withArrow: true, openDelay: 250 } },
    Modal: { defaultProps: { centered: true, radius: 'md' } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
})
