//! Files that leave the casebook through the browser. Each is on record before anybody has it.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::Chosen;
use casebook::Release;
use publish::Redaction;

/// Gives out the incidents that the form's filter admits. Victims' names are withheld.
pub(crate) fn take(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let format = call.wanted("format")?;
    let kind = match format {
        "csv" => "text/csv; charset=utf-8",
        "geojson" => "application/geo+json",
        "jsonl" => "application/jsonl",
        other => return Err(Refusal::bad(format!("format: “{other}” is none of csv, geojson and jsonl"))),
    };
    let chosen = Chosen::by(app, call)?;
    let ids: Vec<&str> = chosen.glances().map(|glance| glance.id.as_str()).collect();
    let incidents = app.desk.look(|book| {
        let all: Result<Vec<_>, casebook::Error> = ids.iter().map(|id| book.incident(id)).collect();
        Ok::<_, Refusal>(all?)
    })?;
    let mut bytes = Vec::new();
    let written = match format {
        "csv" => publish::csv(&incidents, &mut bytes),
        "geojson" => publish::geojson(&incidents, &mut bytes),
        _ => publish::json_lines(&incidents, Redaction::NamesWithheld, &mut bytes),
    };
    written.map_err(|error| Refusal::new(500, format!("the file cannot be written: {error}")))?;
    let (sha256, stamp) = (intake::key_of(&bytes).0, App::stamp(person));
    app.desk.change(|book| {
        let release = Release {
            what: format.to_owned(),
            sha256: sha256.clone(),
            incidents: incidents.len() as u64,
            checkpoint: book.ledger().size(),
        };
        Ok::<_, Refusal>(book.record_release(&release, &stamp)?)
    })?;
    Ok(Answer::File { kind, bytes, save_as: Some(format!("incidents.{format}")) })
}
