### Every sentence a person reads, in English. Keep the sections in the order of zh.ftl.
###
### A finding has two messages: CODE says in one sentence what is wrong, CODE-next in one what to
### do. The place is printed before them. Blanks are filled in by the program; a blank may be empty.
###
### SAME($a, $b) is `yes` or `no`. KEY($a) is the text with `-` for spaces and signs, so that a
### text of several words can choose a variant.

## Parts of sentences

near = { SAME($nearest, "") ->
    [yes] {""}
   *[no] Did you mean `{ $nearest }`?{" "}
}

# Where a number stands in a Parquet file, which has no lines.
in-parquet = { SAME($row, "") ->
    [yes] {""}
   *[no] {" "}(column `{ $column }`, row { $row })
}

write-suggestion = Write `{ $suggestion }`.

personal-data = { KEY($kind) ->
    [identity-number] identity numbers
    [bank-account] bank accounts
    [telephone-number] telephone numbers
    [home-address] home addresses
    [birth-date] birth dates
    [e-mail-address] e-mail addresses
    [messenger-account] messenger accounts
    [personal-name] names of persons
   *[other] { $kind }
}

toml-expected = { KEY($expected) ->
    [string] a text in quotation marks
    [number] a number
    [integer] a whole number
    [boolean] `true` or `false`
    [date] a date such as 2025-12-31
    [array] a list in square brackets
    [table] a table
   *[other] { $expected }
}

toml-found = { KEY($found) ->
    [string] a text in quotation marks
    [integer] a whole number
    [float] a decimal number
    [boolean] `true` or `false`
    [date-time] a date or time
    [array] a list
    [table] a table
    [integer-in-another-base] a number in a base other than ten
    [integer-out-of-range] a whole number out of range
   *[other] `{ $found }`
}

syntax-expected = { KEY($expected) ->
    [an-operator-or-the-end] an operator or the end of the formula
    [something-else] something else
    [a-name] a name
    [a-figure] a figure
    [a-figure-a-name-or-a-function] a figure, a name or a function
    [a-whole-number] a whole number
    [prev-1-2024-or-2024-06] `prev`, `-1`, `2024` or `"2024-06"`
    [months-quarters-halves-3-before-2-last-or-2023-2025] `months`, `quarters`, `halves`, `3 before`, `2 last` or `2023..2025`
    [class-or-all] `class` or `all`
   *[other] `{ $expected }`
}

type-expected = { KEY($expected) ->
    [number] a number
    [condition] a condition
    [label] a label
    [list-of-numbers] a list of numbers
    [list-of-labels] a list of labels
   *[other] { $expected }
}

type-found = { KEY($found) ->
    [number] a number
    [condition] a condition
    [label] a label
    [list-of-numbers] a list of numbers
    [list-of-labels] a list of labels
   *[other] { $found }
}

## Words

error = error
warning = warning
note = note
accepted = accepted
accepted-reason = Accepted: { $reason }

yes = yes
no = no

status-known = known
status-estimated = estimated
status-late = late
status-not_applicable = not applicable
status-suppressed = suppressed
status-missing = missing
status-undefined = cannot be worked out

## E00x  Workbooks (.xlsx)

E000 = There is no file `{ $file }`.
E000-next = Check the path of the workbook.

E001 = { $kind ->
    [empty] The file is empty, so it is no Excel workbook.
    [text] The file is text (perhaps CSV), not an Excel workbook, whatever its name ends in.
    [archive] The file is an archive, but holds no Excel workbook.
   *[other] The file is no Excel workbook.
}
E001-next = Open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”.

E002 = The file is in the old Excel format (.xls), which is not read.
E002-next = Open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”.

E003 = The workbook is protected by a password, so nothing in it can be read.
E003-next = Save a copy without a password and import that.

E004 = The workbook is damaged: { $reason }.
E004-next = Open it in a spreadsheet program, save it anew as .xlsx, and try again; if it came by mail, ask for it once more.

E005 = The workbook holds `{ $name }`, { $what ->
    [path] whose name leads out of the workbook
    [link] which is a link
    [twice] of which there are two
    [archive] which is another archive or document
    [encrypted] which is encrypted
   *[method] which is packed in a way that workbooks are not
}.
E005-next = Copy the table into a new workbook, without embedded files, and import that.

E006 = The workbook is larger than what is read: { $what ->
    [parts] more than { $limit } parts
    [inflated] a part with more than { $limit } bytes when unpacked, or that much in all
    [elements] a part with more than { $limit } elements
    [depth] elements nested more than { $limit } deep
    [tag] an element with more than { $limit } bytes of attributes
    [text] a text of more than { $limit } bytes
    [sheets] more than { $limit } sheets
    [rows] a cell below row { $limit }
    [columns] a cell to the right of column { $limit }
    [cells] more than { $limit } cells with something in them
    [cell-text] more than { $limit } bytes of text on the sheet
   *[merged] more than { $limit } cells in merged areas
}.
E006-next = Copy only the table into a new workbook and import that; hand in observations in bulk as CSV or Parquet.

E007 = The part `{ $name }` of the workbook declares a document type, which no workbook does.
E007-next = Do not use this file; ask whoever sent it for one saved by a spreadsheet program.

E008 = The part `{ $name }` of the workbook is not UTF-8.
E008-next = Open the workbook in a spreadsheet program and save it anew as .xlsx.

E009 = The workbook has no sheet `{ $sheet }`.
E009-next = { near }It has: { $known }.

## E01x  Tables in workbooks

E010 = The column `{ $column }` is not known here and is not read.
E010-next = If it matters, give it one of the headings that docs/reference/excel.md lists.

E011 = Neither the row nor its text says how many points there are, so the item has 0 points.
E011-next = Write the points into the scheme file.

E012 = The table says that the points come to { $total }, but those of its rows come to { $sum }.
E012-next = Find out which of the two holds, and correct the scheme file.

E013 = `{ $path }` is there already and is not overwritten.
E013-next = Choose another name, or move that file away first; an export writes over it with `--force`.

E014 = { SAME($item, "") ->
    [yes] The text is
   *[no] A text of the item `{ $item }` is
} longer than { $limit } characters, the most a cell of a workbook holds.
E014-next = Shorten it, or split it.

E015 = The cell holds a date ({ $text } as the spreadsheet counts days), where a text or a number is needed.
E015-next = The spreadsheet has turned what was typed into a date. Format the column as text and type it once more, such as 2025-06.

E016 = The cell holds no value but `{ $text }`: a formula that failed or was never worked out.
E016-next = Put the value itself into the cell, or leave it empty.

E017 = No sheet has a row with the headings of a scheme table (sheets: { $sheets }).
E017-next = Give the table headings such as “一级指标”, “二级指标”, “评分标准”, “分值”; docs/reference/excel.md lists them all.

E018 = More than one sheet has a scheme table: `{ $first }` and `{ $second }`.
E018-next = Say which one with `--sheet`.

E019 = There is nothing below the headings.
E019-next = Check that the right sheet is meant; another one is chosen with `--sheet`.

E020 = The observations are kept as Parquet only, which is not written to a workbook.
E020-next = Keep the CSV file beside it, or read the Parquet file with another program.

E021 = No sheet has the columns `unit`, `element`, `period`, `value` (sheets: { $sheets }).
E021-next = Write these names into the first row; the other columns are listed in docs/reference/programme-folder.md.

E022 = The row would change nothing: { $other } tells the same figure and was recorded later, while this row says no time.
E022-next = Write into `recorded_at` when the new figure was recorded, or leave the row out.

E024 = No sheet has the headings of a form, `element` and `this period`.
E024-next = Fill in the workbook that the page of the return offers.

## E04x  Drafts

E040 = The rule of the item `{ $item }` is not formalised yet.
E040-next = Put a `rule` in the place of `draft = true`; docs/reference/scheme.md tells how.

E041 = The scheme `{ $scheme }` cannot be worked out, since { $drafts } of its { $items } items have no rule yet.
E041-next = Put a `rule` in the place of each `draft = true`, first at `{ $first }`; `gangmu check` lists them all.

## F10x  The folder and its files

F100 = The programme folder cannot be opened: { $reason }.
F100-next = Check the path; the folder is the one that holds `programme.toml`.

F101 = The path `{ $path }` leads out of the programme folder, so nothing is read or written there.
F101-next = Put the file itself into the folder; links that lead outside are not followed.

F102 = `{ $path }` is not a regular file.
F102-next = Replace it by a regular file, or remove it.

F103 = The file is larger than { $limit } bytes, the most that is read of `{ $path }`.
F103-next = Make the file smaller; a table in `data/` can be split, for instance into `data/events-2024.csv` and `data/events-2025.csv`.

F104 = The file or folder cannot be read: { $reason }.
F104-next = Check its permissions and the disk it is on.

F105 = The folder holds more than { $limit } files.
F105-next = Move files that are no part of the programme to another folder.

F106 = The name of the file is not valid UTF-8.
F106-next = Rename the file.

F107 = Folders are nested more than { $limit } deep.
F107-next = Move the files up; tables of facts stand in `data/`, schemes in `schemes/`.

## F11x  Characters

