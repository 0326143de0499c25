// Asks the worker for a training: which model, with which configuration.
'use client'
import { useId, useState } from 'react'
import { queueTrainingAction } from '@/app/actions/runs'
import type { Trainable } from '@/lib/schemas/run'
import { Button } from '../ui/button'
import { Field, Select, TextInput } from '../ui/field'
import { useWrite } from './use-write'

export function TrainForm({ models }: { models: readonly Trainable[] }) {
  const id = useId()
  const [model, setModel] = useState(models[0]?.name ?? '')
  const [config, setConfig] = useState(models[0]?.config ?? '{}')
  const [seed, setSeed] = useState('1')
  const { busy, failure, write } = useWrite()
  const wrong = failure?.fieldErrors ?? {}
  const choose = (name: string) => {
    setModel(name)
    setConfig(models.find((known) => known.name === name)?.config ?? '{}')
  }
  return (
    <form
      className="panel grid gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
      onSubmit={(event) => {
        event.preventDefault()
        write(
          () => queueTrainingAction({ model, config, seed }),
          () => `${model} is queued. The worker takes it up by itself.`,
        )
      }}
    >
      <div className="grid content-start gap-4">
        <Field label="Model" id={`${id}-model`} error={wrong.model?.join(' ')}>
          <Select id={`${id}-model`} value={model} onChange={(event) => choose(event.target.value)}>
            {models.map(({ name, label }) => (
              <option key={name} value={name}>
                {name}: {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Seed" id={`${id}-seed`} hint="Decides everything drawn by chance." error={wrong.seed?.join(' ')}>
          <TextInput
            id={`${id}-seed`}
            inputMode="numeric"
            value={seed}
            aria-describedby={`${id}-seed-hint`}
            aria-invalid={wrong.seed !== undefined}
            onChange={(event) => setSeed(event.target.value)}
          />
        </Field>
      </div>
      <Field
        label="Configuration"
        id={`${id}-config`}
        hint="JSON; the model’s defaults to begin with. What is left out has its default."
        error={describeFaults(wrong)}
      >
        <textarea
          id={`${id}-config`}
          className="input min-h-44 font-mono text-sm"
          spellCheck={false}
          value={config}
          aria-describedby={`${id}-config-hint`}
          aria-invalid={describeFaults(wrong) !== undefined}
          onChange={(event) => setConfig(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-3 md:col-span-2">
        <Button type="submit" disabled={busy}>
          {busy ? 'Queueing …' : 'Train'}
        </Button>
        {failure && Object.keys(wrong).length === 0 && (
          <p role="alert" className="text-sm text-bad">
            {failure.message}
          </p>
        )}
      </div>
    </form>
  )
}

/** Faults of the configuration, each with the name of its field. */
function describeFaults(wrong: Record<string, string[]>): string | undefined {
  const faults = Object.entries(wrong).filter(([field]) => field !== 'model' && field !== 'seed')
  if (faults.length === 0) return undefined
  return faults
    .map(([field, texts]) => (field === 'config' ? texts.join(' ') : `${field}: ${texts.join(' ')}`))
    .join('; ')
}
