// Which model recommends: a strip of choices, one of them on, which lives in the URL.
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
  const shown = methods.find((method) => method.name === chosen.value)
  const nTraining = methods.filter(({ ready }) => !ready).length
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-[15px] font-semibold">How should we choose?</legend>
      <div className="method-strip">
        {methods.map((method) => (
          <label key={method.name} className="method-choice">
            <input
              type="radio"
              name={name}
              value={method.name}
              checked={chosen.value === method.name}
              disabled={!method.ready}
              onChange={() => choose(method.name)}
            />
            {method.label}
            <span className="sr-only">
              . {method.description}
              {!method.ready && ' Still being trained.'}
            </span>
          </label>
        ))}
      </div>
      {/* Whoever listens has heard it with the choice. */}
      <p className="mt-2 text-muted" aria-hidden>
        {shown?.description} {nTraining > 0 && `${stillTraining(nTraining)}.`}
      </p>
    </fieldset>
  )
}

const stillTraining = (n: number) =>
  n === 1 ? 'One other way is still being trained' : `${n} other ways are still being trained`
