// Dark, light, or as the system has it.
'use client'
import { useState } from 'react'
import { IconButton } from '../ui/button'
import { MoonIcon, SunIcon, SystemIcon } from '../ui/icons'
import { THEME_COOKIE, type Theme } from '@/lib/schemas/theme'

const NEXT: Record<Theme, Theme> = { system: 'dark', dark: 'light', light: 'system' }
const WORDS: Record<Theme, string> = { system: 'as your system', dark: 'dark', light: 'light' }
const ICONS = { system: SystemIcon, dark: MoonIcon, light: SunIcon } as const
const YEAR_SECONDS = 31_536_000

function wearTheme(theme: Theme) {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${theme === 'system' ? 0 : YEAR_SECONDS}; SameSite=Lax`
}

export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const Icon = ICONS[theme]
  return (
    <IconButton
      className="size-11!"
      label={`Theme: ${WORDS[theme]}. Change to ${WORDS[NEXT[theme]]}`}
      onClick={() => {
        wearTheme(NEXT[theme])
        setTheme(NEXT[theme])
      }}
    >
      <Icon />
    </IconButton>
  )
}