F110 = { $guess ->
    [binary] The file is not text; it may be a spreadsheet under another name.
   *[other] The file is not UTF-8; it looks like { $guess }.
}
F110-next = { $guess ->
    [binary] Open it in a spreadsheet program and save it as “CSV UTF-8”.
   *[other] Save it again as UTF-8; in a spreadsheet program the format is called “CSV UTF-8”.
}

F111 = The file begins with a byte-order mark, which is skipped.
F111-next = Nothing needs to be done; programs that trip over the mark want the file saved as UTF-8 without it.

F112 = The file holds control characters, { $count } in all; the first is { $character }.
F112-next = Delete them; they mostly come from copying out of another program.

## F12x  Tables

F120 = A quotation mark is opened here and never closed.
F120-next = Close it, or write it twice (`""`) where it belongs to the text of a quoted cell.

F121 = The row has { $found } cells where the header has { $expected }.
F121-next = Add the commas that are missing, or remove those that are too many; a cell with a comma in it stands in quotation marks.

F122 = The column `{ $name }` stands in the header twice.
F122-next = Rename one of the two, or remove it.

F123 = Column { $column } has no name in the header.
F123-next = Give it a name, or remove the column.

F124 = The text is longer than { $limit } bytes, the most that fits here.
F124-next = Shorten it; where a whole table seems to be one row, look for a quotation mark that is not closed.

F125 = The table has more than { $limit } rows.
F125-next = Split it into several files.

F126 = Text follows a quotation mark that is already closed; it was opened on line { $opened }.
F126-next = Put the comma right after the closing mark, or write a mark inside the cell twice (`""`).

F127 = The table is empty: it has not even a header.
F127-next = Write the names of the columns into the first row.

F128 = The table has { $found } columns, more than the { $limit } that are read.
F128-next = Remove the columns that are not needed, empty ones above all.

F129 = The file has { $more } more findings, which are not listed.
F129-next = Mend those that are listed, then check again.

## F13x  TOML

F130 = The TOML cannot be read here: { $reason }.
F130-next = Correct the line; a text stands in quotation marks, and each key on a line of its own.

F131 = Tables and lists are nested more than { $limit } deep.
F131-next = Write it with fewer levels.

F132 = The key `{ $key }` is missing.
F132-next = Add the key; of two that are joined by `/` one suffices.

F133 = The value of `{ $key }` is { toml-found }, where { toml-expected } is needed.
F133-next = Write { toml-expected }.

F134 = The key `{ $key }` is not known here.
F134-next = { near }Correct the name, or remove the key.

## F14x  Writing

F140 = The same place is to be changed twice.
F140-next = Keep one of the two changes.

F141 = There is no cell in row { $row }, column { $column }.
F141-next = Read the file again and repeat the change; it may have changed meanwhile.

F142 = The character { $character } cannot stand in a table.
F142-next = Remove it from the text.

F143 = `{ $text }` is not exactly one TOML value: { $reason }.
F143-next = Give one value, a text in quotation marks.

F144 = The file cannot be written: { $reason }.
F144-next = Check that the folder is there, that it may be written to, and that the disk is not full.

## F15x  Parquet

F150 = The Parquet file cannot be read: { $reason }.
F150-next = Write it again from its source, or deliver the table as CSV.

F151 = Row { $row } of the column `{ $column }` holds { $value }, which is no finite number.
F151-next = Leave the value empty and give a `status` such as `missing`.

F152 = The column `{ $column }` is of the type { $type }, which cannot be read here.
F152-next = Write it as text, whole numbers, decimals or floating-point numbers.

## F16x  Numbers

F160 = A number is missing{ in-parquet }.
F160-next = Write the number.

F161 = `{ $text }` sets thousands apart{ in-parquet }.
F161-next = { SAME($suggestion, "") ->
    [yes] Write the digits without separators.
   *[no] { write-suggestion }
}

F162 = `{ $text }` is written in full-width characters{ in-parquet }.
F162-next = { SAME($suggestion, "") ->
    [yes] Write the number in half-width digits.
   *[no] { write-suggestion }
}

F163 = `{ $text }` bears a percent sign, so 12 % may mean 12 or 0.12{ in-parquet }.
F163-next = Write the figure alone, in the unit of measure it is declared in: 12 where that is `%`, else 0.12.

F164 = `{ $text }` stands for no value{ in-parquet }.
F164-next = Leave the cell empty; in observations the `status` says why (`missing`, `not_applicable`, `suppressed`).

F165 = `{ $text }` has more than 18 significant digits or 18 decimals{ in-parquet }.
F165-next = Round it to at most 18 digits.

F166 = `{ $text }` is counted in a Chinese unit such as 万 or 亿{ in-parquet }.
F166-next = { SAME($suggestion, "") ->
    [yes] Write the number out in digits.
   *[no] { write-suggestion }
}

F167 = `{ $text }` is not a number{ in-parquet }.
F167-next = Write digits only, with a point before decimals, such as 12.5; the unit of measure does not belong in the cell.

## F2xx  What the programme folder says

F200 = The file `{ $file }` is missing.
F200-next = Add it; `gangmu new DIR` makes a complete example to copy from.

F201 = The file is not read, since `{ $path }` is not a name that a programme folder knows.
F201-next = { near }Rename the file, or move it out of the folder.

F202 = The column `{ $column }` is missing.
F202-next = { SAME($nearest, "") ->
    [yes] Add the column.
   *[no] Rename `{ $nearest }` to `{ $column }` if that is what it holds, or add the column.
}

F203 = The column `{ $column }` is not known in this table and is not read.
F203-next = { near }Correct the name, or remove the column.

F204 = The column `{ $column }` holds personal data ({ personal-data }), which has no place in a programme.
F204-next = Remove the column; where somebody must be named, name the body or the post.

F205 = The cell holds personal data ({ personal-data }), which has no place in a programme.
F205-next = Remove it from the cell; where somebody must be named, name the body or the post.

F206 = The cell is empty, but `{ $column }` is needed in every row.
F206-next = Fill in the cell, or remove the row.

F207 = `{ $value }` cannot be an id.
F207-next = Use letters, digits and `.` `_` `-` `*`, at most 100 of them, beginning with a letter or a digit.

F208 = `{ $id }` stands here a second time.
F208-next = Remove one of the two, or give this one an id of its own.

F209 = There is no { $what ->
    [unit] unit or body
    [class] class
    [attribute] attribute
    [indicator] indicator
    [element] element
    [question] question
    [answer] answer
    [file] kind of fact
    [node] node
    [level] level
    [scheme] scheme
    [item] item
    [body_kind] kind of body
    [body] body or kind of body
    [index_part] part of the index
    [index_indicator] indicator in the index
    [index_step] step in the index
   *[other] { $what }
} `{ $id }`.
F209-next = { near }{ $what ->
    [unit] Correct the id, or add the unit to `units.csv` or the body to `bodies.csv`.
    [class] Correct the id, or add the class to `classes.csv`.
    [attribute] Correct the name, or add the column to `units.csv`.
    [indicator] Correct the id, or add the indicator to `indicators.csv`.
    [element] Correct the id, or add the element to `elements.csv`.
    [question] Correct the id, or add the question to `questions.toml`.
    [answer] Correct the answer, or add it to the `answers` of the question in `questions.toml`.
    [file] Write a kind of fact as its file in `data/` is called, such as `observations` or `events`.
    [node] Correct the id, or add the node to `framework.toml`.
    [level] Correct the id, or add the level to `programme.toml`.
    [scheme] Correct the id, or add the file `schemes/{ $id }.toml`.
    [item] Correct the id, or add the item to the scheme.
    [body_kind] Correct the id, or add the kind of body to `programme.toml`.
    [body] Correct the id, or add the body to `bodies.csv` or the kind of body to `programme.toml`.
    [index_part] Correct the id, or add the part to `index.toml`.
    [index_indicator] Correct the id, or add the indicator to `index.toml`.
    [index_step] Name a step that `index.toml` has, or add it.
   *[other] Correct the id, or add what it stands for.
}

F210 = `{ $value }` is not allowed here.
F210-next = Write what is allowed: { $allowed }.

F211 = `{ $value }` is not a date or a time.
F211-next = Write a date such as 2025-12-31; a time of recording may be written 2026-01-20T10:00:00+08:00.

F212 = The year of `{ $value }` does not lie between 1900 and 2200.
F212-next = Correct the date.

F213 = `{ $value }` is not a period.
F213-next = Write a year (2025), a half-year (2025H1), a quarter (2025Q1) or a month (2025-06).

F214 = `{ $value }` is outside the range allowed here.
F214-next = Write a number that fits: a count is whole and not negative, `out_of` is not 0, points are rounded to 0 to 12 places, deadlines lie within 10,000 days or months, a design effect is above 0.

F215 = The node `{ $id }` hangs below itself.
F215-next = Correct the `parent` of this node or of one above it.

