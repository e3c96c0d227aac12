/** A mistake in a command. Its message is one line for the user. */
export class Mistake extends Error {}

/** Plurals whose singular no rule gives, and where it starts to differ. */
const irregular: Readonly<Record<string, string>> = Object.fromEntries(
  `people:person children:child men:man women:woman feet:foot teeth:tooth mice:mouse geese:goose media:medium criteria:criterion
  analyses:analysis diagnoses:diagnosis theses:thesis axes:axis indices:index vertices:vertex matrices:matrix appendices:appendix
  movies:movie cookies:cookie calories:calorie selfies:selfie zombies:zombie ties:tie pies:pie
  shoes:shoe canoes:canoe toes:toe caches:cache niches:niche headaches:headache
  leaves:leaf shelves:shelf halves:half knives:knife lives:life wives:wife wolves:wolf calves:calf scarves:scarf thieves:thief
  loaves:loaf quizzes:quiz gases:gas lenses:lens aliases:alias menus:menu`
    .split(/\s+/)
    .map((pair) => pair.split(':')),
)

/** The singular of a plural noun in camelCase, or `undefined` if it does not look like a plural. */
export function singularOf(plural: string): string | undefined {
  const [, start = '', last = ''] = /^(.*?)([A-Z]?[a-z0-9]*)$/.exec(plural) ?? []
  const word = last.toLowerCase()
  const singular = irregular[word] ?? regularSingularOf(word)
  if (singular === undefined) return undefined
  return start + (start === '' ? singular : capital(singular))
}

function regularSingularOf(word: string): string | undefined {
  if (/(ser|spec)ies$|^news$/.test(word)) return undefined
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y')
  const hasLongEnd =
    /(ss|sh|ch|x|zz|[^aeiou]o)es$/.test(word) || (/uses$/.test(word) && !/(^|ho|ca|pa|spo|blo|f)uses$/.test(word))
  if (hasLongEnd) return word.slice(0, -2)
  return /[^siu]s$|[aeo]us$/.test(word) ? word.slice(0, -1) : undefined
}

/** `labResult` as `LabResult`. */
export const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** `LAB_RESULT` as `labResult`. */
export const camelCase = (constant: string) =>
  constant.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase())

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
  const article = /^(?!uni|use|us[ei]r|one|eu)[aeiou]|^(hour|honest|heir)/.test(name) ? 'an' : 'a'
  return `${starts ? capital(article) : article} ${spoken(name)}`
}

/** Words that cannot be names of variables. */
const reservedInCode = new Set(
  `any arguments as async await boolean break case catch class const continue debugger default delete do else enum eval export
  extends false finally for function if implements import in instanceof interface let new null package private protected public
  return static super switch symbol this throw true try typeof undefined var void while with yield`.split(/\s+/),
)
/** Words that cannot be names of tables and columns without quotes. */
const reservedInDatabase = new Set(
  `abstract all analyse analyze and any array as asc authorization between both by case cast check collate collation column
  concurrently constraint create cross current current_catalog current_date current_role current_schema current_time
  current_timestamp current_user database default deferrable delete desc distinct do drop else end escape except exists false
  fetch for foreign freeze from full grant group groups having if ilike in index initially inner insert intersect into is isnull
  join key lateral leading left like limit local localtime localtimestamp natural new not notnull null of off offset old on only
  or order outer over overlaps placing primary references returning right row select session session_user similar some symmetric
  system_user table tables tablesample then to trailing transaction trigger true type union unique update user using values
  variadic verbose view when where window with`.split(/\s+/),
)
/** Names that the code of a noun has already, beside those of columns. */
const used = new Set(
  `api app body byId caller changes columns create created ctx db describe email expect hierarchy id input inputs line links list
  made newest nouns reasons rows same seen tables test tests update updated user values version views`.split(/\s+/),
)

/** @throws Mistake if a name cannot be one of a table or a column. */
export function checkName(name: string, what: 'a table' | 'a column'): void {
  checkWord(name, what, 'choose another name')
  if (reservedInDatabase.has(name) || reservedInDatabase.has(snake(name)))
    throw new Mistake(`"${name}" is a reserved word of SQL: choose another name for ${what}.`)
  if (what === 'a table') checkUsed(name, what, 'choose another name')
}

/** @throws Mistake if rows of a table cannot be called so in the code. */
export function checkSingular(name: string): void {
  const advice = 'say what it is called, with --singular <name>'
  checkWord(name, 'a row', advice)
  checkUsed(name, 'a row', advice)
}

function checkWord(name: string, what: string, advice: string): void {
  if (!/^[a-z][a-zA-Z0-9]{0,40}$/.test(name))
    throw new Mistake(`"${name}" is not a name for ${what}: use letters and digits in camelCase, such as labResults.`)
  // A column is never a variable.
  if (what !== 'a column' && reservedInCode.has(name))
    throw new Mistake(`"${name}" is a reserved word of TypeScript, not a name for ${what}: ${advice}.`)
}

function checkUsed(name: string, what: string, advice: string): void {
  if (used.has(name)) throw new Mistake(`"${name}" has another meaning in the code, as a name for ${what}: ${advice}.`)
}
