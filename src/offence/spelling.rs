//! How far the letters of one name are from those of another.

/// A digit inside a word of letters is a letter that was read wrong.
pub(super) fn ocr(word: &str) -> impl Iterator<Item = char> {
    let mixed = word == "0" || word.bytes().any(|b| b.is_ascii_lowercase());
    word.chars().map(move |c| match c {
        '0' if mixed => 'o',
        '1' if mixed => 'i',
        '5' if mixed => 's',
        '6' if mixed => 'g',
        _ => c,
    })
}

pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// How often each letter stands in a name; as long as a register of the machine is wide.
pub(super) type Letters = [u8; 32];

pub(super) fn letters(text: impl Iterator<Item = u8>) -> Letters {
    let mut counts = [0u8; 32];
    for byte in text.filter(u8::is_ascii_lowercase) {
        if let Some(count) = counts.get_mut(usize::from(byte - b'a')) {
            *count = count.saturating_add(1);
        }
    }
    counts
}

/// How many letters one name has more than the other, in sum.
pub(super) fn distance(a: &Letters, b: &Letters) -> usize {
    usize::from(a.iter().zip(b).map(|(a, b)| u16::from(a.abs_diff(*b))).sum::<u16>())
}

/// The optimal string alignment distance, 128 letters at a step.
///
/// Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances"; longer names go the
/// slow way.
pub(super) fn osa(a: &str, b: &str) -> usize {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() || short.len() > 128 || !short.is_ascii() || !long.is_ascii() {
        return strsim::osa_distance(a, b);
    }
    let mut places = [0u128; 128];
    for (at, byte) in short.bytes().enumerate() {
        if let Some(place) = places.get_mut(usize::from(byte)) {
            *place |= 1 << at;
        }
    }
    let last = 1u128 << (short.len() - 1);
    let (mut up, mut down, mut zero, mut before) = (u128::MAX, 0u128, 0u128, 0u128);
    let mut d = short.len();
    for byte in long.bytes() {
        let place = places.get(usize::from(byte)).copied().unwrap_or(0);
        let swapped = ((!zero & place) << 1) & before;
        zero = (((place & up).wrapping_add(up)) ^ up) | place | down | swapped;
        let (right, left) = (down | !(zero | up), zero & up);
        d += usize::from(right & last != 0);
        d -= usize::from(left & last != 0);
        let right = (right << 1) | 1;
        up = (left << 1) | !(zero | right);
        down = right & zero;
        before = place;
    }
    d
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_slow_way(a in "[abc]{0,140}", b in "[abcd]{0,140}") {
            prop_assert_eq!(osa(&a, &b), strsim::osa_distance(&a, &b));
        }
    }
}
