//! How far two listings agree in a field. Enters: nothing. Leaves: levels, best first, and their names in explanations.

use crate::field::Field;

/// How many levels a field can have, with "not told".
pub(crate) const LEVELS: usize = 7;

/// One of them lacks the field: no evidence.
pub(crate) const UNTOLD: u8 = 0;
/// The same.
pub(crate) const SAME: u8 = 1;
/// Names: spelled otherwise. Days: a slip of the pen. Ages: a year apart. Texts: nearly the same.
pub(crate) const NEAR: u8 = 2;
/// Names: a slip of the pen. Days: of the same year, or a year or a few days apart. Ages: up to 3 years. Texts: alike.
pub(crate) const ALIKE: u8 = 3;
/// Names: an initial; a woman's family name: different. Days: within a month, or of the same decade. Ages: up to 10 years.
pub(crate) const LOOSE: u8 = 4;
/// Names: the part stands elsewhere in the other name.
pub(crate) const MOVED: u8 = 5;
/// Otherwise.
pub(crate) const DIFFERS: u8 = 6;

/// A level in words.
pub(crate) fn says(field: Field, level: u8) -> &'static str {
    let is_name = matches!(field, Field::Given | Field::Father | Field::Grandfather | Field::Family);
    let is_day = matches!(field, Field::Born | Field::Died);
    match (level, is_name, is_day) {
        (UNTOLD, ..) => "not told by both",
        (SAME, ..) => "the same",
        (NEAR, true, _) => "spelled otherwise",
        (NEAR, _, true) | (ALIKE, true, _) => "a slip of the pen apart",
        (NEAR, ..) if field == Field::Age => "a year apart",
        (NEAR, ..) => "nearly the same",
        (ALIKE, ..) if field == Field::Age => "up to three years apart",
        (ALIKE, _, true) => "near in time",
        (ALIKE, ..) => "alike",
        (LOOSE, ..) if field == Field::Family => "different, as a wife's may be",
        (LOOSE, true, _) => "an initial",
        (LOOSE, ..) if field == Field::Age => "up to ten years apart",
        (LOOSE, ..) => "loosely near",
        (MOVED, ..) => "elsewhere in the name",
        _ => "different",
    }
}
