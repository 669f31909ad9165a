import { ApiError, Unreachable } from '../../api.ts'
import type { Run } from './run.ts'

/** Sends a file and tells how much of it has gone; fetch does not tell. */
export function upload(file: File, entity: string, onProgress: (share: number) => void): Promise<Run> {
  const form = new FormData()
  form.set('entity', entity)
  form.set('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/imports')
    request.responseType = 'json'
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.upload.onprogress = (e) => onProgress(e.total ? e.loaded / e.total : 0)
    request.onerror = () => reject(new Unreachable('import'))
    request.onload = () =>
      request.status < 300
        ? resolve(request.response as Run)
        : reject(new ApiError(request.status, request.response ?? {}))
    request.send(form)
  })
}
