/** The objects that releases without a record of them generated: each name with the whole text of its definition. */
const counted = (rows: string) => String.raw`  IF EXISTS \(SELECT FROM ${rows} OFFSET 1\) THEN
    PERFORM FROM (\w+) p WHERE p\.\w+ IN \([^;]+\) ORDER BY p\.\w+ FOR NO KEY UPDATE;
  END IF;
  UPDATE \w+ p SET [^;]+
    FROM \(SELECT key, [^;]+\) ends GROUP BY key\) c WHERE p\.\w+ = c\.key;\n`
const move = String.raw`  IF \([^;]+\) THEN\n(?:    PERFORM FROM \w+ p WHERE [^;]+ FOR NO KEY UPDATE;\n)*(?:    UPDATE \w+ SET \w+ = \w+ [+-] 1 WHERE \w+ = [^;]+;\n)+  END IF;\n`

/** By the names of the function, the trigger and the table, separated by spaces. */
const FORMS = [
  [
    String.raw`count_(\w+)_insert \1_counted_insert \1`,
    String.raw` BEGIN\n(?:${counted('added')})+  RETURN NULL;\nEND `,
  ],
  [
    String.raw`count_(\w+)_delete \1_counted_delete \1`,
    String.raw` BEGIN\n(?:${counted('gone')})+  RETURN NULL;\nEND `,
  ],
  [String.raw`count_(\w+)_move \1_counted_move \1`, String.raw` BEGIN\n(?:${move})+  RETURN NULL;\nEND `],
  [
    String.raw`copy_(\w+)_insert (\w+)_copied_(\w+)_insert \2`,
    String.raw` BEGIN\n  UPDATE \w+ SET \w+ = original\.\w+ FROM \w+ original\n    WHERE [^;]+\n    AND \w+\.\w+ IN \(SELECT \w+ FROM added\);\n  RETURN NULL;\nEND `,
  ],
  [
    String.raw`copy_(\w+)_update (\w+)_copied_(\w+)_update \w+`,
    String.raw` BEGIN\n  UPDATE \w+ SET \w+ = NEW\.\w+ WHERE \w+ = NEW\.\w+;\n  RETURN NULL;\nEND `,
  ],
  [
    String.raw`refuse_update_(\w+) \1_append_only \1`,
    String.raw` BEGIN\n  RAISE EXCEPTION '\w+ is append-only';\nEND `,
  ],
].map(([names, body]) => ({ names: new RegExp(`^${names}$`), body: new RegExp(`^${body}$`) }))

/** A trigger in the database, and its function. */
export interface PresentTrigger {
  function: string
  body: string
  trigger: string
  table: string
}

/** Whether an earlier release generated this trigger and its function. */
export const isGenerated = ({ function: name, body, trigger, table }: PresentTrigger): boolean =>
  FORMS.some((form) => form.names.test(`${name} ${trigger} ${table}`) && form.body.test(body))

/** Whether an earlier release generated this index. */
export const isGeneratedIndex = (definition: string): boolean =>
  /^CREATE INDEX (\w+)_search_(\w+) ON \w+\.\1 USING gin \(search_key\(\2\) gin_trgm_ops\)$/.test(definition)
