//! Columns of a Parquet table as the two things a data table is made of: texts, given by number
//! into a dictionary, and exact decimal numbers.

use arrow::array::{Array, StringArray};
use arrow::buffer::{NullBuffer, ScalarBuffer};
use arrow::datatypes::DataType;

/// As what a column is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts; whole numbers are written out.
    Text,
    /// Decimal numbers; texts are read by [`super::numbers::parse_number`], empty ones are null.
    Decimal,
}

/// The values of a column in one batch.
#[derive(Debug, Clone)]
pub enum ColumnData {
    /// Wanted as [`ColumnKind::Text`].
    Text(TextColumn),
    /// Wanted as [`ColumnKind::Decimal`].
    Decimal(DecimalColumn),
}

/// Texts, each distinct one held once.
#[derive(Debug, Clone)]
pub struct TextColumn {
    pub(super) keys: ScalarBuffer<i32>,
    pub(super) values: StringArray,
    pub(super) nulls: Option<NullBuffer>,
}

impl TextColumn {
    /// For every row the number of its text in the dictionary; meaningless where it is null.
    pub fn keys(&self) -> &[i32] {
        &self.keys
    }

    /// How many texts the dictionary has. Several may be equal, and some may be used by no row.
    pub fn dictionary_len(&self) -> usize {
        self.values.len()
    }

    /// The texts of the dictionary, in order.
    pub fn dictionary(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.values.len()).map(|key| self.values.value(key))
    }

    /// Whether a row has no value.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// How many rows have no value.
    pub fn null_count(&self) -> usize {
        self.nulls.as_ref().map_or(0, NullBuffer::null_count)
    }

    /// The text of a row; none where it is null or outside the batch.
    pub fn get(&self, row: usize) -> Option<&str> {
        let key = usize::try_from(*self.keys.get(row)?).ok()?;
        (!self.is_null(row) && key < self.values.len()).then(|| self.values.value(key))
    }
}

/// How many decimals the numbers of a column have.
#[derive(Debug, Clone)]
pub enum Scale {
    /// All the same.
    All(u8),
    /// One count for each row.
    Each(Vec<u8>),
}

/// Exact decimal numbers: `mantissa / 10^scale`.
#[derive(Debug, Clone)]
pub struct DecimalColumn {
    pub(super) mantissas: ScalarBuffer<i64>,
    pub(super) scale: Scale,
    pub(super) nulls: Option<NullBuffer>,
}

impl DecimalColumn {
    /// The mantissa of every row; meaningless where it is null.
    pub fn mantissas(&self) -> &[i64] {
        &self.mantissas
    }

    /// How many decimals the mantissas have.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Whether a row has no value.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// How many rows have no value.
    pub fn null_count(&self) -> usize {
        self.nulls.as_ref().map_or(0, NullBuffer::null_count)
    }

    /// Mantissa and scale of a row; none where it is null or outside the batch.
    #[inline]
    pub fn get(&self, row: usize) -> Option<(i64, u8)> {
        let mantissa = *self.mantissas.get(row)?;
        let scale = match &self.scale {
            Scale::All(scale) => *scale,
            Scale::Each(scales) => *scales.get(row)?,
        };
        (!self.is_null(row)).then_some((mantissa, scale))
    }
}

/// A dictionary of texts, which keeps the dictionary of the file.
pub(crate) fn text_type(values: DataType) -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(values))
}