F216 = { $what ->
    [twice] Two events of `{ $unit }` on { $date } exclude each other.
    [gone] `{ $other }` is not there on { $date }.
    [itself] `{ $unit }` cannot become part of itself.
    [level] `{ $unit }` and `{ $other }` are not of the same level, so that neither can go into the other.
    [left] `{ $unit }` ends on { $date }, and `{ $other }`, which belongs to it, is left without a unit above it.
   *[other] The event does not fit the others (`{ $what }`).
}
F216-next = { $what ->
    [twice] Remove one of the two rows, or correct its date.
    [left] Add a row of the kind `transfer` for `{ $other }` on the same day.
   *[other] Correct the date or the units of this row.
}

F217 = `{ $unit }` (level { $level }) cannot come under `{ $parent }` (level { $parent_level }), which is not of a higher level.
F217-next = Name a unit of a higher level as parent, or correct the level.

F218 = The shares of a split come to { $sum }; each must be above 0, and all together must be 1.
F218-next = Correct the column `share`.

F219 = The unit is valid from { $from } but only until { $to }, which is earlier.
F219-next = Correct `valid_from` or `valid_to`.

F220 = The row has no name in either language.
F220-next = Fill in `name_zh` or `name_en`.

F221 = The same thing is told twice: { $key }.
F221-next = Remove one of the two rows.

F222 = The status `{ $status }` does not go with what stands in the column of the value.
F222-next = Give a value with `reported`, `verified`, `estimated`, `late` or `final`, and none with `missing`, `not_applicable`, `suppressed` or `not_issued`.

F223 = The row replaces an earlier one that is not there ({ $unit }, { $element }, { $period }).
F223-next = Write into `supersedes` the `recorded_at` of the row that is replaced; it must be earlier than that of this row.

F224 = Two rows for { $unit }, { $element }, { $period } were recorded at the same time; the first one stands at { $first }.
F224-next = Remove one of the two, or give the later one its own `recorded_at`.

F225 = The scheme calls itself `{ $id }`, but its file is called `{ $file }.toml`.
F225-next = Give both the same name.

F226 = { $what ->
    [term] The term
    [notice] The public notice
    [appeals] The time for appeals
   *[other] { $what }
} begins on { $first } and ends on { $last }, which is earlier.
F226-next = Correct one of the two dates.

F227 = From { $opens } to { $closes } there are { $found } working days, but the notice promises { $promised }.
F227-next = Correct the dates or `working_days`, or list the holidays in `holidays.csv`.

F228 = `{ $unit }` was not there in { $period }, yet `{ $element }` is reported for it.
F228-next = Correct the period, or the time for which the unit is valid in `units.csv` and `unit_events.csv`.

F229 = The milestones of project `{ $project }` in `{ $unit }` weigh { $sum } together, not 100.
F229-next = Correct the column `weight`.

F230 = `{ $id }` is the id of an element and of an indicator, so a formula cannot tell them apart.
F230-next = Give the element another id, such as `{ $id }_n`.

F231 = The target names both a class and a unit.
F231-next = Leave one of the two cells empty.

F232 = `{ $value }` is not of the form `column=value`.
F232-next = Name the row by its columns, such as `unit=YZ01;element=A1;period=2025`.

F233 = The scheme `{ $id }` is not listed in `programme.toml`.
F233-next = Add it to `schemes` there, or remove the file.

F234 = { SAME($found, "") ->
    [yes] Exactly one of these keys is needed: { $wanted }.
   *[no] Only one of these keys may stand here, not both: { $found }.
}
F234-next = Keep exactly one of them: { $wanted }.

F235 = A choice of the index says what could have been otherwise by exactly one of { $keys }.
F235-next = Keep one of these keys, and make a choice of its own of each other.

## X0xx  Formulas

X001 = The character `{ $found }` cannot stand in a formula.
X001-next = Write signs, brackets and digits in half-width characters, and put an id that is not a plain word in backticks.

X002 = `{ $found }` stands where { syntax-expected } is expected.
X002-next = Correct the formula here; look for a bracket, comma or operator that is missing just before.

X003 = { $what ->
    [text] The formula is longer than { $limit } bytes.
    [depth] The formula is nested more than { $limit } levels deep.
    [nodes] The formula has more than { $limit } parts.
    [periods] The formula reaches over more than { $limit } periods.
   *[other] The formula goes beyond a limit ({ $what }, { $limit }).
}
X003-next = { $what ->
    [periods] Reach over fewer periods.
   *[other] Split the formula: make an indicator of a part of it and name that.
}

X004 = The text or name that begins with { $sign } is not closed.
X004-next = Close it with the same sign on the same line; in a text only `\"` and `\\` may follow a backslash.

X005 = The number has more than { $limit } digits.
X005-next = Round the number.

X006 = The formula ends where { syntax-expected } is expected.
X006-next = Complete the formula.

X010 = The name `{ $name }` is not known here.
X010-next = { $name ->
    [x] { own-indicator }
    [t] { own-indicator }
    [worst] { own-indicator }
    [best] { own-indicator }
    [P] `P` can be used in the rules of items only.
    [base] { on-results }
    [deducted] { on-results }
    [bonus] { on-results }
    [total] { on-results }
   *[other] { near }Correct the name, or define what it stands for (elements in `elements.csv`, indicators in `indicators.csv`).
}
own-indicator = `x`, `t`, `worst` and `best` belong to the indicator of an item: give the item an `indicator`, or name the indicator itself.
on-results = `base`, `deducted`, `bonus` and `total` can be used only in rules on results: those of gates, bonus, vetoes, grades and consequences.

X011 = There is no function `{ $name }`.
X011-next = { near }Use a function of the formula language.

X012 = Plain arguments of `{ $function }` (without a colon): { $expected } expected, { $found } given.
X012-next = Add what is missing, or remove what is too much.

X013 = There is { type-found } here, where { type-expected } is needed.
X013-next = { KEY($expected) ->
    [number] Write an expression that gives a number; `lookup(…)` turns labels into numbers, `mean(…)` puts a list together.
    [condition] Write a comparison such as `x >= t`.
    [label] Write a text in quotation marks, or a fact that gives labels.
   *[other] Write an expression that gives { type-expected }.
}

X014 = Figures in different units of measure cannot be added or compared: `{ $left }` and `{ $right }` (`1` is no unit).
X014-next = Correct a unit in `elements.csv` or `indicators.csv`, or drop it with `number(…)`.

X015 = `{ $function }` must know which way is better, and nothing here says so.
X015-next = Give it an indicator, whose direction stands in `indicators.csv`; in `rank` and `top` one may add `better: "high"` or `better: "low"`.

X016 = `{ $name }` was named with `let` for this period and this subject, and is used for another.
X016-next = Write out in its place what it stands for.

X017 = `{ $function }` does not take this `over …` or `in …`.
X017-next = Remove it: `sum`, `mean`, `median`, `min`, `max` and `count` take one of the two, `rank` and `top` take `in …` only.

X018 = `{ $found }` is not a moment or a stretch of time.
X018-next = After `@` write `prev`, `-1`, `2024` or `"2024-06"`; after `over` write `months`, `3 before`, `2 last` or `2023..2025`.

X019 = `{ $function }` takes no argument with such a label before the colon.
X019-next = Remove the label and the colon, or use the function that takes it.

X020 = The formula works out { $work } parts for each subject, more than the { $limit } allowed.
X020-next = Make an indicator of what stands under `over`, or reach over fewer periods.

X021 = `{ $function }` needs many figures, but is given { type-found }.
X021-next = { KEY($found) ->
    [list-of-labels] Turn the labels into figures first, with `lookup(…)` or `number(…)`.
   *[other] Say over what, such as `over months` or `in class`; for two or more figures there are `min(…, …)` and `max(…, …)`.
}

X022 = The table in `{ $function }` is not complete or not in order.
X022-next = { $function ->
    [bands] Write it as `bands(x, >= 90: 2, >= 80: 1, else: 0)`, with `else` at the end.
    [cases] Write it as `cases(x >= t: 2, x > 0: 1, else: 0)`, with `else` at the end.
    [line] Write it as `line(x, 70: 0, 85: 0.6, 95: 1)`: two anchors or more, from low to high.
    [slabs] Write it as `slabs(x, < 98: 0.25, < 96: 0.5)`: all `<` from high to low, or all `>` from low to high.
    [lookup] Write it as `lookup(g, "A": 6, "B": 4, else: 0)`: labels in quotation marks, each once.
   *[other] Write its rows one after the other, with `else` at the end.
}

X023 = Only a number written in digits can stand here.
X023-next = Write the number itself: places of `round` are 0 to 12, `trim` and `top` take a whole number up to 1,000.

X024 = `{ $function }` does not say who is compared.
X024-next = { $function ->
    [size] Write `size(class)` or `size(all)`.
   *[other] Add `in class` or `in all`, such as `rank(x in class)`.
}

X025 = Only an id can stand here.
X025-next = Write the id as a name, in backticks where it is not a plain word.

X026 = `{ $function }` cannot be taken of a figure in the unit `{ $found }`.
X026-next = Drop the unit with `number(…)`.

X027 = The rule gives a figure in the unit `{ $found }`, but points have no unit.
X027-next = Turn the figure into a share or into steps, such as `attained(x, t)` or `per(x, 1)`, or drop the unit with `number(…)`.

