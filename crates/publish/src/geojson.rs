//! Incidents as a map: a `FeatureCollection` (RFC 7946), one feature an incident, a point where a place is known.

use crate::order::in_order;
use crate::summary::Summary;
use crate::{Error, Redaction, redacted};
use ::geojson::feature::Id;
use ::geojson::{Feature, FeatureWriter, Geometry, GeometryValue, JsonObject};
use serde_json::{Value, json};
use std::io::Write;
use value::Incident;

/// Writes a map of the incidents, by date and then id. The properties are the columns of the table; none names a
/// victim.
///
/// # Errors
/// What the writer refuses with.
pub fn geojson(incidents: &[Incident], out: impl Write) -> Result<(), Error> {
    let mut map = FeatureWriter::from_writer(out);
    for incident in in_order(incidents) {
        let incident = redacted(incident, Redaction::NamesWithheld);
        map.write_feature(&feature(&Summary::of(&incident))).map_err(refused)?;
    }
    map.finish().map_err(refused)?;
    map.flush().map_err(refused)
}

fn feature(incident: &Summary<'_>) -> Feature {
    // RFC 7946 puts the degrees east first.
    let point = incident.point.map(|(lat, lon)| Geometry::new(GeometryValue::new_point([lon, lat])));
    Feature {
        bbox: None,
        geometry: point,
        id: Some(Id::String(incident.id.to_owned())),
        properties: Some(properties(incident)),
        foreign_members: None,
    }
}

fn properties(incident: &Summary<'_>) -> JsonObject {
    let mut properties = JsonObject::new();
    let mut put = |name: &str, value: Value| properties.insert(name.to_owned(), value);
    put("incident", json!(incident.id));
    put("date_start", json!(incident.first_day));
    put("date_end", json!(incident.last_day));
    put("place", json!(incident.place));
    put("precision", json!(incident.precision));
    put("country", json!(incident.country));
    for (column, people) in &incident.people {
        put(column, json!(people));
    }
    put("actors", json!(incident.actors));
    put("methods", json!(incident.methods));
    put("grade", json!(incident.grade));
    put("strike_status", json!(incident.strike_status));
    put("sources", json!(incident.sources));
    put("origins", json!(incident.origins));
    properties
}

fn refused(error: ::geojson::Error) -> Error {
    match error {
        ::geojson::Error::Io(source) => source.into(),
        other => std::io::Error::other(other).into(),
    }
}
