/** The objects that releases without a record of them generated: each name with the whole text of its definition. */
const counted = (row: 'NEW' | 'OLD') =>
  String.raw`(?:${row}\.\w+|CASE WHEN ${row}\.\w+ IS NOT NULL THEN ${row}\.\w+ END)`
const count = (sign: string, row: 'NEW' | 'OLD') =>
  String.raw`  UPDATE \w+ SET \w+ = \w+ ${sign} 1 WHERE \w+ = ${counted(row)};\n`
const added = count(String.raw`\+`, 'NEW')
const removed = count('-', 'OLD')
const original = String.raw`\(SELECT \w+ FROM \w+ AS original WHERE original\.\w+ = NEW\.\w+\)`

const FORMS = [
  String.raw`TRIGGER (?<table>\w+)_counted_insert AFTER INSERT ON \k<table> BEGIN\n(?:${added})+END`,
  String.raw`TRIGGER (?<table>\w+)_counted_delete AFTER DELETE ON \k<table> BEGIN\n(?:${removed})+END`,
  String.raw`TRIGGER (?<table>\w+?)_counted_\w+ AFTER UPDATE OF [\w, ]+ ON \k<table> WHEN ${counted('OLD')} IS NOT ${counted('NEW')} BEGIN\n(?:${removed})+(?:${added})+END`,
  String.raw`TRIGGER (?<table>\w+?)_copied_\w+_insert AFTER INSERT ON \k<table> WHEN NEW\.\w+ IS NOT ${original} BEGIN\n  UPDATE \k<table> SET \w+ = ${original} WHERE rowid = NEW\.rowid;\nEND`,
  String.raw`TRIGGER (?<table>\w+?)_copied_\w+_update AFTER UPDATE OF \w+ ON \w+ BEGIN\n  UPDATE \k<table> SET \w+ = NEW\.\w+ WHERE \w+ = NEW\.\w+;\nEND`,
  String.raw`TRIGGER (?<table>\w+)_searched_(?:insert|delete|update) AFTER (?:INSERT|DELETE|UPDATE OF [\w, ]+) ON \k<table> BEGIN\n(?:  INSERT INTO \k<table>_search \([\w, ]+\) VALUES \([\w., ']+\);\n)+END`,
  String.raw`TRIGGER (?<table>\w+)_append_only BEFORE UPDATE ON \k<table> BEGIN\n  SELECT RAISE\(ABORT, '\k<table> is append-only'\);\nEND`,
  String.raw`VIRTUAL TABLE (?<table>\w+)_search USING fts5\(\n  [\w, ]+, content = '\k<table>', content_rowid = 'id', tokenize = 'trigram'\n\)`,
].map((form) => new RegExp(`^CREATE ${form}$`))

/** Whether an earlier release generated this definition. */
export const isGenerated = (sql: string): boolean => FORMS.some((form) => form.test(sql))
