//! Reading and writing the files of a programme folder, one format at a time. Nothing here knows
//! what a programme is; whatever is wrong with a file becomes a finding with a place.

pub mod atomic;
pub mod big_csv;
mod cell_value;
pub mod csv;
pub(crate) mod csv_layout;
pub mod encoding;
mod guard;
pub mod limits;
pub mod lines;
pub mod number_faults;
pub mod numbers;
pub mod parquet;
pub mod parquet_columns;
mod parquet_convert;
pub mod parquet_write;
pub mod patch;
pub mod personal;
pub mod personal_words;
mod pieces;
mod row_split;
pub mod source;
pub mod toml;
mod toml_depth;
pub(crate) mod toml_layout;
pub mod toml_node;
pub mod toml_set;

pub use atomic::{write_anywhere, write_atomically};
pub use big_csv::{BigTable, RowView};
pub use csv::{Table, TableLimits};
pub(crate) use guard::guarded;
pub use guard::panic_is_caught;
pub use numbers::{NumberFault, parse_number};
pub use parquet::ParquetTable;
pub use patch::{Patch, csv_cell};
pub use source::{Folder, Source};
pub use toml::Document;
pub use toml_node::{Node, TableReader};
pub use toml_set::{NoSuchPath, TomlSet};
