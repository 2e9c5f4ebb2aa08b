//! Files that leave the casebook through the browser. Each is on record before anybody has it.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::Chosen;
use casebook::{Release, Sorted};
use publish::Redaction;

/// A file that was given out, and the act that says so.
pub(crate) struct GivenOut {
    pub(crate) format: String,
    pub(crate) kind: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) sha256: String,
    pub(crate) incidents: u64,
    pub(crate) act: u64,
}

/// Gives out the incidents that the query's filter admits in a format. Victims' names are withheld.
pub(crate) fn give_out(app: &App, call: &Call, format: &str) -> Result<GivenOut, Refusal> {
    let person = call.person()?;
    let kind = match format {
        "csv" => "text/csv; charset=utf-8",
        "geojson" => "application/geo+json",
        "jsonl" => "application/jsonl",
        other => return Err(Refusal::bad(format!("format: “{other}” is none of csv, geojson and jsonl"))),
    };
    let chosen = Chosen::by(app, call, Sorted::Oldest)?;
    let incidents = app.desk.look(|book| {
        let mut all = Vec::with_capacity(chosen.len());
        for glance in chosen.glances() {
            // Whoever was let in by the overview is asked again: access may have been decided since.
            all.push(super::incident::for_person(book, &glance.id, person)?);
        }
        Ok::<_, Refusal>(all)
    })?;
    let mut bytes = Vec::new();
    let written = match format {
        "csv" => publish::csv(&incidents, &mut bytes),
        "geojson" => publish::geojson(&incidents, &mut bytes),
        _ => publish::json_lines(&incidents, Redaction::NamesWithheld, &mut bytes),
    };
    written.map_err(|error| Refusal::new(500, format!("the file cannot be written: {error}")))?;
    let (sha256, stamp) = (intake::key_of(&bytes).0, App::stamp(person));
    let (format, count) = (format.to_owned(), incidents.len() as u64);
    let act = app.desk.change(|book| {
        let release = Release {
            what: format.clone(),
            sha256: sha256.clone(),
            incidents: count,
            checkpoint: book.ledger().size(),
        };
        Ok::<_, Refusal>(book.record_release(&release, &stamp)?)
    })?;
    Ok(GivenOut { format, kind, bytes, sha256, incidents: count, act })
}

/// Gives out a file for a person to save.
pub(crate) fn take(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let GivenOut { format, kind, bytes, .. } = give_out(app, call, call.wanted("format")?)?;
    Ok(Answer::File { kind, bytes, save_as: Some(format!("incidents.{format}")) })
}
