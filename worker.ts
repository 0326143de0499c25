// The worker process: trains what is missing or stale, now and whenever the data change.
import { loadConfig } from '@/lib/config/env'
import { messageOf } from '@/lib/errors/app-error'
import { createLogger } from '@/lib/log/logger'
import { openTraining } from '@/lib/services/training/open-training'
import { closeWhenTold, tellLauncher } from '@/lib/services/host/program-message'

const config = loadConfig()
const log = createLogger(config, 'worker')

try {
  const training = await openTraining(config, log)
  closeWhenTold(training.close, (error) => log.error({ err: error }, 'the worker did not stop cleanly'))
  await training.run(
    (text) => tellLauncher({ type: 'progress', text }),
    () => tellLauncher({ type: 'ready' }),
  )
} catch (error) {
  // Told to stop while it trained: no failure; what is left is done at the next start.
  if (!(error instanceof Error && error.name === 'AbortError')) log.error({ err: error }, 'the worker failed')
  tellLauncher({ type: 'failed', text: messageOf(error) })
  process.exitCode = 1
  process.disconnect?.()
}
