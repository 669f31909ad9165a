import type { Actor } from '#core/actor.ts'
import type { News } from './news.ts'

const utf8 = new TextEncoder()
// A reader slower than this is told to begin anew, instead of being remembered for.
const mostWaiting = 128 * 1024

/** One open screen: a stream of server-sent events. */
export class Listener {
  actor: Actor
  /** The headers it came with, by which it is asked again who it is. */
  headers: Headers
  stream: ReadableStream<Uint8Array>
  closed = false
  /** What its tab calls itself, and the record it shows: "deal 0198…". */
  screen: string
  open: string | null = null
  /** How often it was asked whether it still shows it, and did not say. */
  unanswered = 0
  private controller!: ReadableStreamDefaultController<Uint8Array>
  private missed = false

  constructor(actor: Actor, headers: Headers, screen: string, onClose: () => void) {
    this.actor = actor
    this.headers = headers
    this.screen = screen
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting })
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start: (controller) => void (this.controller = controller),
      pull: () => this.catchUp(),
      cancel: () => {
        this.closed = true
        onClose()
      },
    }
    this.stream = new ReadableStream(source, strategy)
  }

  /** Tells news, and that everything up to `position` is told. */
  tell(news: readonly News[], position: string): void {
    const lines = news.map((n) => `data: ${JSON.stringify(n)}\n\n`).join('')
    this.write(`${lines}id: ${position}\n\n`)
  }

  /** Keeps proxies from closing what is only quiet. */
  beat = (position: string) => this.write(`: \nid: ${position}\n\n`)

  reset = (position: string) => this.tell([{ reset: true }], position)

  /** Says no more than that there is somebody, or nobody, to ask about. */
  nudge = () => this.write('event: presence\ndata: {"asked":true}\n\n')

  private write(text: string): void {
    if (this.closed) return
    if ((this.controller.desiredSize ?? 0) <= 0) this.missed = true
    else this.controller.enqueue(utf8.encode(text))
  }

  private catchUp(): void {
    if (!this.missed) return
    this.missed = false
    this.controller.enqueue(utf8.encode('data: {"reset":true}\n\n'))
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.controller.close()
  }
}
