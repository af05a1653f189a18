//! Legacy charsets and misread UTF-8: evidence, detection, decoding.

use serde::{Deserialize, Serialize};

/// A charset of old Vietnamese files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charset {
    /// UTF-8, nothing to decode.
    Utf8,
    /// TCVN3 (ABC), with the capitals of TCVN 5712-1.
    Tcvn3,
    /// VNI-Windows.
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
    /// VPS.
    Vps,
    /// Windows-1258.
    Cp1258,
    /// VIQR mnemonics (RFC 1456).
    Viqr,
}
