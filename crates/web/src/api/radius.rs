//! How far around its point a place may be, so that a map draws what is known and no more.

use value::PlacePrecision;

/// Kilometres around the point within which the event is taken to lie. They are the usual reach of places of that kind
/// and not those of the place itself.
pub(super) fn kilometres(precision: Option<PlacePrecision>) -> f64 {
    match precision {
        Some(PlacePrecision::Exact) => 0.1,
        Some(PlacePrecision::Landmark) => 0.3,
        Some(PlacePrecision::Street) => 0.5,
        Some(PlacePrecision::Neighbourhood) => 1.0,
        Some(PlacePrecision::Village) => 1.5,
        Some(PlacePrecision::Town) => 3.0,
        Some(PlacePrecision::City) => 8.0,
        Some(PlacePrecision::Subdistrict) => 12.0,
        Some(PlacePrecision::District) => 25.0,
        Some(PlacePrecision::Province) | None => 75.0,
        Some(PlacePrecision::Country) => 300.0,
    }
}
