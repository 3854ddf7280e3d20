//! From the arrays of the `arrow` crate to texts and exact decimals.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, PrimitiveArray, StringArray};
use arrow::buffer::{NullBuffer, ScalarBuffer};
use arrow::compute::cast;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Decimal64Type, Decimal128Type, Float32Type, Float64Type,
    Int32Type, Int64Type, UInt64Type,
};
use gangmu_base::{Finding, Place};
use rustc_hash::FxHashMap;

use super::csv::Found;
use super::numbers::{NumberFault, parse_number};
use super::parquet_columns::{ColumnData, ColumnKind, DecimalColumn, Scale, TextColumn};

/// One more than the largest mantissa: 18 digits.
const TOO_LARGE: u64 = 1_000_000_000_000_000_000;

/// Turns the arrays of one column into [`ColumnData`].
pub(crate) struct Conversion<'c> {
    pub(crate) file: &'c Arc<str>,
    pub(crate) column: &'c str,
    pub(crate) first_row: u64,
    pub(crate) found: &'c mut Found,
}

impl Conversion<'_> {
    pub(crate) fn column(
        &mut self,
        array: &ArrayRef,
        kind: ColumnKind,
    ) -> Result<ColumnData, String> {
        match kind {
            ColumnKind::Text => self.text(array).map(ColumnData::Text),
            ColumnKind::Decimal => self.decimal(array).map(ColumnData::Decimal),
        }
    }

    fn text(&self, array: &ArrayRef) -> Result<TextColumn, String> {
        if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() {
            let values = strings(dictionary.values())?;
            let keys = dictionary.keys();
            return Ok(TextColumn {
                keys: keys.values().clone(),
                values,
                nulls: keys.nulls().cloned(),
            });
        }
        if array.data_type() == &DataType::Null {
            let keys = vec![0; array.len()].into();
            let values = StringArray::from(Vec::<String>::new());
            return Ok(TextColumn { keys, values, nulls: Some(NullBuffer::new_null(array.len())) });
        }
        // Whole numbers, such as years: each distinct one is written out once.
        let mut numbers: FxHashMap<i128, i32> = FxHashMap::default();
        let mut texts = Vec::new();
        let mut intern = |number: i128| {
            *numbers.entry(number).or_insert_with(|| {
                texts.push(number.to_string());
                // A batch has far fewer rows than there are keys.
                i32::try_from(texts.len() - 1).unwrap_or(0)
            })
        };
        let (keys, nulls): (Vec<i32>, _) = if array.data_type() == &DataType::UInt64 {
            let array = array.as_primitive::<UInt64Type>();
            (
                array.values().iter().map(|n| intern(i128::from(*n))).collect(),
                array.nulls().cloned(),
            )
        } else {
            let array = whole(array)?;
            (
                array.values().iter().map(|n| intern(i128::from(*n))).collect(),
                array.nulls().cloned(),
            )
        };
        Ok(TextColumn { keys: keys.into(), values: StringArray::from(texts), nulls })
    }

    fn decimal(&mut self, array: &ArrayRef) -> Result<DecimalColumn, String> {
        if array.as_dictionary_opt::<Int32Type>().is_some() {
            let texts = self.text(array)?;
            return Ok(self.parsed(&texts));
        }
        match array.data_type() {
            DataType::Null => Ok(DecimalColumn {
                mantissas: vec![0; array.len()].into(),
                scale: Scale::All(0),
                nulls: Some(NullBuffer::new_null(array.len())),
            }),
            DataType::Decimal64(_, scale) => {
                let array = array.as_primitive::<Decimal64Type>();
                Ok(self.mantissas(array.values().clone(), *scale, array.nulls()))
            }
            DataType::Decimal128(_, scale) => {
                let array = array.as_primitive::<Decimal128Type>();
                Ok(self.narrowed(array, *scale))
            }
            DataType::UInt64 => Ok(self.narrowed(array.as_primitive::<UInt64Type>(), 0)),
            DataType::Float64 => {
                let array = array.as_primitive::<Float64Type>();
                Ok(self.floats(array, short_decimal))
            }
            DataType::Float32 => Ok(self.floats(array.as_primitive::<Float32Type>(), |_| None)),
            _ => {
                let array = whole(array)?;
                Ok(self.mantissas(array.values().clone(), 0, array.nulls()))
            }
        }
    }

    /// Mantissas as they are, when none has too many digits.
    fn mantissas(
        &mut self,
        mantissas: ScalarBuffer<i64>,
        scale: i8,
        nulls: Option<&NullBuffer>,
    ) -> DecimalColumn {
        let largest = mantissas.iter().fold(0, |largest, m| largest.max(m.unsigned_abs()));
        let scale = Scale::All(scale.unsigned_abs());
        if largest < TOO_LARGE {
            return DecimalColumn { mantissas, scale, nulls: nulls.cloned() };
        }
        let mut valid = validity(mantissas.len(), nulls);
        for (row, mantissa) in mantissas.iter().enumerate() {
            if valid[row] && mantissa.unsigned_abs() >= TOO_LARGE {
                valid[row] = false;
                self.fault(row, NumberFault::TooManyDigits, &mantissa.to_string());
            }
        }
        DecimalColumn { mantissas, scale, nulls: Some(NullBuffer::from(valid)) }
    }

    /// Wider whole numbers, made narrow where they fit.
    fn narrowed<T: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<T>,
        scale: i8,
    ) -> DecimalColumn
    where
        T::Native: TryInto<i64> + ToString,
    {
        let mut valid = validity(array.len(), array.nulls());
        let mut mantissas = vec![0_i64; array.len()];
        for (row, wide) in array.values().iter().enumerate().filter(|(row, _)| array.is_valid(*row))
        {
            match (*wide).try_into() {
                Ok(mantissa) => mantissas[row] = mantissa,
                Err(_) => {
                    valid[row] = false;
                    self.fault(row, NumberFault::TooManyDigits, &wide.to_string());
                }
            }
        }
        let nulls = NullBuffer::from(valid);
        self.mantissas(mantissas.into(), scale, Some(&nulls).filter(|nulls| nulls.null_count() > 0))
    }

    /// Binary floating point, each number taken as the shortest decimal that means it.
    fn floats<T: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<T>,
        quick: impl Fn(T::Native) -> Option<(i64, u8)>,
    ) -> DecimalColumn
    where
        T::Native: Into<f64> + ToString,
    {
        let mut valid = validity(array.len(), array.nulls());
        let mut mantissas = vec![0_i64; array.len()];
        let mut scales = vec![0_u8; array.len()];
        for (row, float) in
            array.values().iter().enumerate().filter(|(row, _)| array.is_valid(*row))
        {
            let wide: f64 = (*float).into();
            let number = match quick(*float) {
                Some(number) => Ok(number),
                None if !wide.is_finite() => {
                    valid[row] = false;
                    let finding = self.finding("F151", row).with("value", wide);
                    self.found.add(finding);
                    continue;
                }
                None => parse_number(float.to_string()),
            };
            match number {
                Ok(number) => (mantissas[row], scales[row]) = number,
                Err(fault) => {
                    valid[row] = false;
                    self.fault(row, fault, &float.to_string());
                }
            }
        }
        self.each(mantissas, scales, valid)
    }

    /// Texts read as numbers, each distinct one once.
    fn parsed(&mut self, texts: &TextColumn) -> DecimalColumn {
        let numbers: Vec<Result<(i64, u8), NumberFault>> =
            texts.dictionary().map(parse_number).collect();
        let rows = texts.keys.len();
        let mut valid = validity(rows, texts.nulls.as_ref());
        let mut mantissas = vec![0_i64; rows];
        let mut scales = vec![0_u8; rows];
        for row in 0..rows {
            let key = usize::try_from(texts.keys[row]).unwrap_or(usize::MAX);
            let Some(number) = numbers.get(key).filter(|_| valid[row]) else {
                valid[row] = false;
                continue;
            };
            match number {
                Ok(number) => (mantissas[row], scales[row]) = *number,
                Err(fault) => {
                    valid[row] = false;
                    if *fault != NumberFault::Empty {
                        self.fault(row, *fault, texts.values.value(key));
                    }
                }
            }
        }
        self.each(mantissas, scales, valid)
    }

    fn each(&self, mantissas: Vec<i64>, scales: Vec<u8>, valid: Vec<bool>) -> DecimalColumn {
        let first = scales.first().copied().unwrap_or(0);
        let same = scales.iter().all(|scale| *scale == first);
        let nulls = Some(NullBuffer::from(valid)).filter(|nulls| nulls.null_count() > 0);
        let scale = if same { Scale::All(first) } else { Scale::Each(scales) };
        DecimalColumn { mantissas: mantissas.into(), scale, nulls }
    }

    fn fault(&mut self, row: usize, fault: NumberFault, text: &str) {
        let finding = fault.finding(Place::file(self.file.clone()), text);
        let row = self.first_row.saturating_add(row as u64);
        self.found.add(finding.with("column", self.column).with("row", row));
    }

    fn finding(&self, code: &'static str, row: usize) -> Finding {
        let row = self.first_row.saturating_add(row as u64);
        let finding = Finding::error(code, Place::file(self.file.clone()));
        finding.with("column", self.column).with("row", row)
    }
}

