// Buttons, and links that look like them.
import type { ComponentProps, ReactNode } from 'react'
import { Link } from './link'

interface Looks {
  variant?: 'primary' | 'quiet' | 'ghost'
  size?: 'md' | 'sm'
}

const classesOf = ({ variant = 'primary', size = 'md' }: Looks, className = '') =>
  `btn btn-${variant} ${size === 'sm' ? 'btn-sm' : ''} ${className}`.trim()

export function Button({ variant, size, className, type = 'button', ...rest }: Looks & ComponentProps<'button'>) {
  return <button type={type} className={classesOf({ variant, size }, className)} {...rest} />
}

export function ButtonLink({ variant, size, className, ...rest }: Looks & ComponentProps<typeof Link>) {
  return <Link className={classesOf({ variant, size }, className)} {...rest} />
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'aria-pressed'> {
  label: string
  pressed?: boolean
  children: ReactNode
}

export function IconButton({ label, pressed, className = '', type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      className={`icon-btn ${className}`}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      {...rest}
    />
  )
}
