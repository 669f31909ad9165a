import { html } from 'hono/html'
import type { Problem } from '#core/error.ts'
import type { Agreement } from '#modules/privacy/index.ts'
import { labelOfAsked, type Asked, type FormPage } from '#modules/leads/index.ts'

const words = {
  uk: { send: 'Надіслати', thanks: 'Дякуємо! Ми зв’яжемося з вами.', needed: 'обов’язково' },
  en: { send: 'Send', thanks: 'Thank you! We will be in touch.', needed: 'required' },
}

const types: Partial<Record<Asked, string>> = { phone: 'tel', email: 'email' }
const fills: Partial<Record<Asked, string>> = {
  name: 'name',
  company: 'organization',
  jobTitle: 'organization-title',
  phone: 'tel',
  email: 'email',
  region: 'address-level1',
}

const style = `
  :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --back: #f6f8fa; --accent: #1f6feb; --bad: #b42318 }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --line: #3d444d; --paper: #151b23; --back: #0d1117; --accent: #4c8dff; --bad: #ff8a80 } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem 3rem }
  .card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem }
  p { margin: 0 0 1rem; color: var(--soft); white-space: pre-line }
  label { display: block; margin: 0 0 1rem; font-weight: 500 }
  input:not([type=checkbox]), textarea { display: block; width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px }
  input:focus-visible, textarea:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
  .tick { display: flex; align-items: flex-start; gap: .6rem; font-weight: 400 } .tick input { flex: none; margin: .35rem 0 0 }
  .bad { display: block; color: var(--bad); font-weight: 400; font-size: .9rem }
  small { color: var(--soft); font-weight: 400 }
  button { width: 100%; padding: .75rem; font: inherit; font-weight: 600; color: #fff; background: #1f6feb; border: 0; border-radius: 8px; cursor: pointer }
  .trap { position: absolute; left: -9999px }
`

const page = (form: FormPage, inside: unknown) =>
  html`<!doctype html>
    <html lang="${form.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${form.heading ?? form.name}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main><div class="card">${inside}</div></main>
      </body>
    </html>`

/** The form, with what was typed and what is wrong when it comes back. */
export function formPage(
  form: FormPage,
  agreements: readonly Agreement[],
  stamp: string,
  typed: Record<string, string> = {},
  problems: Problem[] = [],
) {
  const said = words[form.locale]
  const wrong = (key: string) => {
    const message = problems.find((p) => p.path === key || p.path.startsWith(`${key}.`))?.message
    return message ? html`<span class="bad" id="${key}-bad">${message}</span>` : ''
  }
  const control = (key: Asked) => {
    const isNeeded = form.requires.includes(key)
    const attributes = html`id="${key}" name="${key}" ${isNeeded ? 'required' : ''}
    ${wrong(key) ? html`aria-invalid="true" aria-describedby="${key}-bad"` : ''}`
    return html`<label
      >${labelOfAsked(key, form.locale)} ${isNeeded ? html`<small>(${said.needed})</small>` : ''}
      ${
        key === 'interest'
          ? html`<textarea rows="4" maxlength="4000" ${attributes}>${typed[key] ?? ''}</textarea>`
          : html`<input
              type="${types[key] ?? 'text'}"
              maxlength="300"
              autocomplete="${fills[key] ?? 'off'}"
              value="${typed[key] ?? ''}"
              ${attributes}
            />`
      }
      ${wrong(key)}
    </label>`
  }
  return page(
    form,
    html`<h1>${form.heading ?? form.name}</h1>
      ${form.intro ? html`<p>${form.intro}</p>` : ''}
      <form method="post" action="/f/${form.slug}">
        <input type="hidden" name="stamp" value="${stamp}" />
        <div class="trap" aria-hidden="true"><input name="website2" tabindex="-1" autocomplete="off" /></div>
        ${form.asks.map(control)}
        ${
          form.consent
            ? html`<label class="tick"
                ><input
                  type="checkbox"
                  name="consent"
                  value="1"
                  required
                  ${typed['consent'] ? 'checked' : ''}
                />
                <span>${form.consent} ${wrong('consent')}</span></label
              >`
            : ''
        }
        ${agreements.map(
          ({ purpose, version, text }) =>
            html`<label class="tick"
              ><input
                type="checkbox"
                name="purpose:${purpose}"
                value="${version}"
                ${typed[`purpose:${purpose}`] ? 'checked' : ''}
              />
              <span>${text}</span></label
            >`,
        )}
        <button type="submit">${said.send}</button>
      </form>`,
  )
}

export const thanksPage = (form: FormPage) =>
  page(form, html`<h1>${form.thanks ?? words[form.locale].thanks}</h1>`)

export const missingPage = html`<!doctype html>
  <html lang="uk">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>404</title>
      <style>
        ${style}
      </style>
    </head>
    <body>
      <main>
        <div class="card">
          <h1>Такої форми немає</h1>
          <p>Її закрито, або адресу записано з помилкою.</p>
          <p lang="en">There is no such form: it is closed, or its address is mistyped.</p>
        </div>
      </main>
    </body>
  </html>`