X028 = `known(…)` stands where it would say nothing.
X028-next = Make it the whole of an aggregate over time, as in `mean(known(x) over months)`, or ask `has(x)`.

X030 = The indicator is made from itself: { $path }.
X030-next = Break the circle by changing one of these formulas.

X031 = The formula of `{ $indicator }` gives a figure in `{ $found }`, but { SAME($declared, "") ->
    [yes] no unit is declared
   *[no] the unit declared is `{ $declared }`
}.
X031-next = Correct the column `unit`, or the formula.
X032 = A rule of a form looks at the form alone: the units above, beside or together with it are not in sight.
X032-next = Compare with other periods of the same form (`x @ prev`), or use an integrity test.

## S01x  Schemes: what they name

S010 = The item `{ $item }` belongs to the group `{ $name }`, which the scheme does not have.
S010-next = { near }Correct `group`, or add the group.

S011 = The item `{ $item }` is about the indicator `{ $name }`, which does not exist.
S011-next = { near }Correct `indicator`, or add the indicator to `indicators.csv`.

S012 = `{ $id }` is the id of two groups or items of the scheme.
S012-next = Give one of the two another id.

S013 = The scheme names the grade `{ $name }`, which it does not have.
S013-next = { near }Correct the id, or add the grade.

S014 = The rule for passing names the item `{ $name }`, which the scheme does not have.
S014-next = { near }Correct the id in `must` or `either`.

S015 = The last grade, `{ $grade }`, has a condition, so that some results would have no grade.
S015-next = Remove `at_least` and `when` from it, or add a last grade without them.

S016 = The group `{ $group }` has no items.
S016-next = Add items to the group, or remove it.

S017 = The item `{ $item }` gives points to the class `{ $class }`, which no unit and no kind of body has.
S017-next = { near }Correct the class, or add it to `classes.csv`.

S018 = The rule of the item `{ $item }` uses the target of `{ $indicator }` for { $period }, which `{ $unit }` does not have (subjects without one: { $count }).
S018-next = Give a target in `targets.csv` for the unit, for its class, or for all.

S019 = The rule of the item `{ $item }` uses the plausible { $column } value of `{ $indicator }`, which is not given.
S019-next = Fill in the column `{ $column }` of `{ $indicator }` in `indicators.csv`.

## S02x  Schemes: who assesses whom

S020 = The item `{ $item }` has no assessor `{ $assessor }` for { $unit } (subjects without one: { $count }).
S020-next = Add a body of that kind at the unit one tier above to `bodies.csv`, or name another assessor.

S021 = The item `{ $item }` of { $unit } is assessed by the body that delivers it, `{ $assessor }` (subjects concerned: { $count }).
S021-next = Name an assessor that has no part in delivering the item.

S022 = Nobody is assessed by the scheme `{ $scheme }` in its period.
S022-next = Correct `level` or `kinds` under `[subjects]`, or the time for which units are valid.

S023 = The scheme `{ $scheme }` does not say which period it is about, nor does the programme.
S023-next = Add `period` to the scheme or to `programme.toml`.

S024 = The programme has no scheme.
S024-next = Add a file such as `schemes/year.toml`, and its id to `schemes` in `programme.toml`.

S025 = The rule of the item `{ $item }` uses the value of `{ $indicator }`, which has no formula.
S025-next = Write the formula of `{ $indicator }` in `indicators.csv`, or let the rule use its checklist, ratings or grades.

S026 = The scheme names the { $what } `{ $name }`, which no fact has; one has `{ $nearest }`.
S026-next = Correct the word in the scheme or in the facts, if one of them is a slip.

S027 = The rule's table has no figure for `{ $label }`, which was given for `{ $indicator }`.
S027-next = { near }Add the label to `lookup(…)`, give an `else:`, or correct the label in the facts.

S028 = There is a multiplier for `{ $flag }`, but the events have no such column.
S028-next = { near }Correct the flag under `multipliers`, or add the column to `data/events.csv`.

S030 = The result of the scheme `{ $scheme }` enters itself by way of other schemes.
S030-next = Break the circle by removing one `result(…)` or `ranked(…)`.

## S03x  Schemes: whether the points are fair

S031 = { SAME($class, "") ->
    [yes] The points of subjects without a class
   *[no] The points of the class `{ $class }`
} add up to { $points }, not to { $base }.
S031-next = Correct `points` or `points_by_class` of an item, or `base`: the same grades are given for both.

S032 = The rule of the item `{ $item }` gives { $rises ->
    [yes] more points the higher `{ $indicator }` is, but lower is
   *[no] fewer points the higher `{ $indicator }` is, but higher is
} better for that indicator.
S032-next = Turn the rule round, or correct `direction`, `worst` and `best` of `{ $indicator }` in `indicators.csv`.

S033 = This branch of the rule of the item `{ $item }` is never chosen.
S033-next = Put the narrower condition first, or remove the branch: nobody can get the points it promises.

S034 = The item `{ $item }` gives points by place in { SAME($class, "") ->
    [yes] a group
   *[no] the class `{ $class }`, a group
} of { $size }, fewer than { $least }.
S034-next = Give another rule for small groups: `if size(class) < { $least } then … else …`.

S035 = The veto `{ $veto }` names no body to which one may appeal.
S035-next = Add `appeal_to` with a body that neither delivers nor assesses, such as the appeals board.

S036 = In the table of the item `{ $item }` values { SAME($from, $to) ->
    [yes] of exactly { $from }
   *[no] between { $from } and { $to }
} have no figure.
S036-next = Let the intervals meet end to end, with each end in one of them: `>= 90 and < 95`, then `>= 95`.

S037 = In the table of the item `{ $item }` values { SAME($from, $to) ->
    [yes] of exactly { $from }
   *[no] between { $from } and { $to }
} are in two intervals.
S037-next = Let each end belong to one interval only: `<= 10`, then `> 10 and <= 15`.

S038 = The item `{ $item }` has a cliff: at { $at } the smallest change of `{ $indicator }` moves { $points } points (seen at { $unit }; the limit is { $limit }).
S038-next = Let points rise along a slope, such as `P * line(x, …: 0, { $at }: 1)`, or in more and smaller bands.

S039 = { $how ->
    [same] The items `{ $other }` and `{ $item }` count the same thing twice: they have the same numerator and denominator.
    [whole] The items `{ $other }` and `{ $item }` count the same thing twice: the indicator of `{ $other }` is a part of that of `{ $item }`.
   *[part] The items `{ $other }` and `{ $item }` count the same thing twice: the indicator of `{ $item }` is a part of that of `{ $other }`.
}
S039-next = Give the points to one of the two, or show one of them without points.

S040 = In the scheme `{ $scheme }` points depend on how others did: { $items } (items: { $count }).
S040-next = Nothing must be done; say so where the results are published, for nobody earns these points alone.

S041 = The item `{ $item }` measures chance: for { $count } of { $all } subjects the denominator of `{ $indicator }` is below { $least } ({ $figure } at { $unit }).
S041-next = Pool three years (`sum(… over 3 last)`), or use a checklist where cases are few: `if … >= 30 then … else …`.

S042 = The veto `{ $veto }` falls on a judgement of assessors, not on a verified event.
S042-next = Let it fall on an `event` that is verified and notified, or take the judgement as an item with points.

S043 = The item `{ $item }` tells nobody apart: all { $count } subjects with a figure get { $share } % of its points.
S043-next = Nothing must be done where it is a floor that all should reach; else set its target or its scale so that it shows who does better.

S044 = The items `{ $item }` and `{ $other }` count nearly the same thing: over { $count } subjects their figures correlate with { $r }{ SAME($more, "0") ->
    [yes] {""}
   *[no] {" "}(and `{ $item }` with { $more } more)
}.
S044-next = Give the points to one of the two, or share them out; what both measure weighs twice.

S045 = The item `{ $item }` has { $nominal } % of the points and makes { $effective } % of the differences between { $count } subjects.
S045-next = Nothing must be done; where points are to say what weighs, stretch or narrow the scale of the item.

S046 = The item `{ $item }` measures chance for the most part: of the differences in `{ $indicator }` between { $count } subjects only { $share } % are more than chance (the median subject has { $figure } cases).
S046-next = Pool several years (`sum(… over 3 last)`), or give points in few broad bands.

## L0xx  Limits: what must not be assessed

L001 = `{ $id }` gives points because { $what ->
    [complaints] fewer people complain
    [petitions] fewer people petition
    [corrections] fewer decisions are corrected
    [cases] fewer cases are recorded
    [incidents] fewer incidents are reported
   *[requests] fewer people ask for information
}: “{ $words }”. That is refused, since keeping them from it would earn points too.
L001-next = { $what ->
    [complaints] Score the share resolved by independent call-back and the share closed in time instead.
    [petitions] Score the time to the first answer and the quality of settlement instead.
    [corrections] Score the share of required corrections that were carried out in time instead.
    [cases] Score outcomes from an independent source, with an audit of how well cases are recorded, instead.
    [incidents] Reward reporting in time; only a late or hidden report may cost points.
   *[requests] Score the share of requests answered in time instead.
}

