// Which model recommends: a group of radio cards whose choice lives in the URL.
'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useId, useState } from 'react'
import type { MethodInfo } from '@/lib/schemas/recommendation'

interface MethodPickerProps {
  methods: readonly MethodInfo[]
  value: string
  /** The name in the URL. */
  param?: string
}

export function MethodPicker({ methods, value, param = 'method' }: MethodPickerProps) {
  const name = useId()
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const [chosen, setChosen] = useState({ value, from: value })
  // The URL has the last word: Back, or a link, moves the choice too.
  if (chosen.from !== value) setChosen({ value, from: value })
  const choose = (method: string) => {
    setChosen({ value: method, from: value })
    const params = new URLSearchParams(search)
    params.set(param, method)
    router.replace(`${pathname}?${params}`, { scroll: false })
  }
  return (
    <fieldset>
      <legend className="mb-2 text-[15px] font-semibold">How should we choose?</legend>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {methods.map((method) => (
          <label
            key={method.name}
            className="panel flex gap-3 p-3.5 has-checked:border-amber has-checked:bg-raised has-disabled:cursor-not-allowed has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-amber"
          >
            <input
              type="radio"
              className="mt-1 size-4 flex-none accent-amber outline-none"
              name={name}
              value={method.name}
              checked={chosen.value === method.name}
              disabled={!method.ready}
              onChange={() => choose(method.name)}
            />
            <span>
              <span className="block leading-snug font-semibold">{method.label}</span>
              <span className="mt-0.5 block text-sm leading-snug text-muted">
                {method.description}
                {!method.ready && ' Still being trained.'}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
