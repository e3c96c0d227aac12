/** A mistake in a command. Its message is one line for the user. */
export class Mistake extends Error {}

const irregular: Record<string, string> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  feet: 'foot',
  teeth: 'tooth',
  mice: 'mouse',
  media: 'medium',
  criteria: 'criterion',
  analyses: 'analysis',
  diagnoses: 'diagnosis',
  movies: 'movie',
  cookies: 'cookie',
  shoes: 'shoe',
  caches: 'cache',
  axes: 'axis',
  leaves: 'leaf',
  shelves: 'shelf',
  halves: 'half',
  knives: 'knife',
  lives: 'life',
  wives: 'wife',
}

/** The singular of a plural noun in camelCase, or `undefined` if it does not look like a plural. */
export function singularOf(plural: string): string | undefined {
  const [, start = '', last = ''] = /^(.*?)([A-Z]?[a-z0-9]*)$/.exec(plural) ?? []
  const word = last.toLowerCase()
  const singular = irregular[word] ?? regularSingularOf(word)
  if (singular === undefined) return undefined
  return start + (start === '' ? singular : capital(singular))
}

function regularSingularOf(word: string): string | undefined {
  if (/(ser|spec)ies$/.test(word)) return undefined
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y')
  const hasLongEnd =
    /(ss|sh|ch|x|zz)es$/.test(word) || (/uses$/.test(word) && !/(^|ho|ca|pa|spo|blo|f)uses$/.test(word))
  if (hasLongEnd) return word.slice(0, -2)
  return /[^siu]s$|[aeo]us$/.test(word) ? word.slice(0, -1) : undefined
}

/** `labResult` as `LabResult`. */
export const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const wordsOf = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()

/** `labResults` as `lab_results`: a name in the database. */
export const snake = (name: string) => wordsOf(name).replaceAll(' ', '_')
/** `labResult` as `LAB_RESULT`: in the name of a reason. */
export const constant = (name: string) => snake(name).toUpperCase()
/** `labResults` as `lab-results`: in a path. */
export const path = (name: string) => wordsOf(name).replaceAll(' ', '-')
/** `labResult` as `lab result`: in a sentence. */
export const spoken = wordsOf
/** `a patient`, `an appointment`; `A patient` at the start of a sentence. */
export function withArticle(name: string, starts = false): string {
  const article = /^(?!uni|use|us[ei]r|one)[aeiou]/.test(name) ? 'an' : 'a'
  return `${starts ? capital(article) : article} ${spoken(name)}`
}

const reserved = new Set(
  `abstract all analyse analyze and any array as asc async await authorization between boolean break by case cast catch check
  class collate column const constraint continue create cross current database debugger default deferrable delete desc
  distinct do drop else end enum escape except exists export extends false finally for foreign freeze from full function
  grant group groups having if ilike implements import in index inner insert instanceof interface intersect into is isnull
  join key lateral leading left let like limit local natural new not notnull null of offset on only or order outer over
  overlaps package placing primary private protected public references return returning right row select session similar some
  static super switch symmetric table tables then this throw to trailing transaction true try type typeof undefined union
  unique update user using values var variadic verbose void when where while window with yield`.split(/\s+/),
)
/** Names that the code of a table has already. */
const used = new Set(
  'api app body changes columns ctx db email id input inputs line links reasons rows tables tests values views'.split(
    ' ',
  ),
)

/** @throws Mistake if a name cannot be one of TypeScript and of SQL. */
export function checkName(name: string, what: string): void {
  if (!/^[a-z][a-zA-Z0-9]{0,40}$/.test(name))
    throw new Mistake(`"${name}" is not a name for ${what}: use letters and digits in camelCase, such as labResults.`)
  if (reserved.has(name) || reserved.has(snake(name)))
    throw new Mistake(`"${name}" is a reserved word of SQL or TypeScript: choose another name for ${what}.`)
  if (used.has(name)) throw new Mistake(`"${name}" has another meaning in the code: choose another name for ${what}.`)
}