L002 = `{ $id }` judges what people say: “{ $words }”. That is refused.
L002-next = Use an independent sample survey of residents' own experience, with published wording and margin, or judge disclosure, answering and correcting.

L003 = `{ $id }` scores, ranks or names a person: “{ $words }”. Only institutions are assessed.
L003-next = Write responsibility to a post and a body (`lead`), and leave personnel decisions outside.

L004 = `{ $id }` needs a list of residents: “{ $words }”. That is refused.
L004-next = Use coverage of areas by services, or another total that needs no list of people.

L005 = `{ $id }` asks for data by which a person is known ({ $words }). That is refused.
L005-next = Ask for totals of institutions; a post such as “duty desk” may be asked for, a name may not.

## R0xx  Reporting: what asking costs, and whether what was reported fits together

R001 = The form `{ $form }` asks again what the form `{ $other }` asks ({ $count }): { $elements }.
R001-next = Ask it once; on the other form list it under `reused`, so that it is shown and not filled in again.

R002 = The elements `{ $other }` and `{ $element }` have the same name, unit and level: one figure is asked under two ids.
R002-next = Keep one of them, or give them names that tell what is different.

R003 = The element `{ $element }` is { SAME($forms, "") ->
    [yes] defined
   *[no] asked on { $forms }
} and never used: no indicator, rule or condition looks at it.
R003-next = Remove it, or say in a formula what it is for.

R004 = The forms of the level `{ $level }` ({ $forms }) take about { $minutes } minutes a month; the cap is { $cap }.
R004-next = Ask for less or less often, or reuse what other forms have; `gangmu forms` counts the cells.

R005 = The level `{ $level }` fills in { $count } forms; the cap is { $cap }.
R005-next = Merge forms, or drop one.

R006 = The { $parts } parts of { $period } of `{ $element }` at { $unit } add up to { $sum }, the { $below ->
    [yes] sum of those below
   *[no] year itself
} says { $whole }: a difference of { $difference } (cases like it: { $count }).
R006-next = Find out which is right and correct the other by a row that supersedes it.

R007 = `{ $element }` was not reported for { $period } by { $unit } (rows like it: { $count }).
R007-next = Nothing must be done: it is shown as missing, and the scheme says what that gives.

R008 = The denominator of `{ $indicator }` at { $unit } in { $period } is { $figure }, below the minimum of { $least } ({ $count } of { $all }).
R008-next = Nothing must be done: scoring uses the value, public tables and derivations show the mark.

## T0xx  Targets and directions

T001 = The target of `{ $indicator }`{ SAME($unit, "") ->
    [yes] {""}
   *[no] { " " }for { $unit }
} lies on the wrong side of the baseline: { $direction ->
    [up] higher is better, but { $target } < { $baseline }
   *[down] lower is better, but { $target } > { $baseline }
}.
T001-next = Set a target that is better than the baseline, or correct `baseline` or the direction.

T002 = When all { $count } units below { $unit } reach their targets of `{ $indicator }`, { $how ->
    [sum] they add up to { $reached }
   *[mean] the best of them has { $reached }
}, and the target of { $unit }, { $target }, is still missed.
T002-next = Raise the targets below, or lower the one above.

T003 = The worst plausible value of `{ $indicator }` ({ $worst }) is better than the best one ({ $best }), since { $direction ->
    [up] higher
   *[down] lower
} is better.
T003-next = Swap `worst` and `best`, or correct `direction`.

T004 = The direction of `{ $indicator }` contradicts its name (“{ $words }”): { $meant ->
    [up] higher
   *[down] lower
} should be better.
T004-next = Correct `direction` in `indicators.csv`, or give the indicator a name that says what is meant.

## P0xx  Accepted findings

P001 = `programme.toml` accepts the finding { $code }{ SAME($at, "") ->
    [yes] {""}
   *[no] { " " }at `{ $at }`
}, which is not there.
P001-next = Remove the entry under `[[accepted]]`, or correct `code` or `at`.

P002 = The finding { $code }{ SAME($at, "") ->
    [yes] {""}
   *[no] { " " }at `{ $at }`
} is an error and cannot be accepted.
P002-next = Mend it; only warnings can stay for a written reason.

## O0xx  Overlays of lower tiers

O001 = There is no unit `{ $unit }` whose overlay this could be.
O001-next = { near }Name the folder in `overlays/` by the id of a unit of `units.csv`.

O002 = `{ $unit }` has no tier above it whose rules an overlay could make stricter.
O002-next = Write its rules into the programme itself, or name the folder by a unit below it.

O003 = The overlay of `{ $unit }` has no `overlay.toml`.
O003-next = Add it, with `overlay`, a title and `issued_by`: whoever reads the rules has to know who made them.

O004 = `{ $body }` is not a body of `{ $unit }`.
O004-next = Name a body of that unit from `bodies.csv` in `issued_by`: a unit lays down rules for those below it only.

O005 = `{ $id }` is defined already, in { $first }.
O005-next = Give this one an id of its own, or remove it: an overlay adds, and does not define anew what is there.

O006 = `{ $field }` must not be less strict than the tier above, which says { SAME($above, "") ->
    [yes] nothing and leaves no room
   *[no] { $above }
}; here it is { $here }.
O006-next = { SAME($allowed, "–") ->
    [yes] Remove it
   *[no] Write what is allowed ({ $allowed }), or remove it
}; less is possible only with a `[[derogation]]` for `{ $field }`, granted by a tier above.

O007 = `{ $field }` is not for a lower tier to change, replace or remove.
O007-next = Remove the line; { SAME($may, "") ->
    [yes] a lower tier may make stricter what has a limit
   *[no] a lower tier may make stricter { $may }
}, and may add items in groups of its own.

O008 = `{ $target }` is not below `{ $unit }`, which sets a target for it.
O008-next = Remove the row; an overlay holds for the units below its own and for no others.

O009 = { $instead ->
    [own-group] The item stands in a group of the tier above, whose points it would change
    [no-bonus] The bonus is added to those of the tier above, so totals would no longer mean the same
    [ranked] Somebody without a place is not among the last, so the veto would spare them what follows from that
   *[veto] The veto could leave somebody better off than without it
} (`{ $field }`).
O009-next = { $instead ->
    [own-group] Add a `[[group]]` and name it in `group`: its points are told beside the base.
    [no-bonus] Make it an item in a group of your own.
    [ranked] Leave out `ranked = false` and `stop`; `grade_ceiling`, `minus`, `total` and `commendation = false` are possible.
   *[veto] Use `grade_ceiling`, the lowest `grade`, `minus`, `total`, `ranked = false`, `commendation = false` or `stop`.
}

O010 = This was written for version { $written_for } of the scheme `{ $scheme }`, which is now at version { $version }.
O010-next = Read it against the new version, then write `version = { $version }`.

O011 = The derogation `{ $derogation }` is granted by `{ $body }`, which is not a body of a unit above `{ $unit }`.
O011-next = Name the body of a tier above that granted it, or remove what it excuses: nobody excuses himself.

O012 = The derogation `{ $derogation }` ended on { $until }, so for `{ $field }` the tier above holds again: { SAME($above, "") ->
    [yes] no limit
   *[no] { $above }
}.
O012-next = Remove the derogation and what it excuses, or have it prolonged by who granted it.

O013 = The derogation `{ $derogation }` excuses nothing, since the overlay does not loosen `{ $field }`.
O013-next = { near }Correct `field`, or remove the derogation.

O014 = By the derogation `{ $derogation }`, `{ $field }` is { $here } instead of { $above }; granted by `{ $body }` until { $until }.
O014-next = Nothing needs to be done; `gangmu overlay` lists it with its reason.

O015 = The overlay calls itself `{ $id }`, but its folder is called `{ $unit }`.
O015-next = Give both the same name.

O016 = The derogation `{ $derogation }` excuses from `{ $field }`, which a tier above `{ $body }` asks for.
O016-next = Have it granted by a body of the tier that asks for it, or remove what it excuses.

## A0xx  Appeals

A001 = The appeal `{ $appeal }` was filed on { $filed }, outside the time for appeals.
A001-next = Correct `filed`, or the time for appeals under `[notice]` in `programme.toml`; an appeal out of time is not entered.

A002 = { $what ->
    [file] The appeal `{ $appeal }` is about a kind of fact that an appeal cannot change.
    [key] The column `key` of the appeal `{ $appeal }` does not name one input.
    [row] The appeal `{ $appeal }` is about a row that is not there.
    [old] The input does not say what the appeal `{ $appeal }` gives as `old`.
    [new] The appeal `{ $appeal }` gives as `new` what cannot stand in that column.
    [column] The appeal `{ $appeal }` is about a column that an appeal cannot change.
   *[other] The appeal `{ $appeal }` cannot be applied ({ $what }).
}
A002-next = { $what ->
    [file] Write `observations`, `events`, `checklists`, `ratings` or `grades` as `file`.
    [key] Name all columns that tell the row from others, such as `unit=YZ01;element=A1;period=2025`.
    [row] Correct `key`, or add the row to the file it is about.
    [old] Write into `old` what the file says, exactly as it stands there.
    [new] Correct `new`: a number for a `value`, a status without value for a `status`, 1 or 0 for a flag.
    [column] Name as `column` the value, status, label or flag that the decision changes.
   *[other] Correct the row of the appeal.
}

