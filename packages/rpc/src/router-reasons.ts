/** The reasons that each procedure of a router refuses with: `RouterReasons<typeof appRouter>['books']['create']`. */
export type RouterReasons<Router extends { _def: { record: object } }> = {
  [Noun in keyof Router['_def']['record']]: {
    [Name in keyof Router['_def']['record'][Noun]]: ReasonOf<Router['_def']['record'][Noun][Name]>
  }
}

type ReasonOf<Procedure> = Procedure extends {
  _def: { $types: { errorShape: { data: { reason: infer Reason } } } }
}
  ? NonNullable<Reason>
  : never
