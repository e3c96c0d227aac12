import { Bar, Presets } from 'cli-progress'

/** Time between two lines where there is no terminal, in milliseconds. */
const LINE_EVERY = 5_000

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>

/** How far a run is, on standard error: a bar on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #stream: Terminal
  readonly #bar: Bar
  #timer: NodeJS.Timeout | undefined
  #what = ''
  #total = 0
  #done = 0
  #started = 0

  constructor(stream: Terminal) {
    this.#stream = stream
    const format = '{bar} {value} of {total} {what}, {rate}/s, {eta_formatted} left'
    this.#bar = new Bar({ stream: process.stderr, format, hideCursor: true, etaBuffer: 1_000 }, Presets.shades_classic)
  }

  /** Whether the import has started. Before that, nothing is changed. */
  get hasStarted(): boolean {
    return this.#started > 0
  }

  start(total: number, what: string): void {
    this.stop()
    this.#started = performance.now()
    this.#what = what
    this.#total = total
    this.#done = 0
    if (total === 0) return
    if (this.#stream.isTTY) this.#bar.start(total, 0, { what, rate: 0 })
    else this.#timer = setInterval(() => this.#line(), LINE_EVERY)
  }

  step(): void {
    this.#done += 1
    if (this.#stream.isTTY) this.#bar.update(this.#done, { rate: this.#rate() })
  }

  stop(): void {
    clearInterval(this.#timer)
    if (this.#bar.isActive) this.#bar.stop()
  }

  #line(): void {
    const left = this.#done === 0 ? '' : `, ${Math.round((this.#total - this.#done) / this.#rate())}s left`
    this.#stream.write(`${this.#done} of ${this.#total} ${this.#what}, ${this.#rate()}/s${left}\n`)
  }

  #rate(): number {
    return Math.max(1, Math.round((this.#done / (performance.now() - this.#started)) * 1000))
  }
}
