//! Methods of aggregation against published tables and slow twins.
