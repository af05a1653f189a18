//! The Vietnamese syllable: its parts, whether it is legal, where its tone is written.
