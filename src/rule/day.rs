//! Calendar arithmetic on days since 1970-01-01, as date columns hold them: a comparison of ages runs on every row.

/// Year, month and day.
type Civil = (i32, i32, i32);

/// The calendar date of a day. Years are counted from 1 March, so that the leap day is the last of its year.
fn civil(day: i32) -> Civil {
    let day = i64::from(day) + 719_468; // since 0000-03-01
    let era = day.div_euclid(146_097); // 400 years
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let small = |number: i64| i32::try_from(number).unwrap_or(0);
    let (year, month) = (year + era * 400, if month < 10 { month + 3 } else { month - 9 });
    (small(year) + i32::from(month <= 2), small(month), small(of_month))
}

fn leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The year of a day.
pub(super) fn year(day: i32) -> i32 {
    civil(day).0
}

/// Full years from a birth to a day; who is born on 29 February completes a year on 28 February of common years.
pub(super) fn full_years(birth: i32, day: i32) -> i32 {
    let ((born, month, of_month), (year, this_month, today)) = (civil(birth), civil(day));
    let birthday = if (month, of_month) == (2, 29) && !leap(year) { (2, 28) } else { (month, of_month) };
    year - born - i32::from((this_month, today) < birthday)
}

/// Whether a later day lies within so many years of an earlier one.
pub(super) fn within(earlier: i32, later: i32, years: i32) -> bool {
    let ((year, month, day), (last, this_month, today)) = (civil(earlier), civil(later));
    let end =
        if (month, day) == (2, 29) && !leap(year + years) { (year + years, 2, 28) } else { (year + years, month, day) };
    (last, this_month, today) <= end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::date::PartialDate;
    use crate::frame::typed::date_of;

    proptest! {
        #[test]
        fn as_the_calendar_has_it(birth in -90_000..40_000, days in 0..40_000, years in 0..60_i16) {
            let day = birth + days;
            let (from, to) = (date_of(birth).unwrap_or_default(), date_of(day).unwrap_or_default());
            prop_assert_eq!(civil(birth), (i32::from(from.year()), i32::from(from.month()), i32::from(from.day())));
            let age = PartialDate::from(from).age_on(to).map(|(least, _)| i32::from(least));
            prop_assert_eq!(age, Some(full_years(birth, day)));
            let end = from.checked_add(jiff::Span::new().years(years)).unwrap_or_default();
            prop_assert_eq!(within(birth, day, years.into()), to <= end);
        }
    }

    #[test]
    fn leap_days() {
        let day = |year, month, day| crate::frame::typed::days(jiff::civil::date(year, month, day));
        assert_eq!(full_years(day(2000, 2, 29), day(2018, 2, 27)), 17);
        assert_eq!(full_years(day(2000, 2, 29), day(2018, 2, 28)), 18);
        assert_eq!(full_years(day(2000, 2, 29), day(2016, 2, 28)), 15);
        assert_eq!(full_years(day(2000, 3, 1), day(1999, 3, 1)), -1);
        assert!(within(day(2000, 2, 29), day(2001, 2, 28), 1) && !within(day(2000, 2, 29), day(2001, 3, 1), 1));
    }
}
