//! Bounds that keep memory and time in hand whatever a file holds.

/// Bounds on what is read. The defaults suit an office PC; a caller who knows his files may raise them.
///
/// ```
/// let mut limits = lltp::source::Limits::default();
/// limits.columns = 2_000;
/// assert!(limits.record_bytes > 10_000_000);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Columns of a sheet; what lies beyond stays together in the last one. 16,384 as in Excel.
    pub columns: usize,
    /// Bytes of one record of a text file; a longer one is cut there, and goes on as the next record. 64 MiB.
    pub record_bytes: usize,
    /// Lines of one quoted cell; a quote that is open for longer counts as a stray one. 10,000.
    pub cell_lines: usize,
    /// Bytes of a workbook. 1 GiB.
    pub workbook_bytes: u64,
    /// Bytes that a workbook may unpack to. 4 GiB.
    pub unpacked_bytes: u64,
    /// How many times its packed size a part of a workbook may unpack to, once it is past 64 MiB. 300.
    pub unpacked_ratio: u64,
    /// Rows without a cell between two rows with cells that are still counted as blank rows; longer gaps are skipped. 1,000.
    pub blank_rows: u32,
    /// First rows looked at to understand a sheet, and about as many spread over the rest of it. 2,000.
    pub sample_rows: usize,
    /// Filled cells of a workbook that are kept between the passes, so that it is read once; a larger one is understood
    /// by the cells up to there and read twice. 8 million, about 200 MB.
    pub held_cells: usize,
    /// Cells of one batch; a wide table gives batches of fewer rows. 4 million.
    pub batch_cells: usize,
}

impl Limits {
    /// The defaults.
    pub(crate) const DEFAULT: Self = Self {
        columns: 16_384,
        record_bytes: 64 << 20,
        cell_lines: 10_000,
        workbook_bytes: 1 << 30,
        unpacked_bytes: 4 << 30,
        unpacked_ratio: 300,
        blank_rows: 1_000,
        sample_rows: 2_000,
        held_cells: 8_000_000,
        batch_cells: 4_000_000,
    };

    /// Cells looked at to understand a sheet, however wide it is.
    pub(crate) fn sample_cells(&self) -> usize {
        self.batch_cells / 4
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
