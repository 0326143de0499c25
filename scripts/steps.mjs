// Printing what a command is doing: one line a step, with the time it took. Built-ins only.
const tty = process.stdout.isTTY === true
const TICK_MS = 500

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
const clear = () => tty && process.stdout.write('\r\x1b[2K')

/** Runs `work(report)`; `report(text)` shows how far it is. */
export async function step(title, work) {
  const began = performance.now()
  let detail = ''
  let lastPrinted = 0
  const draw = () => tty && process.stdout.write(`\r\x1b[2K  … ${title}${detail && ` · ${detail}`} (${seconds(began)})`)
  const timer = setInterval(draw, TICK_MS)
  timer.unref()
  if (tty) draw()
  else process.stdout.write(`  … ${title}\n`)
  try {
    const result = await work((text) => {
      detail = text
      if (!tty && performance.now() - lastPrinted > 10 * TICK_MS) {
        lastPrinted = performance.now()
        process.stdout.write(`    ${title} · ${text}\n`)
      }
    })
    clear()
    process.stdout.write(`  ✓ ${title}${detail && ` · ${detail}`} (${seconds(began)})\n`)
    return result
  } finally {
    clearInterval(timer)
    clear()
  }
}

export const say = (text) => {
  clear()
  process.stdout.write(`${text}\n`)
}

export const complain = (text) => {
  clear()
  process.stderr.write(`\n  ✗ ${text}\n`)
}
