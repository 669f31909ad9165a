/** One line of RFC 4180, its end included. */
export const csvLine = (cells: readonly string[], delimiter = ',') =>
  `${cells.map((c) => csvCell(c, delimiter)).join(delimiter)}\r\n`

// A leading or trailing space is kept only in quotes, and a lone empty cell would be a blank line.
const csvCell = (text: string, delimiter: string) =>
  text.includes('"') || text.includes(delimiter) || /[\r\n]|^\s|\s$/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text
