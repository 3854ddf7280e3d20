//! Methods of aggregation against published tables and slow twins.

mod coupling;
mod fuzzy;
mod kemeny;
mod mazziotta;
mod mean;
mod pairs;
mod textbook;
mod topsis;
mod tree;
