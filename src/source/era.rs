//! Which division of the country the places of a column are written in.
//!
//! Most cells fit one division alone: three levels with a district are of the 63 provinces, a commune that only 2025
//! made is of the 34. Where those cells are many and of one mind, the others of the column, which fit both, are read
//! the same way; otherwise nothing is inferred, and each cell is read by itself.

use crate::place::{self, Era, Place};
use crate::text;

/// Cells that are looked at, and how many of them must tell.
const LOOKED_AT: usize = 60;
const ENOUGH: usize = 12;

/// The era that the cells of a column prove, and the share of those that tell one which tell this one.
pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Option<(Era, f32)> {
    let mut seen: Vec<&str> = Vec::new();
    let (mut old, mut new, mut historic) = (0_usize, 0_usize, 0_usize);
    for cell in cells.filter(|cell| cell.len() <= 400 && text::missing(cell).is_none()) {
        if seen.contains(&cell) {
            continue;
        }
        match vote(cell) {
            Some(Era::Sixty3) => old += 1,
            Some(Era::Thirty4) => new += 1,
            Some(Era::Historic) => historic += 1,
            None => {}
        }
        seen.push(cell);
        if seen.len() == LOOKED_AT {
            break;
        }
    }
    let told = old + new + historic;
    let votes = [(old, Era::Sixty3), (new, Era::Thirty4), (historic, Era::Historic)];
    let (best, era) = votes.into_iter().max_by_key(|(count, _)| *count)?;
    // One cell in twenty may be a slip; a fifth of all cells must tell.
    (best >= ENOUGH && best * 20 >= told * 19 && best * 5 >= seen.len()).then(|| (era, best as f32 / told as f32))
}

/// The only division that a cell fits.
fn vote(cell: &str) -> Option<Era> {
    let read = |era| place::read(cell, Some(era)).value;
    let (old, new) = (read(Era::Sixty3), read(Era::Thirty4));
    let depth = |place: &Option<Place>| {
        place.as_ref().map_or(0, |place| {
            usize::from(place.province.is_some())
                + usize::from(place.district.is_some())
                + 2 * usize::from(place.commune.is_some())
        })
    };
    let commune = |place: &Option<Place>| place.as_ref().is_some_and(|place| place.commune.is_some());
    match (depth(&old), depth(&new)) {
        (_, new) if commune(&old) && new < 3 => Some(Era::Sixty3),
        (old, _) if commune(&new) && old < 2 => Some(Era::Thirty4),
        _ => place::read(cell, None).value.map(|place| place.era).filter(|era| *era == Era::Historic),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: impl Iterator<Item = String>, expected: Option<Era>) {
        let cells: Vec<String> = cells.collect();
        assert_eq!(of(cells.iter().map(String::as_str)).map(|(era, _)| era), expected);
    }

    #[test]
    fn many_cells_of_one_mind_prove_an_era() {
        let old = |n: usize| format!("thôn {n}, xã Lũng Cao, huyện Bá Thước, tỉnh Thanh Hóa");
        let new = |n: usize| format!("Tổ {n}, Phường Trấn Biên, Tỉnh Đồng Nai");
        let both = |n: usize| format!("Tổ {n}, Xã Sơn Đồng, Thành phố Hà Nội");
        check((0..20).map(old), Some(Era::Sixty3));
        check((0..20).map(new), Some(Era::Thirty4));
        check((0..5).map(new), None);
        check((0..40).map(both), None);
        check((0..15).map(new).chain((0..30).map(both)), Some(Era::Thirty4));
        check((0..15).map(new).chain((0..3).map(old)), None);
        check((0..20).map(|n| format!("số {n}, Đan Phượng, Hà Tây")), Some(Era::Historic));
    }
}
