// The viewer's choice of theme: a cookie, so that the first byte of a page already wears it.
export const THEME_COOKIE = 'marquee_theme'

export type Theme = 'system' | 'dark' | 'light'

export const parseTheme = (value: string | undefined): Theme =>
  value === 'dark' || value === 'light' ? value : 'system'
