//! How much of a workbook is read before reading is refused. A few kilobytes can claim to be
//! gigabytes, so every claim is measured against one of these.

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 8 << 20;

/// Most parts (files inside the archive).
pub const PARTS: usize = 1000;

/// All parts together, in bytes, once they are inflated.
pub const INFLATED_BYTES: u64 = 48 << 20;

/// A single part other than a sheet, in bytes, once it is inflated.
pub const PART_BYTES: u64 = 8 << 20;

/// Most XML elements of a sheet.
pub const SHEET_ELEMENTS: usize = 1_000_000;

/// Most XML elements of the table of shared texts, each of which may become a text of its own.
pub const TEXT_ELEMENTS: usize = 300_000;

/// Most XML elements of any other part: styles and sheets become structures far larger than they
/// are written.
pub const PART_ELEMENTS: usize = 40_000;

/// Deepest nesting of XML.
pub const DEPTH: usize = 64;

/// Longest XML tag, attributes included, in bytes.
pub const TAG_BYTES: usize = 64 << 10;

/// Longest stretch of text between two tags, in bytes; a cell of a spreadsheet holds 32,767
/// characters.
pub const TEXT_BYTES: usize = 256 << 10;

/// Most sheets.
pub const SHEETS: usize = 256;

/// Last row that is read.
pub const ROWS: u32 = 100_000;

/// Last column that is read.
pub const COLUMNS: u32 = 256;

/// Most cells of a sheet with something in them.
pub const CELLS: usize = 200_000;

/// Text of all cells of a sheet, in bytes.
pub const CELL_BYTES: usize = 8 << 20;

/// Most cells of merged areas of a sheet.
pub const MERGED: usize = 100_000;

/// Most characters of a cell that is written: a spreadsheet cuts off what is longer.
pub const WRITTEN_CHARACTERS: usize = 32_767;
