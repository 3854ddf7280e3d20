//! Being fair to small places: rates whose spread is mostly chance.
