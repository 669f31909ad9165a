/** Names of statements that PostgreSQL keeps ready: of those asked so many times, as many as there is room for. */
export class Names {
  private prefix: string
  private most: number
  private times: number
  private names = new Map<string, string>()
  private asked = new Map<string, number>()

  constructor(prefix: string, most: number, times = 1) {
    this.prefix = prefix
    this.most = most
    this.times = times
  }

  /** A statement means one thing for one role only: another has other row rules. */
  of(role: string, text: string): string | undefined {
    const key = `${role} ${text}`
    const known = this.names.get(key)
    if (known || this.names.size >= this.most) return known
    const times = (this.asked.get(key) ?? 0) + 1
    if (times < this.times) {
      if (this.asked.size > 10 * this.most) this.asked.clear()
      this.asked.set(key, times)
      return undefined
    }
    this.asked.delete(key)
    const name = `${this.prefix}_${this.names.size}`
    this.names.set(key, name)
    return name
  }
}
