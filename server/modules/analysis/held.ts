/** Values that took work to read, those that were asked for last: so many bytes of them, until nobody has asked for so long. */
export class Held<V extends object> {
  private values = new Map<string, { value: V; size: number }>()
  private size = 0
  private timer: NodeJS.Timeout | null = null
  private most: number
  private idle: number
  constructor(most: number, idle: number) {
    this.most = most
    this.idle = idle
  }

  get(key: string): V | undefined {
    const found = this.values.get(key)
    if (!found) return undefined
    // The last of all is the one asked for last.
    this.values.delete(key)
    this.values.set(key, found)
    this.asked()
    return found.value
  }

  set(key: string, value: V, size: number): void {
    this.size += size - (this.values.get(key)?.size ?? 0)
    this.values.delete(key)
    this.values.set(key, { value, size })
    for (const [oldest, { size: its }] of this.values) {
      if (this.size <= this.most) break
      this.values.delete(oldest)
      this.size -= its
    }
    this.asked()
  }

  private asked(): void {
    if (this.timer) this.timer.refresh()
    else this.timer = setTimeout(() => this.empty(), this.idle).unref()
  }
  private empty(): void {
    this.values.clear()
    this.size = 0
  }
}
