import { plain } from './spelling.ts'

// As they are written, whole words; longer ones first where one begins another.
const forms = [
  'товариство з обмеженою відповідальністю',
  'товариство з додатковою відповідальністю',
  'общество с ограниченной ответственностью',
  'приватне підприємство',
  'частное предприятие',
  'фізична особа підприємець',
  'физическое лицо предприниматель',
  'приватне акціонерне товариство',
  'публічне акціонерне товариство',
  'відкрите акціонерне товариство',
  'закрите акціонерне товариство',
  'акціонерне товариство',
  'державне підприємство',
  'комунальне підприємство',
  'дочірнє підприємство',
  'спільне підприємство',
  'мале підприємство',
  'приватна виробнича фірма',
  'науково виробниче підприємство',
  'фермерське господарство',
  'сільськогосподарське товариство',
  'громадська організація',
  'комунальне некомерційне підприємство',
  'об єднання співвласників багатоквартирного будинку',
  'селянське фермерське господарство',
  'благодійний фонд',
  'limited liability company',
  'private limited company',
  'public limited company',
  'joint stock company',
  'private enterprise',
  'sole proprietor',
  'spółka z ograniczoną odpowiedzialnością',
  'spółka akcyjna',
  'spółka komandytowa',
  'spółka jawna',
  'gesellschaft mit beschränkter haftung',
  'haftungsbeschränkt',
  'aktiengesellschaft',
  'société à responsabilité limitée',
  'société par actions simplifiée',
  'société anonyme',
  'sociedad limitada',
  'sociedad anónima',
  'sociedade limitada',
  'società a responsabilità limitata',
  'società per azioni',
  'besloten vennootschap',
  'naamloze vennootschap',
  'sp z o o',
  'sp j',
  'sp k',
  'spol s r o',
  's r o',
  's r l',
  's a r l',
  's p a',
  's a s',
  's n c',
  's l u',
  's l',
  'b v',
  'n v',
  'v o f',
  'e k',
  's a',
  'a s',
  'd o o',
  'l l c',
  'тов тдв ооо пп чп фоп флп спд пат прат ват зат ат оао зао пао дп кп сп мп нвп нвф пвф фг сфг стов го бф кб',
  'тзов кнп осбб жбк нак',
  'llc ltd limited inc incorporated corp corporation co company plc llp lp gmbh mbh ag kg ohg ug ev bv nv sa sas sarl',
  'srl spa oy ab as aps sro doo ooo tov zoo spzoo kft zrt eood ood se fop pp prat pat at jsc pjsc tzov the',
  'snc slu sl vof ek eurl sasu lda ltda oyj sia uab cv und and et та',
]

const wholes = forms.filter((f) => f.includes(' ') && !/^(тов|тзов|llc|srl|snc) /.test(f)).map(plain)
const words = new Set(
  forms
    .filter((f) => /^(тов|тзов|llc|srl|snc) /.test(f))
    .flatMap((f) => f.split(' '))
    .map(plain),
)
const phrase = new RegExp(
  String.raw`\b(?:${wholes.toSorted((a, b) => b.length - a.length).join('|')})\b`,
  'g',
)

/** A company's name without its legal form. Takes what `plain` gives. A name that is nothing else stays whole. */
export function withoutLegalForm(name: string): string {
  const rest = name
    .replaceAll(phrase, ' ')
    .split(' ')
    .filter((w) => w && !words.has(w))
    .join(' ')
  return rest || name
}
