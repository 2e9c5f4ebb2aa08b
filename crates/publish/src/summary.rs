//! What table and map show of an incident: one value for each thing. Names no victim. Does no I/O.

use value::{Count, Grade, Incident, Place, PlacePrecision, Range, StrikeStatus};

/// An incident in one row.
pub(crate) struct Summary<'a> {
    pub(crate) id: &'a str,
    pub(crate) first_day: Option<String>,
    pub(crate) last_day: Option<String>,
    pub(crate) place: Option<&'a str>,
    /// Degrees north and east of the first place that has them.
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) precision: Option<PlacePrecision>,
    pub(crate) country: Option<&'a str>,
    /// Column and number, in the order of the columns.
    pub(crate) people: Vec<(&'static str, Option<u32>)>,
    pub(crate) actors: Vec<String>,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) grade: Grade,
    pub(crate) strike_status: StrikeStatus,
    pub(crate) sources: &'a [String],
    pub(crate) origins: usize,
}

impl<'a> Summary<'a> {
    pub(crate) fn of(incident: &'a Incident) -> Self {
        let located = incident.places.iter().find(|place| point(place).is_some());
        let place = located.or(incident.places.first());
        let days = incident.date.as_ref();
        Self {
            id: &incident.incident,
            first_day: days.and_then(|date| date.start).map(|day| day.to_string()),
            last_day: days.and_then(|date| date.end).map(|day| day.to_string()),
            place: place.map(|place| place.name.as_str()),
            point: located.and_then(point),
            precision: place.and_then(|place| place.precision),
            country: place.and_then(|place| place.country.as_deref()),
            people: people(incident),
            actors: incident.actors.iter().map(|actor| format!("{} ({})", actor.name, actor.role)).collect(),
            methods: incident.methods.iter().map(|method| method.name.as_str()).collect(),
            grade: incident.grade,
            strike_status: incident.strike_status,
            sources: &incident.sources,
            origins: incident.origins.len(),
        }
    }
}

/// Degrees north and east, where both are on the globe.
fn point(place: &Place) -> Option<(f64, f64)> {
    let (lat, lon) = place.lat.zip(place.lon)?;
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}

fn people(incident: &Incident) -> Vec<(&'static str, Option<u32>)> {
    let whole = |count: &Option<Count>| count.as_ref().map(Count::range).unwrap_or_default();
    let killed = incident.killed.as_ref();
    let group = |of: fn(&Count) -> Option<Range>| killed.and_then(of).unwrap_or_default();
    let ends = |[min, max]: [&'static str; 2], range: Range| [(min, range.min), (max, range.max)];
    [
        ends(["killed_min", "killed_max"], whole(&incident.killed)),
        ends(["children_killed_min", "children_killed_max"], group(|count| count.children)),
        ends(["women_killed_min", "women_killed_max"], group(|count| count.women)),
        ends(["men_killed_min", "men_killed_max"], group(|count| count.men)),
        ends(["combatants_killed_min", "combatants_killed_max"], group(|count| count.combatants)),
        ends(["injured_min", "injured_max"], whole(&incident.injured)),
        ends(["missing_min", "missing_max"], whole(&incident.missing)),
    ]
    .concat()
}
