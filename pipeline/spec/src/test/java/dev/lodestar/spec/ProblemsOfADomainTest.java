package dev.lodestar.spec;

import static dev.lodestar.spec.Marked.smallDomain;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsOfADomainTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # domain.yaml                                      | what is wrong                                             | what to do
          title: Shop                                        | missing key "name"                                        | add "name: …"
          «nam»: shop                                        | unknown key "nam"                                         | use one of name, title, description, languages, schedule, variables; did you mean "name"?
          name: «My Shop»                                    | bad domain name "My Shop"                                 | use lower-case letters, digits, _ and -, starting with a letter, as in my_shop
          name: shop⏎«name»: store                           | duplicate key "name"                                      | it is given in line 1 already; keep one of them
          «name»:                                            | no value for "name"                                       | give it a value or leave the key out
          name: "«  »"                                       | an empty value                                            | give it a value or leave the key out
          name: «[shop]»                                     | expected one value for "name", found a list               | write one value, in quotes if it has special characters
          name: «{a: shop}»                                  | expected one value for "name", found keys with values     | write one value, in quotes if it has special characters
          name: shop⏎title: {en: Shop, «de»: Laden}          | unknown language "de"                                     | use en; the languages of a domain stand in domain.yaml
          name: shop⏎title: {«en»: }                         | no words in language "en"                                 | write them or leave the language out
          name: shop⏎title: «[Shop]»                         | expected one value for "title", found a list              | write one value, in quotes if it has special characters
          name: shop⏎languages: «fr»                         | expected a list for "languages", found one value          | write languages: [fr]
          name: shop⏎languages: «[]»                         | empty list for "languages"                                | name at least one, or leave the key out
          name: shop⏎languages: [en, «english»]              | unknown language "english"                                | use codes of two letters, as in [en, fr]
          name: shop⏎languages: [en, «en»]                   | "en" is listed twice in "languages"                       | keep one of them
          name: shop⏎schedule: "«0 25 * * *»"                | no such hour "25"                                         | write minute, hour, day of month, month and day of week in UTC, as in "0 21 * * *" for 21:00 every day
          name: shop⏎schedule: «daily»                       | a schedule has 5 fields, found 1                          | write minute, hour, day of month, month and day of week in UTC, as in "0 21 * * *" for 21:00 every day
          name: shop⏎title: From «${since}»                  | unknown variable "since"                                  | domain.yaml declares no variables; where the characters ${ are meant, write $${
          name: shop⏎title: From «${since»                   | "${" without "}"                                          | close it, or write $${ where the characters ${ are meant
          name: shop⏎variables: «[data]»                     | expected keys with values for "variables", found a list   | write them indented below variables:
          name: shop⏎variables: {«as_of»: 1}                 | bad variable name "as_of"                                 | use lower-case letters, digits and -, starting with a letter, as in as-of
          name: shop⏎variables: {«data»: }                   | variable "data" has no value                              | write data: "…", or data: {folder: …} for a folder
          name: shop⏎variables: {«data»: {}}                 | variable "data" has no value                              | give it either "value: …" or "folder: …"
          name: shop⏎variables: {«a»: {value: x, folder: y}} | variable "a" has both a value and a folder                | give it either "value: …" or "folder: …"
          name: shop⏎variables: {a: {value: x, «fodler»: y}} | unknown key "fodler"                                      | use one of value, folder, description; did you mean "folder"?
          name: shop⏎variables: {a: {folder: "« »"}}         | variable "a" names no folder                              | for this folder, write "."
          name: shop⏎variables: {a: "«x${b}»", b: y}         | a variable inside a variable                              | write the value out; variables are put into texts only once
          name: shop⏎variables: {a: "«x\\ny»"}               | a variable's value of several lines                       | write it in one line, so that lines of SQL keep their numbers
          name: shop⏎variables: {a: x, «a»: y}               | duplicate key "a"                                         | it is given in line 2 already; keep one of them
          «- name: shop»                                     | expected keys with values, found a list                   | write lines like "key: value"
          «shop»                                             | expected keys with values, found one value                | write lines like "key: value"
          name: shop⏎title: «"Shop                           | not YAML: found unexpected end of stream                  | close the quote
          name: shop⏎title: Sales«:» all of them             | not YAML: mapping values are not allowed here             | put a value that contains ": " in quotes, and indent keys of one level alike
          name: shop⏎title: *«*»bold**                       | not YAML: unexpected character found *                    | put a value that begins with * in quotes
          name: shop⏎«@»title: Shop                          | not YAML: found character '@' that cannot start any token | put a value that begins with this character in quotes
          """)
  void inDomainYaml(String text, String message, String advice) {
    Marked.of(folder, "domain.yaml", text).isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # beside files and columns               | what is wrong                                           | what to do
          «file»: x                                | unknown key "file"                                      | use one of description, files, database, format, reads, changed-files, no-files, schema, system, columns; did you mean "files"?
          reads: «new-file»                        | unknown reads "new-file"                                | use one of new-files, everything, above-watermark; did you mean "new-files"?
          reads: «[everything]»                    | expected one value for "reads", found a list            | write one value, in quotes if it has special characters
          changed-files: «reed»                    | unknown changed-files "reed"                            | use one of fail, ignore, reread
          no-files: «ignore»                       | unknown no-files "ignore"                               | use one of fail, wait
          reads: everything⏎«changed-files»: fail  | "changed-files" with "reads: everything"                | leave it out: whatever changes, all files are read again
          schema: «evolv»                          | unknown schema "evolv"                                  | use one of fail, evolve, rescue; did you mean "evolve"?
          format: {header: false}⏎«schema»: evolve | "schema" where files have no header                     | leave it out: without names, a line with other fields can only be set aside
          format: «csv»                            | expected keys with values for "format", found one value | write them indented below format:
          format: {type: «parket»}                 | unknown type "parket"                                   | use one of csv, json, parquet; did you mean "parquet"?
          format: {type: parquet, «header»: true}  | unknown key "header"                                    | use type
          format: {type: json, «delimiter»: ;}     | unknown key "delimiter"                                 | use one of type, records, at, empty-lines
          format: {type: json, records: «line»}    | unknown records "line"                                  | use one of lines, array, document; did you mean "lines"?
          format: {type: json, «at»: $.rows}       | "at" without "records: document"                        | say with "records: document" that a file is one value, or leave "at" out
          format: {type: json, records: document, at: «$..a»} | "$..a" is not a path                          | write it as in $.customer.id or $.lines[0]."unit price"
          format: {type: json, records: array, «empty-lines»: skip} | "empty-lines" where a line is not a row              | leave it out: it is for "records: lines"
          format: {«delim»: ;}                     | unknown key "delim"                                     | use one of type, delimiter, quote, escape, header, encoding; did you mean "delimiter"?
          format: {delimiter: «""»}                | the delimiter must be one character                     | write one
          format: {delimiter: '«\\t»'}             | the delimiter must be one character                     | for a tab, write "\\t" in double quotes
          format: {quote: "«''»"}                  | the quote must be one character                         | write one
          format: {«quote»: ","}                   | delimiter and quote are the same character              | give them different ones
          format: {header: «yes»}                  | unknown header "yes"                                    | use one of true, false
          format: {encoding: «UTF8»}               | unknown encoding "UTF8"                                 | use one of utf-8, latin-1, utf-16; did you mean "utf-8"?
          system: «""»                             | an empty value                                          | give it a value or leave the key out
          description: {en: Orders, «es»: Pedidos} | unknown language "es"                                   | use one of en, fr; the languages of a domain stand in domain.yaml
          """)
  void inASource(String text, String message, String advice) {
    Marked.of(folder, "bronze/orders.yaml", text + "⏎files: x.csv⏎columns: {order_id: }")
        .isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # source                                    | what is wrong                                         | what to do
          columns: {order_id: }                       | missing key "files"                                   | add "files: …", a pattern such as ${data}/orders/*.csv
          files: x.csv                                | missing key "columns"                                 | add "columns:" with the columns of the files, one key each
          files: x.csv⏎«colums»: {order_id: }         | unknown key "colums"                                  | use one of description, files, database, format, reads, changed-files, no-files, schema, system, columns; did you mean "columns"?
          files: x.csv⏎«columns»:                     | no value for "columns"                                | give it a value or leave the key out
          files: x.csv⏎«columns»: {}                  | no columns                                            | name the columns of the files, one key each
          files: x.csv⏎columns: «[order_id]»          | expected keys with values for "columns", found a list | write them indented below columns:
          files: x.csv⏎columns:⏎  «Order ID»:         | bad column name "Order ID"                            | use lower-case letters, digits and _, starting with a letter, as in order_id
          files: x.csv⏎columns:⏎  «customerName»:     | bad column name "customerName"                        | use lower-case letters, digits and _, starting with a letter, as in customer_name
          files: x.csv⏎columns:⏎  «_run_id»:          | reserved column name "_run_id"                        | names that begin with _ belong to Lodestar; name it otherwise
          files: x⏎columns: {a: }⏎«reads»: above-watermark      | "reads: above-watermark" of files           | use new-files or everything; a watermark is for databases
          database: {url: "jdbc:x:y", table: t}⏎columns: {a: }⏎«files»: x                | "files" beside "database"               | leave one of them out: rows come from files or from a database
          database: {url: "«${env:DB-1}»", table: t}⏎columns: {a: }                      | unknown variable "env:DB-1"             | use one of as-of, data; where the characters ${ are meant, write $${
          database: {url: «postgres://h/d», table: t}⏎columns: {a: }                     | not a URL of JDBC                       | write it as in jdbc:postgresql://host/database, or ${env:NAME}
          database: {url: "«jdbc:postgresql://h/d?user=a&password=b»", table: t}⏎columns: {a: } | a password in a file              | put the URL into an environment variable and write ${env:NAME}
          database: {url: "jdbc:x:y", password: «secret», table: t}⏎columns: {a: }       | a password in a file                    | put it into an environment variable and write ${env:NAME}
          database: {url: "jdbc:x:y", «table»: t, query: SELECT 1}⏎columns: {a: }        | both a table and a query                | give it either "table: schema.name" or "query: SELECT …"
          database: {url: "jdbc:x:y", table: t, «partitions»: 3}⏎columns: {a: }          | "partitions" without "partition"        | say with "partition: COLUMN" by which whole numbers the rows are shared out
          database: {url: "jdbc:x:y", table: t}⏎columns: {a: }⏎«reads»: above-watermark  | "reads: above-watermark" without a watermark | say with "watermark: COLUMN" below database which column grows with every change
          database: {url: "jdbc:x:y", table: t}⏎columns: {a: }⏎«reads»: new-files        | "reads: new-files" of a database        | use everything or above-watermark
          files: x.csv⏎columns: {a: {«type»: date}}   | "type" in files of text                               | leave it out and cast in silver, so that a value that does not fit can be set aside
          files: x⏎format: {type: parquet}⏎columns: {a: {type: «dat»}}                   | unknown type "dat"                | use one of boolean, integer, bigint, double, decimal(p,s), date, timestamp, varchar; did you mean "date"?
          files: x⏎format: {header: false}⏎columns: {a: {«from»: b}}                     | "from" where files have no header | leave it out: without a header columns are found by their position
          files: x⏎columns: {a: {from: «$.b»}}        | "$.b" is not a name of a field                        | paths are for JSON; write the name as in the files
          files: x⏎format: {type: json}⏎columns: {a: {from: "«$.b[»"}}                   | "$.b[" is not a path              | write it as in $.customer.id or $.lines[0]."unit price"
          files: x⏎columns:⏎  a: {from: X}⏎  «b»: {from: x}                              | columns "a" and "b" have the same "from" | give one of them another, or leave it out; models may select a column twice
          files: x.csv⏎columns:⏎  a:⏎  b:⏎  «a»:      | duplicate key "a"                                     | it is given in line 3 already; keep one of them
          files: x.csv⏎columns:⏎  a: «Number»         | expected keys with values for "a", found one value    | write a: {description: …, unit: …}
          files: x.csv⏎columns:⏎  a: {«desc»: Number} | unknown key "desc"                                    | use one of description, unit, from, type; did you mean "description"?
          files: «${date}»/x.csv⏎columns: {a: }       | unknown variable "date"                               | use one of as-of, data; did you mean "data"?; where the characters ${ are meant, write $${
          files: «x{.csv»⏎columns: {a: }              | bad file pattern: missing }                           | * stands for any name, ** for folders of any depth, {a,b} for one of some
          files: «x[.csv»⏎columns: {a: }              | bad file pattern: missing ]                           | * stands for any name, ** for folders of any depth, {a,b} for one of some
          """)
  void inAWholeSource(String text, String message, String advice) {
    Marked.of(folder, "bronze/products.yaml", text).isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # model                                                 | what is wrong                                 | what to do
          «materialized»: table                                   | unknown key "materialized"                    | use one of description, kind, key, keep, deletes, known, partition-by, expect, quarantine-at-most, columns
          kind: «tabel»                                           | unknown kind "tabel"                          | use one of table, append, merge, history, view; did you mean "table"?
          kind: «upsert»                                          | unknown kind "upsert"                         | use one of table, append, merge, history, view
          partition-by: [«mont»(a)]                               | unknown word "mont"                           | use one of year, month, day; did you mean "month"?
          partition-by: [«month(a»]                               | cannot read "month(a"                         | write a column, or year(COLUMN), month(COLUMN), day(COLUMN)
          kind: view⏎«partition-by»: [a]                          | a view has no "partition-by"                  | make it a table, or leave the key out: a view only stands for its SELECT
          kind: append⏎«key»: [a]                                 | a model that appends has no "key"             | leave it out, or choose the row of a key in a table that reads this one
          kind: view⏎«key»: [a]                                   | a view has no "key"                           | make it a table, or leave the key out: a view only stands for its SELECT
          kind: view⏎«expect»: [{a: b > 0}]                       | a view has no "expect"                        | make it a table, or leave the key out: a view only stands for its SELECT
          key: «order_id»                                         | expected a list for "key", found one value    | write key: [order_id]
          key: [order_id, «Order»]                                | bad column name "Order"                       | use lower-case letters, digits and _, starting with a letter, as in order
          key: [a, b, «a»]                                        | "a" is listed twice in "key"                  | keep one of them
          key: [a, «[b]»]                                         | expected one value for "key", found a list    | write one value, in quotes if it has special characters
          «keep»: latest by a                                     | "keep" without "key"                          | say with "key: […]" which columns make a row one row
          key: [a]⏎keep: «latest»                                 | cannot read "latest"                          | write "latest by COLUMN" or "earliest by COLUMN"
          key: [a]⏎keep: «lastest» by b                           | unknown word "lastest"                        | use one of latest, earliest; did you mean "latest"?
          key: [a]⏎keep: latest by «B»                            | bad column name "B"                           | use lower-case letters, digits and _, starting with a letter, as in b
          key: [a]⏎keep: latest by a, «B c», d                    | bad column name "B c"                         | use lower-case letters, digits and _, starting with a letter, as in b_c
          quarantine-at-most: «some»                              | cannot read "some"                            | write it as in 5%
          quarantine-at-most: «101%»                              | cannot read "101%"                            | write it as in 5%
          expect:⏎  - between: {id: «[1]»}                        | expected two bounds for "id"                  | write the least and the greatest value, as in [1, 100]
          expect:⏎  - fresh: {id: «soon»}                         | cannot read "soon"                            | write how old the latest value may be, as in 2 days: minutes, hours, days or weeks
          expect:⏎  - rows: «{}»                                  | no bound for "rows"                           | write {at-least: N}, {at-most: N}, or both
          expect:⏎  - rows: {at-least: «few»}                     | "few" is no number of rows                    | write digits alone, as in 1000
          expect:⏎  - sum-equals: {id: «bronze.order»}            | unknown table "bronze.order"                  | use one of bronze.orders, gold.dim_customers, silver.orders; did you mean "bronze.orders"?
          expect:⏎  - fresh: {id: 1 day}⏎    otherwise: «drop»    | unknown otherwise "drop"                      | use one of stop, warn
          expect:⏎  - one-of: «[a]»                               | expected keys with values for "one-of", found a list | write them indented below one-of:
          expect:⏎  - not-null: [id]⏎  - «not-null»: [id]         | two rules named "not_null_id"                 | the other is in line 2; give each its own name
          expect: «a > 0»                                         | expected a list for "expect", found one value | begin each entry with "- " below expect:
          expect: [«a > 0»]                                       | expected a rule, found one value              | write "- name_of_the_rule: condition"
          expect:⏎  - «otherwise: warn»                           | an entry without a rule                       | write "- name_of_the_rule: condition"
          expect:⏎  - a: x > 0⏎    «b»: y > 0                     | second rule "b" in one entry                  | begin each rule with its own "- "
          expect:⏎  - a: x > 0⏎    «otherwize»: warn              | second rule "otherwize" in one entry          | begin each rule with its own "- "; did you mean "otherwise"?
          expect:⏎  - «Positive»: x > 0                           | bad name of a rule "Positive"                 | use lower-case letters, digits and _, starting with a letter, as in positive
          expect:⏎  - «a»:                                        | no value for "a"                              | give it a value or leave the key out
          expect:⏎  - a: «[x]»                                    | expected a condition for "a", found a list    | only "unique" and "not-null" take a list of columns
          expect:⏎  - a: x > 0⏎  - «a»: y > 0                     | two rules named "a"                           | the other is in line 2; give each its own name
          expect:⏎  - a: x > 0⏎    otherwise: «quarantin»         | unknown otherwise "quarantin"                 | use one of warn, quarantine, drop, stop; did you mean "quarantine"?
          expect:⏎  - unique: [a]⏎    otherwise: «drop»           | unknown otherwise "drop"                      | use one of stop, warn
          expect:⏎  - unique: «order_id»                          | expected a list for "unique", found one value | write unique: [order_id]
          expect:⏎  - unique: [a, «a»]                            | "a" is listed twice in "unique"               | keep one of them
          expect:⏎  - unique: [a]⏎  - «unique»: [a]               | two rules named "unique_a"                    | the other is in line 2; give each its own name
          expect:⏎  - a: c references «gold.dim_custmers»         | unknown table "gold.dim_custmers"             | use one of bronze.orders, gold.dim_customers, silver.orders; did you mean "gold.dim_customers"?
          expect:⏎  - a: c references «dim_customers»             | unknown table "silver.dim_customers"          | use one of bronze.orders, gold.dim_customers, silver.orders; did you mean "gold.dim_customers"?
          expect:⏎  - a: c references «glod.dim_customers»(c)     | unknown layer "glod"                          | use one of bronze, silver, gold; did you mean "gold"?
          expect:⏎  - a: c references «gold.x(a, b)»              | cannot read which table is referenced         | write "column references layer.table" or "column references layer.table(column)"
          expect:⏎  - a: «c references»                           | cannot read which table is referenced         | write "column references layer.table" or "column references layer.table(column)"
          expect:⏎  - a: c references bronze.orders(«order_i»)    | unknown column "order_i" of bronze.orders     | use one of order_id, customer_code, _ingested_at, _ingest_date, _run_id, _source_system, _source_table, _source_file, _source_row; did you mean "order_id"?
          expect:⏎  - a: «oder_id» references bronze.orders       | unknown column "oder_id" of bronze.orders     | use one of order_id, customer_code, _ingested_at, _ingest_date, _run_id, _source_system, _source_table, _source_file, _source_row; did you mean "order_id"?
          expect:⏎  - a: «lower(c)» references gold.dim_customers | bad column name "lower(c)"                    | use lower-case letters, digits and _, starting with a letter, as in lower_c
          expect:⏎  - a: d <= DATE '«${as-off}»'                  | unknown variable "as-off"                     | use one of as-of, data; did you mean "as-of"?; where the characters ${ are meant, write $${
          columns:⏎  «Qty»: {unit: pieces}                        | bad column name "Qty"                         | use lower-case letters, digits and _, starting with a letter, as in qty
          columns:⏎  qty: {unit: «[pieces]»}                      | expected one value for "unit", found a list   | write one value, in quotes if it has special characters
          key: [a⏎kind«:» table                                   | not YAML: expected ',' or ']', but got :      | close the bracket, put commas between the parts, and put values with brackets in quotes
          kind: &a table⏎key: «*»b                                | not YAML: found undefined alias b             | put a value that begins with * in quotes
          key: «!list [a]» | unknown tag "!list" | take it out
          key: «&k [*k]»                                          | contains itself                               | take out the alias that leads back here
          kind: «!type table»                                     | unknown tag "!type"                           | take it out
          kind: table⏎«-»--⏎kind: view                            | not YAML: found another document              | keep one document and take the line --- out
          {«[a]»: b}                                              | a key must be one word                        | write lines like "key: value"
          ⏎«\t»kind: table                                        | not YAML: found character '\\t(TAB)' that cannot start any token | indent with spaces
          """)
  void inTheYamlOfAModel(String text, String message, String advice) {
    Marked.of(folder, "silver/orders.yaml", text).isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # SQL of a model                       | what is wrong              | what to do
          -- nothing yet⏎ /* nor ⏎ here */ ;     | empty model                | write one SELECT
          ⏎                                      | empty model                | write one SELECT
          SELECT 1⏎WHERE d < '«${asof}»'         | unknown variable "asof"    | use one of as-of, data; did you mean "as-of"?; where the characters ${ are meant, write $${
          SELECT '«${}»'                         | unknown variable ""        | use one of as-of, data; where the characters ${ are meant, write $${
          SELECT '𝄞é' AS «${x»                   | "${" without "}"           | close it, or write $${ where the characters ${ are meant
          """)
  void inTheSqlOfAModel(String text, String message, String advice) {
    Marked.of(folder, "gold/facts.sql", text).isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # file                   | what is wrong                    | what to do
          bronze/clients.yml       | a file that does not belong here | rename it to clients.yaml
          bronze/clients.YAML      | a file that does not belong here | rename it to clients.yaml
          bronze/a/clients.sql     | a file that does not belong here | bronze holds sources, described in YAML; move a model to silver or gold
          bronze/clients.csv       | a file that does not belong here | the folder of a layer holds .yaml files only; keep other files elsewhere in the domain
          silver/clients.SQL       | a file that does not belong here | rename it to clients.sql
          silver/README            | a file that does not belong here | the folder of a layer holds .sql and .yaml files only; keep other files elsewhere in the domain
          gold/orders.txt          | a file that does not belong here | the folder of a layer holds .sql and .yaml files only; keep other files elsewhere in the domain
          gold/facts.yaml          | a model without its SQL          | put the SELECT into facts.sql in the same folder
          gold/dim_customer.yaml   | a model without its SQL          | put the SELECT into dim_customer.sql in the same folder; did you mean the name of gold/dim_customers.sql?
          gold/a/dim_customers.yaml | a model without its SQL         | put the SELECT into dim_customers.sql in the same folder; did you mean the name of gold/dim_customers.sql?
          gold/Facts.sql           | bad table name "Facts"           | use lower-case letters, digits and _, starting with a letter, as in facts
          gold/fact-orders.sql     | bad table name "fact-orders"     | use lower-case letters, digits and _, starting with a letter, as in fact_orders
          gold/2024_facts.sql      | bad table name "2024_facts"      | use lower-case letters, digits and _, starting with a letter
          """)
  void aFileOutOfPlace(String file, String message, String advice) {
    Marked.of(folder, file, "SELECT: 1").isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # tests/facts.yaml                                              | what is wrong                                  | what to do
          «Facts»: {model: silver.orders, expect: []}                        | bad name of a test "Facts"                     | use lower-case letters, digits and _, starting with a letter, as in facts
          a: «[]»                                                         | expected a test, found a list                  | write model, given and expect below its name
          a: «{expect: []}»                                               | missing key "model"                            | say which model is tested: "model: silver.orders"
          a: {model: «gold.dim_customer», expect: []}                             | unknown table "gold.dim_customer"                      | use one of bronze.orders, gold.dim_customers, silver.orders; did you mean "gold.dim_customers"?
          a: {model: «bronze.orders», expect: []}                         | a test of a source                             | name a model, of silver or gold, that it tests
          «a»: {model: silver.orders}                                        | a test that expects nothing                    | list the rows that the model makes below expect, or those it sets aside below quarantined; [] for none
          a: {model: silver.orders, expect: [], «wants»: []}                 | unknown key "wants"                            | use one of description, model, given, expect, quarantined
          a: {model: silver.orders, expect: «7»}                             | expected a list of rows for "expect", found one value | begin each row with "- ", as in "- {column: value}"; [] for none
          a: {model: silver.orders, expect: [«7»]}                           | expected a row, found one value                | write "- {column: value, other_column: value}"
          a: {model: silver.orders, expect: [{id: «[7]»}]}                   | expected one value for "id", found a list      | write JSON in single quotes
          a: {model: silver.orders, expect: [{«Id»: 7}]}                     | bad column name "Id"                           | use lower-case letters, digits and _, starting with a letter, as in id
          a: {model: silver.orders, expect: [], given: {«silver.order»: []}} | unknown table "silver.order"                   | use one of bronze.orders, gold.dim_customers, silver.orders; did you mean "silver.orders"?
          a: {model: silver.orders, expect: [{id: "«${b}»"}]}                | unknown variable "b"                           | use one of as-of, data; where the characters ${ are meant, write $${
          """)
  void inTests(String text, String message, String advice) {
    Marked.of(folder, "tests/facts.yaml", text).isRejected(message, advice);
  }

  @Test
  void testsOfOneNameAndFilesThatAreNotRead() {
    assertThat(
            smallDomain(folder)
                .with("tests/a.yaml", "same: {model: silver.orders, expect: []}")
                .with("tests/b.yaml", "same: {model: silver.orders, expect: []}")
                .with("tests/c.yml", "x")
                .with("tests/notes.md", "x")
                .problems())
        .extracting(p -> p.at().file().getFileName() + " " + p.message() + ": " + p.advice())
        .containsExactlyInAnyOrder(
            "b.yaml two tests named \"same\": the other is in a.yaml, line 1; give each its own name",
            "c.yml a file of tests that is not read: let its name end in .yaml");
  }

  @Test
  void noFolder() {
    Path missing = folder.resolve("shop");
    assertThat(DomainReader.read(missing, Map.of()))
        .isEqualTo(
            bad(
                new Problem(
                    Position.startOf(missing),
                    "no such folder",
                    "name the folder that holds the domain's domain.yaml")));
  }

  @Test
  void aFileInsteadOfAFolder() {
    smallDomain(folder);
    Path file = folder.resolve("domain.yaml");
    assertThat(DomainReader.read(file, Map.of()))
        .isEqualTo(
            bad(
                new Problem(
                    Position.startOf(file),
                    "not a folder",
                    "name the folder that holds the domain's domain.yaml")));
  }

  @Test
  void aFileInPlaceOfALayer() {
    assertThat(
            smallDomain(folder)
                .without("gold/dim_customers.sql")
                .without("gold")
                .with("gold", "")
                .problems())
        .containsExactly(
            new Problem(
                Position.startOf(folder.resolve("gold")),
                "not a folder",
                "make it a folder of files, or remove it"));
  }

  @Test
  void aFolderWhoseNameIsNearlyThatOfALayer() {
    assertThat(
            smallDomain(folder)
                .with("Silver/facts.sql", "SELECT 1")
                .with("glod/facts.sql", "SELECT 1")
                .with("gold_old/facts.sql", "SELECT 1")
                .with("bold/notes.txt", "passed over")
                .problems())
        .containsExactlyInAnyOrder(
            new Problem(
                Position.startOf(folder.resolve("Silver")),
                "a folder that is not a layer",
                "did you mean \"silver\"?"),
            new Problem(
                Position.startOf(folder.resolve("glod")),
                "a folder that is not a layer",
                "did you mean \"gold\"?"));
  }

  @Test
  void noDomainYamlAndSoNoKnownVariable() {
    assertThat(
            smallDomain(folder)
                .without("domain.yaml")
                .with("gold/facts.sql", "SELECT '${as-of}'")
                .given("as-of", "2024-01-01")
                .problems())
        .containsExactly(
            new Problem(
                Position.startOf(folder.resolve("domain.yaml")),
                "missing file",
                "a domain is a folder with a domain.yaml that says at least \"name: …\""));
  }

  @Test
  void domainYmlIsNotDomainYaml() {
    assertThat(smallDomain(folder).without("domain.yaml").with("domain.yml", "name: x").problems())
        .containsExactly(
            new Problem(
                Position.startOf(folder.resolve("domain.yaml")),
                "missing file",
                "rename domain.yml to domain.yaml"));
  }

  @Test
  void aDomainWithoutTables() {
    assertThat(ExampleDomain.empty(folder).with("domain.yaml", "name: shop").problems())
        .containsExactly(
            new Problem(
                Position.startOf(folder.resolve("domain.yaml")),
                "a domain without tables",
                "describe a source in bronze/NAME.yaml, or write a model in silver/NAME.sql"));
  }

  @Test
  void twoTablesOfOneNameAreBothReported() {
    String rest = "; names are unique in a layer, whatever the folder and the case";
    assertThat(
            smallDomain(folder)
                .with("silver/b/orders.sql", "SELECT 1 AS a")
                .with("bronze/a/orders.yaml", "files: x.csv\ncolumns: {order_id: }\n")
                .problems())
        .containsExactly(
            new Problem(
                Position.startOf(folder.resolve("bronze/a/orders.yaml")),
                "two tables named \"bronze.orders\"",
                "the other is bronze/orders.yaml" + rest),
            new Problem(
                Position.startOf(folder.resolve("bronze/orders.yaml")),
                "two tables named \"bronze.orders\"",
                "the other is bronze/a/orders.yaml" + rest),
            new Problem(
                Position.startOf(folder.resolve("silver/b/orders.sql")),
                "two tables named \"silver.orders\"",
                "the other is silver/orders.sql" + rest),
            new Problem(
                Position.startOf(folder.resolve("silver/orders.sql")),
                "two tables named \"silver.orders\"",
                "the other is silver/b/orders.sql" + rest));
  }

  @Test
  void namesThatDifferInCaseAreOneName() {
    assertThat(smallDomain(folder).with("silver/x/Orders.sql", "SELECT 1 AS a").problems())
        .extracting(Problem::message)
        .containsExactly(
            "two tables named \"silver.orders\"",
            "bad table name \"Orders\"",
            "two tables named \"silver.Orders\"");
  }

  @Test
  void theSameNameInTwoLayersIsFine() {
    smallDomain(folder).with("gold/orders.sql", "SELECT 1 AS a").good();
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # variable | value | what is wrong                                   | what to do
          dat        | x     | unknown variable "dat" on the command line      | use one of as-of, data; did you mean "data"?
          scale      | 10    | unknown variable "scale" on the command line    | use one of as-of, data
          as-of      | a⏎b   | a variable's value of several lines             | write it in one line, so that lines of SQL keep their numbers
          data       | a⏎b   | a variable's value of several lines             | write it in one line, so that lines of SQL keep their numbers
          data       | ''    | variable "data" names no folder                 | for this folder, write "."
          """)
  void onTheCommandLine(String variable, String value, String message, String advice) {
    assertThat(smallDomain(folder).given(variable, value.replace("⏎", "\n")).problems())
        .containsExactly(
            new Problem(Position.startOf(folder.resolve("domain.yaml")), message, advice));
  }

  @Test
  void aFolderWhoseNameWouldBeAPattern() {
    assertThat(
            smallDomain(folder)
                .with("bronze/orders.yaml", "files: ${data}/x.csv\ncolumns: {order_id: }")
                .given("data", "/files [old]")
                .problems())
        .containsExactly(
            new Problem(
                new Position(folder.resolve("bronze/orders.yaml"), 1, 8, 13),
                "the folder /files [old] contains characters that mean something in a pattern",
                "use a folder without any of *?[]{}\\"));
  }

  @Test
  void aDomainInAFolderWhoseNameWouldBeAPattern() {
    Path odd = folder.resolve("sales {2024}");
    assertThat(smallDomain(odd).problems())
        .containsExactly(
            new Problem(
                new Position(odd.resolve("bronze/orders.yaml"), 1, 8, 10),
                "the folder " + odd + " contains characters that mean something in a pattern",
                "use a folder without any of *?[]{}\\"));
  }

  @Test
  void filesThatAreNotUtf8() {
    assertThat(
            smallDomain(folder)
                .with(
                    "domain.yaml", "name: shop\ntitle: Été\n".getBytes(StandardCharsets.ISO_8859_1))
                .with("silver/orders.sql", "SELECT 1 AS a".getBytes(StandardCharsets.UTF_16LE))
                .with("gold/dim_customers.sql", new byte[] {(byte) 0xFF, (byte) 0xFE, 'S', 0})
                .with("gold/facts.sql", new byte[] {'\'', (byte) 0xC3})
                .problems())
        .containsExactly(
            new Problem(
                new Position(folder.resolve("domain.yaml"), 2, 8, 1),
                "not UTF-8: byte 0xC9",
                "save the file as UTF-8; in Latin-1 this byte is \"É\""),
            new Problem(
                new Position(folder.resolve("silver/orders.sql"), 1, 2, 1),
                "a character U+0000, which is no text",
                "save the file as UTF-8"),
            new Problem(
                Position.startOf(folder.resolve("gold/dim_customers.sql")),
                "not UTF-8: byte 0xFF",
                "save the file as UTF-8; it looks like UTF-16"),
            new Problem(
                new Position(folder.resolve("gold/facts.sql"), 1, 2, 1),
                "not UTF-8: byte 0xC3",
                "save the file as UTF-8; in Latin-1 this byte is \"Ã\""));
  }

  @Test
  void linksThatLeadNowhereOrInCircles() throws IOException {
    ExampleDomain domain = smallDomain(folder);
    Path dangling = Files.createSymbolicLink(folder.resolve("silver/a.sql"), Path.of("none.sql"));
    Path circle = Files.createSymbolicLink(folder.resolve("gold/again"), Path.of("."));
    assertThat(domain.problems())
        .containsExactly(
            new Problem(
                Position.startOf(dangling),
                "cannot read the file: it is a link to a file that is not there",
                "make it readable and try again"),
            new Problem(
                Position.startOf(folder.resolve("gold")),
                "a link in the folder leads back into it",
                "remove " + circle));
  }

  @Test
  void everythingAtOnceInReadingOrder() {
    assertThat(
            smallDomain(folder)
                .with("gold/facts.yaml", "kin: table")
                .with("gold/facts.sql", "SELECT '${a}', '${b}'\nFROM '${c}'")
                .with("bronze/orders.yaml", "reads: some\nfiles: x.csv\n")
                .with("domain.yaml", "nme: shop\ntitel: Shop\n")
                .with("silver/orders.yaml", "key: {")
                .problems())
        .extracting(
            problem ->
                folder.relativize(problem.at().file())
                    + ":"
                    + problem.at().line()
                    + ":"
                    + problem.at().column()
                    + " "
                    + problem.message())
        .containsExactly(
            "domain.yaml:1:1 unknown key \"nme\"",
            "domain.yaml:2:1 unknown key \"titel\"",
            "bronze/orders.yaml:1:1 missing key \"columns\"",
            "bronze/orders.yaml:1:8 unknown reads \"some\"",
            "silver/orders.yaml:1:7 not YAML: expected the node content, but found '<stream end>'",
            "gold/facts.sql:1:9 unknown variable \"a\"",
            "gold/facts.sql:1:17 unknown variable \"b\"",
            "gold/facts.sql:2:7 unknown variable \"c\"",
            "gold/facts.yaml:1:1 unknown key \"kin\"");
  }

  @Test
  void yamlThatIsNestedTooDeeply() {
    assertThat(
            smallDomain(folder)
                .with("silver/orders.yaml", "key: " + "[".repeat(60) + "]".repeat(60))
                .problems())
        .extracting(Problem::message)
        .containsExactly("expected one value for \"key\", found a list", "nested too deeply");
    assertThat(smallDomain(folder).with("silver/orders.yaml", "[".repeat(100_000)).problems())
        .extracting(Problem::message)
        .containsExactly("nested too deeply");
  }

  @Test
  void aliasesThatMultiplyCostNoTime() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 25; i++) {
      yaml.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(smallDomain(folder).with("silver/orders.yaml", yaml.toString()).problems())
        .hasSize(25)
        .allSatisfy(problem -> assertThat(problem.message()).startsWith("unknown key"));
  }

  private static DomainReader.Outcome bad(Problem... problems) {
    return new DomainReader.Outcome.Bad(List.of(problems));
  }
}
