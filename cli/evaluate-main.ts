// A small frame that runs evaluate and compare on their own.
import { Command } from 'commander'
import { exitCodeOf, isAppError, messageOf } from '@/lib/errors/app-error'
import { registerCompare } from './commands/compare'
import { registerEvaluate } from './commands/evaluate'

const program = new Command('marquee')
registerEvaluate(program)
registerCompare(program)
try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = isAppError(error) ? exitCodeOf(error.code) : 1
}
