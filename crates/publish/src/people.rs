//! Persons as a table (RFC 4180), and draws of whole linkages. Enters: persons with what their lists tell. Leaves: what
//! each list's sensitivity allows, a row for each entry. Of a public list name, age, sex, days, place and incident are
//! given, and never an address, a telephone or the number of a document; of a confidential one the key alone; of a
//! strictly confidential one only that it has an entry.

use crate::Error;
use std::io::Write;
use value::{Entry, ListingKey, Person, Sensitivity};

/// What is given of public lists, by the meaning of columns.
const GIVEN: [&str; 10] =
    ["name", "given name", "middle name", "surname", "age", "dob", "sex", "date", "place", "incident"];

/// Writes persons, numbered in their order. `probability` is the least likely of the pairs that hold a person together.
///
/// # Errors
/// What the writer refuses with.
pub fn people(persons: &[Person], out: impl Write) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    let header = ["person", "entries", "probability", "list", "key"];
    table.write_record(header.iter().chain(&GIVEN)).map_err(refused)?;
    for (n, person) in persons.iter().enumerate() {
        let own =
            [(n + 1).to_string(), person.entries.len().to_string(), format!("{:.4}", person.probability)];
        for entry in &person.entries {
            let key = [entry.key.list.clone(), key(&entry.key, entry.sensitivity)];
            let told = GIVEN.iter().map(|meaning| told(entry, meaning));
            table.write_record(own.iter().cloned().chain(key).chain(told)).map_err(refused)?;
        }
    }
    Ok(table.flush()?)
}

/// Writes draws, numbered from 1: for each entry the number of its person in the draw.
///
/// # Errors
/// What the writer refuses with.
pub fn draws(
    draws: impl Iterator<Item = Vec<(ListingKey, Sensitivity, usize)>>,
    out: impl Write,
) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["draw", "list", "key", "person"]).map_err(refused)?;
    for (n, draw) in draws.enumerate() {
        for (entry, sensitivity, person) in draw {
            let key = key(&entry, sensitivity);
            let row = [(n + 1).to_string(), entry.list, key, (person + 1).to_string()];
            table.write_record(row).map_err(refused)?;
        }
    }
    Ok(table.flush()?)
}

fn key(entry: &ListingKey, sensitivity: Sensitivity) -> String {
    if sensitivity == Sensitivity::StrictlyConfidential { String::new() } else { entry.key.clone() }
}

/// What a public list tells under a meaning; where several columns have it, all of them.
fn told(entry: &Entry, meaning: &str) -> String {
    let is_given = entry.sensitivity == Sensitivity::Public;
    let cells = entry.told.iter().filter(|(told, _)| is_given && *told == meaning);
    cells.map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join(" / ")
}

fn refused(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source.into(),
        other => std::io::Error::other(format!("{other:?}")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(list: &str, sensitivity: Sensitivity) -> Entry {
        let key = ListingKey { list: list.into(), key: format!("{list}-7") };
        let told = [("name", "Rima Hindawiya"), ("age", "31"), ("phone", "555-0100")];
        Entry { key, sensitivity, told: told.map(|(meaning, cell)| (meaning, cell.into())).to_vec() }
    }

    #[test]
    fn nothing_of_a_person_leaves_that_its_list_does_not_allow() {
        let entries = vec![
            entry("press", Sensitivity::Public),
            entry("clinic", Sensitivity::Confidential),
            entry("shelter", Sensitivity::StrictlyConfidential),
        ];
        let mut bytes = Vec::new();
        people(&[Person { entries, probability: 0.875 }], &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("text");
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(rows[0], "1,3,0.8750,press,press-7,Rima Hindawiya,,,,31,,,,,");
        assert_eq!(rows[1], "1,3,0.8750,clinic,clinic-7,,,,,,,,,,");
        assert_eq!(rows[2], "1,3,0.8750,shelter,,,,,,,,,,,");
        assert!(!text.contains("555"));
    }

    #[test]
    fn draws_name_no_key_of_a_strictly_confidential_list() {
        let draw = vec![
            (entry("press", Sensitivity::Public).key, Sensitivity::Public, 0),
            (entry("shelter", Sensitivity::Public).key, Sensitivity::StrictlyConfidential, 0),
        ];
        let mut bytes = Vec::new();
        draws([draw].into_iter(), &mut bytes).expect("written");
        assert_eq!(bytes, b"draw,list,key,person\n1,press,press-7,1\n1,shelter,,1\n");
    }
}