fn validity(rows: usize, nulls: Option<&NullBuffer>) -> Vec<bool> {
    nulls.map_or_else(|| vec![true; rows], |nulls| nulls.iter().collect())
}

/// The values of a dictionary as text, which bytes that are not said to be text may be as well.
fn strings(values: &ArrayRef) -> Result<StringArray, String> {
    if let Some(strings) = values.as_string_opt::<i32>() {
        return Ok(strings.clone());
    }
    let bytes = values.as_binary_opt::<i32>().ok_or("texts of an unknown form")?;
    StringArray::try_from_binary(bytes.clone()).map_err(|error| error.to_string())
}

/// Whole numbers of any width up to 64 bits, signed.
fn whole(array: &ArrayRef) -> Result<PrimitiveArray<Int64Type>, String> {
    let wide = cast(array, &DataType::Int64).map_err(|error| error.to_string())?;
    Ok(wide.as_primitive_opt::<Int64Type>().ok_or("numbers of an unknown form")?.clone())
}

/// The shortest decimal that means `float`, when it has at most 15 digits and 6 decimals: then
/// it is found without writing it out. Dividing a whole number below 2^53 by a power of ten below
/// 10^22 rounds once, so the quotient is the nearest double to that decimal, and no other decimal
/// of so few digits is as near.
fn short_decimal(float: f64) -> Option<(i64, u8)> {
    const POWERS: [f64; 7] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    POWERS.iter().enumerate().find_map(|(scale, power)| {
        let mantissa = (float * power).round();
        let fits = mantissa.abs() < 1e15 && mantissa / power == float;
        fits.then_some((mantissa as i64, scale as u8))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_quick_way_gives_what_writing_out_gives(mantissa in -(1_i64 << 53)..1 << 53, power in 0_usize..8) {
            let float = mantissa as f64 / [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7][power];
            if let Some(quick) = short_decimal(float) {
                prop_assert_eq!(Ok(quick), parse_number(float.to_string()));
            }
        }

        #[test]
        fn the_quick_way_gives_what_writing_out_gives_for_any_float(float in any::<f64>()) {
            if let Some((mantissa, scale)) = short_decimal(float) {
                let (written, decimals) = parse_number(float.to_string()).unwrap();
                prop_assert_eq!((mantissa, scale), (written, decimals));
            }
        }
    }
}
