//! Every embedded table: unique keys, parents present, NFC, sorted, intervals without gap or overlap.
