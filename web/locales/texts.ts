/** Texts of many files under their files' names. */
export const textsOf = (files: Record<string, object>) =>
  Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.replaceAll(/^.*\/|\.json$/g, ''), texts]),
  )