A003 = The appeal `{ $appeal }` was decided on { $decided }, before it was filed on { $filed }.
A003-next = Correct one of the two dates.

## G0xx  What was asked for

G001 = The programme has no scheme `{ $scheme }`.
G001-next = { near }{ SAME($known, "") ->
    [yes] Add a scheme to the programme first.
   *[no] Name one of its schemes: { $known }.
}

G002 = `{ $unit }` is not assessed by the scheme `{ $scheme }`.
G002-next = { near }Give the id of a unit or body that is; `gangmu score` lists them.

G003 = The scheme `{ $scheme }` has no item `{ $item }`.
G003-next = { near }Give the id of one of its items; `gangmu score --items` lists them.

G004 = `{ $value }` is not a period.
G004-next = Give a year (2025), a half-year (2025H1), a quarter (2025Q1) or a month (2025-06).

G005 = `{ $value }` is not a day or a moment.
G005-next = Give a day such as 2026-02-15, or a moment such as 2026-02-15T10:00:00+08:00.

G006 = `{ $value }` does not say which boundaries are meant.
G006-next = Give `as-it-was`, `latest` or a day such as 2026-01-01.

G007 = Figures of { $period } cannot be carried back to the boundaries of { $day }, since `{ $unit }` was merged or split on { $date }.
G007-next = Give { $date } or a later day, or `as-it-was`.

G012 = `{ $unit }` has no overlay.
G012-next = { near }{ SAME($known, "") ->
    [yes] The programme has none; `overlays/{ $unit }/overlay.toml` would begin one.
   *[no] Name one of these units: { $known }.
}

G013 = The overlay of `{ $unit }` holds from { $from } on, which is after { $period }.
G013-next = Ask for a later period, or leave `--overlay` out.

G010 = The folder `{ $dir }` is not empty.
G010-next = Choose a folder that is empty or does not exist yet.

G011 = The folder cannot be made: { $reason }.
G011-next = Choose a place that may be written to.

G020 = `{ $text }` does not say what is to be set.
G020-next = Write a path, `=` and a value, such as `--set item.C103.points=5`.

G021 = { SAME($known, "") ->
    [yes] There is nothing called `{ $unknown }`.
   *[no] { SAME($unknown, "") ->
        [yes] `{ $known }` holds several values.
       *[no] There is no `{ $unknown }` in `{ $known }`.
    }
}
G021-next = { near }{ SAME($possible, "") ->
    [yes] Nothing can stand below it; leave the rest of the path out.
   *[no] Possible here: { $possible }.
}

G022 = `{ $path }` is set twice.
G022-next = Set it once.

index-sensitivity = first: the share of the variance that goes when this choice is settled; total: the share that is left when all others are. Output `order` is by how many places units move on average. Where there is no figure the interval (90 %) is wider than 0.1: take more --samples.
G030 = No finding has the code `{ $code }`.
G030-next = { near }`gangmu check --explain list` names all codes.

G031 = The two versions have no scheme { SAME($scheme, "") ->
    [yes] {""}
   *[no] `{ $scheme }`{" "}
}in common.
G031-next = { SAME($known, "") ->
    [yes] Name schemes alike in both folders where they are to be compared.
   *[no] Name one that both have: { $known }.
}

G040 = `{ $value }` is not a number of draws.
G040-next = Give a whole number from 1 to { $most }, such as `--draws 1000`.

G041 = `{ $value }` is not a seed.
G041-next = Give a whole number that is not negative and below 2^64, such as `--seed 1`.

G042 = The seed `{ $value }` is given, but nothing is drawn.
G042-next = Say how often, such as `--draws 1000`, or leave `--seed` out.

G043 = The places of { $subjects } in { $draws } draws are more than can be held.
G043-next = Ask for at most { $most } draws.

## gangmu new, check, score, pack

new-made = The programme was written to `{ $dir }`:
new-next = Next: `gangmu check { $dir }`, then `gangmu score { $dir }`.

check-summary = Errors: { $errors }, warnings: { $warnings }, notes: { $notes }
check-summary-accepted = Errors: { $errors }, warnings: { $warnings }, notes: { $notes }, accepted: { $accepted }

## gangmu check --explain

code-given = The examples stand on
code-fails = Example with this finding
code-passes = Example without it
code-file = { $file }
code-file-top = { $file }, at the top
code-may-stay = It may stay for a written reason, in programme.toml:
code-at = what it is about, such as the id of the item
code-reason = why it stays
code-never-stays = It cannot be accepted.
code-needs-nothing = It is a note: nothing must be done.
code-see = See also: { $codes }
code-and = {", "}

score-warnings = The programme has warnings ({ $warnings }); `gangmu check { $folder }` lists them.

progress-reading = Reading { $megabytes } MB of data …

pack-nothing = There are no observations in CSV to pack.
pack-written = Written: { $file }
pack-next = Next: remove the CSV files of the same names; a figure that stands in both is told twice.

## gangmu overlay: how the rules of a lower tier differ

overlay-head = { $unit } { $name }: { $title }, issued by { $body }{ SAME($from, "") ->
    [yes] {""}
   *[no] , in force from { $from }
}
overlay-reason = Reason: { $reason }
overlay-scheme = Scheme `{ $scheme }`
overlay-nothing = It changes and adds nothing.
overlay-none = The programme has no overlays.
overlay-same = { $field }: { $here }, as above
overlay-stricter = { $field }: { SAME($above, "") ->
    [yes] {""}
   *[no] { $above } →{" "}
}{ $here }, stricter
overlay-added = added: { $field }{ SAME($here, "") ->
    [yes] {""}
   *[no] : { $here }
}
overlay-free = { $field }: { $above } → { $here }, left open by the tier above
overlay-derogated = { $field }: { $above } → { $here }, less strict by derogation
overlay-expired = { $field }: { $above }, since the derogation for { $here } does not hold
overlay-refused = { $field }: { $here } is refused{ SAME($above, "") ->
    [yes] {""}
   *[no] , { $above } holds
}
overlay-derogation = Derogation { $derogation }, granted by { $body } until { $until }: { $reason }

field = { $kind ->
    [target] target of { $id } for { $more }
    [due] days by which the form { $id } is due
    [dataset] form { $id }
    [indicator] indicator { $id }
    [element] element { $id }
    [min-denominator] smallest published denominator of { $id }
    [min-denominator-of-all] smallest published denominator
    [scheme] a scheme of its own
    [item-floor-of-all] lowest points of an item
    [policy] what is done with figures that are { $id }
    [group] group { $id }
    [group-cap] cap of the group { $id }
    [group-exceed] room above the points of the group { $id }
    [group-floor] lowest points of the group { $id }
    [item] item { $id }, points
    [item-floor] lowest points of the item { $id }
    [item-may-exceed] whether the item { $id } may give more than its points
    [bonus-cap] cap of the bonus
    [bonus-opens] a further condition for the bonus
    [bonus-item-cap] cap of the bonus { $id }
    [deductions-cap] cap of all deductions
    [multiplier] multiplier of deductions for { $id }
    [deduction] deduction for { $id }, { $more }
    [deduction-cap] cap of the deduction for { $id }, { $more }
    [veto] veto { $id }
    [grade-at-least] cut-off of the grade { $id }
    [grade-when] a further condition for the grade { $id }
    [quota-share] quota of the grade { $id }
    [quota-min] least number of the grade { $id }
    [top-share] share of the class that is commended
    [award-years] years for { $id }
    [consequence] deadline of { $id } ({ $more })
    [pass-at-least] items to be passed
    [pass-must] a further item that must be passed
   *[other] { $more }
}

## gangmu explain: the result of a subject

explain-head = { $unit } { $name }: { $total } points in { $scheme }
explain-head-period = { $unit } { $name }: { $total } points in { $scheme }, { $period }
explain-before-appeals = This is the result before appeals.
explain-appeals = Before appeals the total was { $before } points.
explain-grade = Grade { $grade }: { $title }
explain-rank = Place { $rank } of { $members }{ SAME($class, "") ->
    [yes] {""}
   *[no] {" "}(class { $class })
}
explain-unranked = Not ranked{ SAME($class, "") ->
    [yes] {""}
   *[no] {" "}(class { $class })
}
explain-because-event = Veto because of the event { $reason } ({ $type }, { $severity }; { $place })
explain-before = Before appeals: { $points } points
explain-because-veto = Veto { $reason }: its condition holds
explain-because-small-group = Fewer than { $least } could be compared, and among so few a place says nothing
explain-because-quota = One grade lower, since no more of the class may have the better one
explain-award = Award { $award }; years in a row: { $years }
explain-pass = Passed, with { $passes } of { $items } items passed
explain-fail = Not passed, with { $passes } of { $items } items passed
explain-sum = Base { $base }, taken off { $deducted }, bonus { $bonus }; total { $total }

