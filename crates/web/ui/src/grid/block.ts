// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, quotes around what holds a break.

/** Rows of cells. Cells stay exactly as they were typed: full-width digits and hard spaces are the server's to judge. */
export type Block = string[][];

/** Cuts a text into rows and cells at `separator`. One line end at the very end belongs to the clipboard, not to the data. */
export function cut(text: string, separator: string): Block {
  const rows: Block = [];
  let row: string[] = [];
  let cell = "";
  let at = 0;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const sign = text.charAt(at);
    const closing = sign === '"' && cell === "" ? closingQuote(text, at, separator) : -1;
    if (closing > 0) {
      cell = text.slice(at + 1, closing).replaceAll('""', '"');
      at = closing + 1;
    } else if (sign === separator) {
      endCell();
      at += 1;
    } else if (sign === "\n" || sign === "\r") {
      endRow();
      at += text.startsWith("\r\n", at) ? 2 : 1;
    } else {
      cell += sign;
      at += 1;
    }
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

/** Where the quoted cell that opens at `open` ends, or -1 if the quote is only a sign that somebody typed. */
function closingQuote(text: string, open: number, separator: string): number {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text.charAt(at) !== '"') continue;
    if (text.charAt(at + 1) === '"') {
      at += 1;
      continue;
    }
    const next = text.charAt(at + 1);
    return next === "" || next === separator || next === "\n" || next === "\r" ? at : -1;
  }
  return -1;
}

/** Whether the first column names elements of the form: at least half of what is written there. */
export function namesElements(block: Block, isElement: (code: string) => boolean): boolean {
  const firsts = block.map((row) => (row[0] ?? "").trim()).filter((first) => first !== "");
  const known = firsts.filter(isElement).length;
  return known > 0 && known * 2 >= firsts.length;
}

/**
 * Reads what was pasted. Commas part cells only where the first column then holds element codes: in a plain column
 * "1,234" is one figure, and taking it for two would be a wrong figure that nobody sees.
 */
export function readBlock(text: string, isElement: (code: string) => boolean): Block {
  const byTabs = cut(text, "\t");
  if (byTabs.some((row) => row.length > 1)) return byTabs;
  const byCommas = cut(text, ",");
  const several = byCommas.some((row) => row.length > 1);
  return several && namesElements(byCommas, isElement) ? byCommas : byTabs;
}
