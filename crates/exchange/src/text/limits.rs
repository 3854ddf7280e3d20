//! How much is read before reading is refused: a file from a stranger must not cost all memory.

/// Largest CSV table that holds no observations (units, indicators, lists), in bytes.
pub const TABLE_BYTES: u64 = 64 << 20;

/// Largest data table, CSV or Parquet, in bytes.
pub const DATA_BYTES: u64 = 16 << 30;

/// Largest TOML file, in bytes.
pub const TOML_BYTES: u64 = 4 << 20;

/// Deepest nesting of tables and lists in a TOML file.
pub const TOML_DEPTH: usize = 32;

/// Largest TOML file in which every syntax error is looked for; in a larger one only the first,
/// since each error costs memory and millions of them help nobody.
pub const TOML_ALL_ERRORS_BYTES: usize = 256 << 10;

/// Longest row of a CSV table, in bytes, quoted line breaks included.
pub const ROW_BYTES: usize = 1 << 20;

/// Most columns of a small CSV table.
pub const TABLE_COLUMNS: usize = 4096;

/// Most rows of a small CSV table.
pub const TABLE_ROWS: usize = 2_000_000;

/// Most columns of a data table.
pub const DATA_COLUMNS: usize = 64;

/// Most rows of a data table; line numbers are 32 bits wide.
pub const DATA_ROWS: u64 = 4_000_000_000;

/// Most findings listed for one file; past it one finding says how many more there are.
pub const FINDINGS: usize = 100;

/// Most files of a programme folder.
pub const FOLDER_FILES: usize = 10_000;

/// Deepest folder inside a programme folder.
pub const FOLDER_DEPTH: usize = 8;
