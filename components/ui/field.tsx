// Form fields: a visible label, the control, a hint, and what is wrong.
import type { ComponentProps, ReactNode } from 'react'

interface FieldProps {
  label: string
  /** The id of the control inside; its hint is `{id}-hint` and its error `{id}-error`. */
  id: string
  hint?: ReactNode
  error?: string
  children: ReactNode
}

export function Field({ label, id, hint, error, children }: FieldProps) {
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-[15px] font-semibold">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input className={`input ${className}`} {...rest} />
}

export function Select({ className = '', ...rest }: ComponentProps<'select'>) {
  return <select className={`input ${className}`} {...rest} />
}
