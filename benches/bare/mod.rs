//! The bare reader of a CSV: csv-core over the whole file, each field handed on.

use std::path::Path;

/// Hands on each field with its column and whether it ends a record.
pub(crate) fn fields(path: &Path, delimiter: u8, mut sink: impl FnMut(usize, &str, bool)) {
    let bytes = std::fs::read(path).unwrap();
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let (mut field, mut input, mut column) = (vec![0; 1 << 16], bytes.as_slice(), 0);
    loop {
        let (result, read, wrote) = reader.read_field(input, &mut field);
        input = &input[read..];
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                sink(column, std::str::from_utf8(&field[..wrote]).unwrap(), record_end);
                column = if record_end { 0 } else { column + 1 };
            }
            csv_core::ReadFieldResult::End => break,
            _ => {}
        }
    }
}