explain-localised = As { $unit } runs the scheme for its own (overlays/{ $unit }); `gangmu overlay` lists what differs
explain-local = { $group } { $title }: { $points } points of { $max }, beside the base
explain-derogation = Less strict by the derogation { $derogation } of { $body }, until { $until }: { $field } is { $here } instead of { $above }; { $reason }
# `points` says "not applicable" where no item of the group applies.
explain-group = { $group } { $title }: { SAME($points, status-not_applicable) ->
    [yes] not applicable, its { $max } points go to the other groups
   *[no] { $points } points of { $max }
}
explain-group-closed = { $group } { $title }: { $points } points of { $max }, since the condition for opening it is not met
explain-item = { $item } { $title }: { $points } points of { $max }{ SAME($status, status-known) ->
    [yes] {""}
   *[no] {" "}(figure { $status })
}
explain-item-unknown = { $item } { $title }: figure { $status }, { SAME($points, "–") ->
    [yes] left out
   *[no] { $points } points of { $max }
}
explain-taken = − { $points } points for the event { $event } ({ $type }, { $severity }; { $place })
explain-taken-more = − { $points } points for the event { $event } ({ $type }, { $severity }, marked { $flags }; { $place })
explain-bonus-closed = No bonus, since the condition for it is not met
explain-bonus = + { $points } points for { $item } { $title }

## gangmu explain: the derivation of an item

explain-item-head = { $unit } { $name }, { $item } { $title }: { SAME($points, "–") ->
    [yes] left out
   *[no] { $points } points of { $max }
}
explain-wording = Wording: { $text }
explain-rule = Rule: `{ $rule }` ({ $place })
explain-assessor = Assessed by { $body } { $name }
explain-hidden = Shown to the public as { $mark }: this figure, or another of its group, rests on too few cases.

# Facts. `text` is how the rule names the fact, `value` may also be a status.
explain-indicator = { SAME($text, $id) ->
    [yes] { $id } ({ $name }) in { $period }: { $value }
   *[no] `{ $text }`, that is { $id } ({ $name }), in { $period }: { $value }
}
explain-target = `{ $text }`, the target of { $id } for { $period }: { $value }
explain-points = `{ $text }`, the points of { $id }: { $value }
explain-worst = `{ $text }`, the plausible worst value of { $id }: { $value }
explain-best = `{ $text }`, the plausible best value of { $id }: { $value }
explain-marks = `{ $text }`, the marks for { $id } in { $period }: { $value }
explain-answers = `{ $text }`, the answers to { $id } in { $period }: { $value }
explain-fact = `{ $text }` in { $period }: { $value }
explain-made-of = { $id } = `{ $formula }`
explain-with-status = { $value } ({ $status })
explain-element = { $id } ({ $name }), { $unit }, { $period }: { $value }, { $from }

# Where the figure of an element comes from; the end of the line above.
explain-own = from { $place }
explain-own-recorded = from { $place }, recorded { $recorded }
explain-own-drawn = in the boundaries of { $day }, from { $places }
explain-own-appealed = changed by an appeal{ SAME($place, "") ->
    [yes] {""}
   *[no] {" "}(first reported: { $place })
}
explain-below = the sum of { $count } units below
explain-shorter = put together from { $count } shorter periods
explain-nowhere = nothing was reported

# Steps and end.
explain-rule-gives = The rule gives: { $value }
explain-step = `{ $text }` gives { $value }
explain-step-in = `{ $text }` in { $period } gives { $value }
explain-among = {" "}(among { $members })
explain-unknown-points = There is no figure ({ $status }), for which the scheme gives { $points } points.
explain-left-out = There is no figure ({ $status }), so the scheme leaves the item out.
explain-kept-within = Kept within { $low } and { $high } points
explain-rounded = Rounded half-up to { $places } places: { $points } points
explain-not-rounded = Not rounded: { $points } points

## Excel

import-scheme = `{ $file }` was written from the sheet `{ $sheet }`: { $groups } groups, { $rows } draft items.
import-scheme-note = From the workbook `{ $file }`; the texts are word for word.
    Every item is a draft: put a `rule` in the place of `draft = true`. See docs/reference/excel.md.
import-scheme-next = Next: read it, write a rule for each item, and add the scheme to `schemes` in programme.toml; `gangmu check { $folder }` lists what is still to be done.
import-observations = `{ $file }` was written from the sheet `{ $sheet }`: { $rows } rows.
import-observations-next = Next: `gangmu score { $folder }`.
export-written = `{ $file }` was written: { $rows } rows.
printed-sheet = Scheme
printed-subtitle = { SAME($period, "") ->
    [yes] {""}
   *[no] Period { $period },{" "}
}version { $version }
printed-total = Total
printed-peers = peers
printed-signature = Signature:                         Seal:                         Date:

## Layout

fmt-written = { $file }: laid out anew
fmt-would-change = { $file }: would be laid out anew
fmt-nothing = Every file is laid out the canonical way already.
## Places over draws

drawn-head = { $draws } draws with the seed { $seed }: `rank_low` and `rank_high` leave 5 % of the draws out at either end; `tied_with` names those compared with a unit of whom neither is ahead in 95 % of the draws.
drawn-count = Figures of { $drawn } of { $all } items are drawn anew; events, vetoes and earlier periods stay as they are. `--drawn` lists why.
drawn-share = drawn, shares of counts: { $items }
drawn-survey = drawn, survey answers with the design effect: { $items }
drawn-mixed = drawn, of both kinds: { $items }
drawn-follows = follows points that are drawn: { $items }
drawn-withheld = as it is, not told to the public: { $items }
drawn-amount = as it is, made of amounts and not of counts: { $items }
drawn-other-things = as it is, of different things above and below: { $items }
drawn-not-whole = as it is, no whole part of a whole: { $items }
drawn-judged = as it is, judged by checklist, rating, grade or milestone: { $items }
drawn-event = as it is, events and practices: { $items }
drawn-result = as it is, results of other schemes and years: { $items }
drawn-earlier = as it is, earlier periods: { $items }
drawn-total = as it is, totals that are no share: { $items }

## What if

what-if-head = What if:
what-if-unwritten = Nothing was written: the folder is as it was.
moved-nobody = Nothing moves for any of the { $all } assessed.
moved-head = { $moved } of { $all } are concerned:
moved-more = … and { $more } more; `--items --format csv` lists all of them.
moved-total = { $unit } { $name }: { $before } → { $after } points
moved-total-same = { $unit } { $name }: { $after } points as before
moved-gone = { $unit } { $name }: no longer assessed
moved-new = { $unit } { $name }: newly assessed
moved-grade = grade { $before } → { $after }
moved-rank = place { $before } → { $after }
moved-award = award { $before } → { $after }
moved-reason = what overrides the grade: { $before } → { $after }
moved-class = class { $before } → { $after }
moved-item = { $item } { $title }: { $before } → { $after } points, since { $why }
moved-base = base { $before } → { $after } (caps, floors, gates or shares of the groups)
moved-deducted = taken off { $before } → { $after }
moved-bonus = bonus { $before } → { $after }
moved-by-others = nothing of its own moved; others were passed or passed it
why-and = {" "}and{" "}
why-points = it can give { $before } → { $after } points
why-target = the target of { $id } is { $before } → { $after }
why-figure = { $id } is { $before } → { $after }
why-worst = the worst value of { $id } is { $before } → { $after }
why-best = the best value of { $id } is { $before } → { $after }
why-direction = which way of { $id } is better is another
why-rule = its rule is another
why-facts = facts it looks at are others
why-policy = the policy for gaps, bounds or rounding is another
why-others = its points depend on the results of others (its own figures are unchanged)
why-new = the item is new
why-gone = the item is gone

## Diff

diff-none = The two say the same.
diff-file = { $file }
diff-kind = { KEY($kind) ->
    [item] item
    [group] group
    [grade] grade
    [veto] veto
    [policy] policy
    [subjects] subjects
    [bonus] bonus
    [bonus-item] bonus item
    [deductions] deductions
    [deductions-row] deduction
    [award] award
    [award-step] award step
    [consequence] consequence
    [pass] pass
    [units] unit
    [unit-events] change of a unit
    [classes] class
    [bodies] body
    [holidays] day
    [elements] element
    [indicators] indicator
    [targets] target
    [dataset] form
    [question] question
    [node] node
    [level] level
    [body-kind] kind of body
    [notice] notice
    [privacy] privacy
    [burden] burden
    [calendar] step of the year
    [separation] separation of duties
    [programme] programme
   *[other] { $kind }
}
diff-thing = { $kind }{ SAME($id, "") ->
    [yes] {""}
   *[no] {" "}{ $id }
}{ SAME($title, "") ->
    [yes] {""}
   *[no] {" "}“{ $title }”
}
diff-field = { $field ->
    [points] points
    [points_by_class] points of class
    [rule] rule
    [cap] cap
    [floor] floor
    [weight] weight
    [at_least] least total
    [quota_share] quota
    [name_zh] Chinese name
    [name_en] English name
    [title_zh] Chinese title
    [title_en] English title
    [text_zh] Chinese wording
    [text_en] English wording
    [class] class
    [parent] unit above
    [target] figure
    [formula] formula
    [direction] direction
    [worst] worst
    [best] best
    [unit] unit
    [version] version
    [period] period
    [missing] missing figures
    [not_applicable] what does not apply
    [late] late figures
    [suppressed] suppressed figures
    [undefined] what cannot be worked out
    [round] rounding of
    [opens] gate
    [when] condition
    [lead] lead
    [assessor] assessor
    [indicator] indicator
    [baseline] baseline
   *[other] { $field }
}{ SAME($rest, "") ->
    [yes] {""}
   *[no] {" "}{ $rest }
}
diff-and = {", "}
diff-gone = {"  "}{ $thing }: gone
diff-new = {"  "}{ $thing }: new{ SAME($fields, "") ->
    [yes] {""}
   *[no] {": "}{ $fields }
}
diff-changed = {"  "}{ $thing }: { $field } { SAME($before, "") ->
    [yes] (nothing)
   *[no] { $before }
} → { SAME($after, "") ->
    [yes] (nothing)
   *[no] { $after }
}
diff-folder-has-errors = `{ $folder }` has errors:
diff-effect = What the later version makes of the facts of { $period } ({ $scheme }):
diff-left-out = Facts about what the later version does not know are left out.
diff-not-asked = Item { $item } rests on { $element }, which nobody was asked for: it counts as missing.

