/** The reasons that each procedure of a router declares: `RouterReasons<typeof appRouter>['books']['create']`. */
export type RouterReasons<Router extends { _def: { record: object } }> = {
  [Noun in keyof Router['_def']['record']]: {
    [Name in keyof Router['_def']['record'][Noun]]: ReasonsOf<Router['_def']['record'][Noun][Name]>
  }
}

type ReasonsOf<Procedure> = Procedure extends { meta: { reasons?: readonly (infer Reason)[] } } ? Reason : never
