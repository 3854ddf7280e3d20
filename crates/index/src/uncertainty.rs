//! How far a result rests on choices and on chance.