## The composite index

index-head = { $unit } { $name }{ SAME($title, "") ->
    [yes] {""}
   *[no] : { $title }
}, { $period }
index-score = Score { $score }; { $coverage } % of the weight stands on reported figures, and with everything else at worst or at best the score would be { $worst } or { $best }
index-no-rank = No rank: there is no score
index-rank = Rank { $rank } of { $among }{ SAME($class, "") ->
    [yes] {""}
   *[no] {" in class "}{ $class }
}
index-interval = { SAME($low, $high) ->
    [yes] At rank { $low }
   *[no] Between rank { $low } and { $high }
} in nine of ten of { $draws } draws (seed { $seed }); drawn anew each time: { $choices }
index-tied = Cannot be told from { $units }: neither is ahead in 95 % of the draws
index-told-apart = Can be told from every other unit: one of each two is ahead in 95 % of the draws
index-part = { $part }{ SAME($name, "") ->
    [yes] {""}
   *[no] {" "}{ $name }
}: { $score } (weight { $weight }), the { $mean } of
index-mean-arithmetic = weighted mean
index-mean-geometric = weighted geometric mean
index-mean-harmonic = weighted harmonic mean
index-mean-minimum = least
index-mean-maximum = greatest
index-mean-median = weighted median
index-mean-power = weighted power mean
index-indicator = { $indicator } { $name }: { $raw } { $measure } becomes { $normalised } (weight { $weight })
index-screened-out = left out: too little is known of this unit
index-no-denominator = there is nothing to divide { $from } by, so it is missing
index-winsorised-high = { $from } is far above all others and counts as { $to }
index-winsorised-low = { $from } is far below all others and counts as { $to }
index-clipped = { $from } lies beyond the goalpost and counts as lying on it
index-no-spread = no unit differs from another in this period, so it is left out
index-imputed-mean = missing; the mean of { $count } others, { $to }, stands in its place
index-imputed-median = missing; the median of { $count } others, { $to }, stands in its place
index-imputed-period = missing; its own figure of { $period }, { $to }, stands in its place
index-imputed-between = missing; { $to } stands in its place, between its own figures of { $one } and { $other }
index-held-back = What it lacks most to the best, weighted:
index-obstacle = { $indicator } { $name }: { $share } %
index-drawn = rank_low to rank_high: in nine of ten of { $draws } draws (seed { $seed }) the rank lies between them. Drawn anew each time: { $choices }. tied_with: units that cannot be told apart.
index-no-draws = Without draws there are no intervals of ranks: leave out --draws 0 for them.
G032 = The programme has no composite index.
G032-next = Write `index.toml`: docs/reference/index.md says what may stand in it.
G033 = { $value } draws are too many.
G033-next = Ask for at most { $limit }.
C001 = The indicator `{ $indicator }` tells no unit apart: all { $count } units with a figure have the same score.
C001-next = Take it out of the index, or choose goalposts between which its figures lie.
C002 = The indicators `{ $indicator }` and `{ $other }` of one part count nearly the same thing: over { $count } units they correlate with { $r }{ SAME($more, "0") ->
    [yes] {""}
   *[no] {" "}(and `{ $indicator }` with { $more } more)
}.
C002-next = Take one of the two out, or halve the weight of both; what both measure weighs twice.
C003 = The indicator `{ $indicator }` has { $nominal } % of the weight and makes { $effective } % of the differences between { $count } units.
C003-next = Nothing must be done; where weights are to say what counts, choose other goalposts or another normalisation.
C004 = The indicator `{ $indicator }` measures chance for the most part: of the differences between { $count } units only { $share } % are more than chance (the median unit has { $figure } cases).
C004-next = Pool several years in its formula (`sum(… over 3 last)`), or give it less weight.
C010 = The indicator `{ $indicator }` of the index has no formula, so it never has a figure.
C010-next = Write its formula in `indicators.csv`, or take it out of `index.toml`.
I001 = There are no { $what }.
I001-next = Give at least one.
I002 = There are { $found } { $what }, not { $wanted }.
I002-next = Give one for each, in the same order.
I003 = { $what } is not a finite number.
I003-next = Leave the figure missing, or mend it at its source.
I004 = All figures of { $what } are the same, so there is no distance to measure in.
I004-next = Take it out of the index, or normalise it by goalposts.
I005 = There is no figure of { $what }.
I005-next = Take it out of the index until there are figures.
I006 = { $what } is not { $wanted }.
I006-next = Choose another method, or another scale for this indicator.
I007 = { $what }.
I007-next = Give weights of 0 or more, at least one of them above 0.
I008 = { $what }.
I008-next = Mend the tree: one part without a parent, and something below every part.
I009 = { $what }.
I009-next = Change that step of the recipe.
I010 = There are { $found } { $what }; it takes { $wanted }.
I010-next = Bring more of them together, or leave the method out.
I011 = { $what } did not settle.
I011-next = Look at the figures for copies of one another.
I012 = There are { $found } { $what }; at most { $most } are taken.
I012-next = Take fewer, or another method.
I013 = `{ $what }` is not { $wanted }.
I013-next = Give another value.

## Integrity

integrity-total-of-parts = a unit's own total is not the sum of what the units below it reported; ask first whether both count the same
integrity-independent-source = a unit's figure lies farther from that of an independent body than those of others do; either may be wrong
integrity-heaping = more figures end in 0 or 5 than a fifth: they may have been rounded or guessed
integrity-last-digits = other last digits are not equally frequent: figures may have been made up, or be bound to a scale
integrity-benford-first = first digits are not as frequent as in amounts that grew by themselves; minimum sizes and thresholds do that too
integrity-benford-first-two = the first two digits are not as frequent as in amounts that grew by themselves; look at those that stand out
integrity-bunching = the density of figures jumps at their targets; a subsidy or a definition that changes there does that too
integrity-just-met = of figures next to their targets, far more lie on one side than on the other
integrity-copied-forward = the figure of the period before comes again more often than with others; it may be measured seldom
integrity-smoothness = changes from period to period vary less than those of others of the class
integrity-growth-far = growth lies far from that of others of the class, period after period
integrity-growth-near = growth is the middle one of the class in every period: figures may have been made from the average
integrity-near-duplicate = two series have the same growth in every period: one may have been made from the other
integrity-revision-mean = revisions are not 0 on average: first figures lean to one side
integrity-revision-direction = revisions go one way, seen by which way is better
integrity-revision-late = revisions after the deadline go one way, seen by which way is better
integrity-counts = { $tests } tests were made, { $skipped } do not apply; { $flags } are flagged (q up to 0.05), of which at most { $false } are false on average. If every test with p up to 0.05 were flagged, { $uncorrected } would be false even if no figure were wrong.
integrity-flag-is = A flag is a reason to look, not a finding of fault: honest figures fail tests, and it takes no point from anybody.
integrity-caution = { integrity-flag-is } --all lists every test.
integrity-drawn = { $count } units are drawn with the seed { $seed }: from the classes of each level, with a probability that goes with 1 + flags. Whoever is drawn is suspected of nothing; 1 / probability is the weight.
integrity-misreporting = Each row: the item scored again for one subject at a time with its figure 1 % better, everything else the same. Items that bring much and whose figure comes from the subject itself (independent 0) are those to verify first.
integrity-rates = low95 to high998: between these a rate lies by chance, in 95 and 99.8 of 100 cases, if the unit is like its line. Within them no rate can be told from the line, wherever it stands in a list. No award goes by `shrunk`.
N001 = Nothing was reported for { SAME($period, "") ->
    [yes] any period
   *[no] { $period } or a part of it
}.
N001-next = Name a period for which there are observations, or leave `--period` out.
N002 = { $value } units cannot be drawn.
N002-next = Ask for 1 to { $limit }: so many units reported something.
N003 = The draw cannot be made: { $what }.
N003-next = Ask for fewer units.
