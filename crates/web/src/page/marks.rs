//! A report's text with the words behind values marked. Enters: the text and spans with their fields. Leaves: pieces
//! that together are the text, each with the fields whose words it is part of. Never changes a letter.

use super::words;
use value::{Quote, Reading};

/// Words behind a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What the value is: `killed`, `place`, …
    pub(crate) role: &'static str,
    /// Which value: `a0.killed`, `a0.victims.1`, …
    pub(crate) field: String,
    /// The part of an address that leads here.
    pub(crate) id: String,
}

/// A stretch of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The role of the shortest span over it; empty where there is none.
    pub(crate) role: &'static str,
    /// Its fields, parted by blanks.
    pub(crate) fields: String,
    /// Addresses that lead here.
    pub(crate) ids: Vec<String>,
}

/// Every span of a reading.
pub(crate) fn spans(reading: &Reading) -> Vec<Span> {
    let mut all = Vec::new();
    for (n, account) in reading.accounts.iter().enumerate() {
        let counts =
            [("killed", &account.killed), ("injured", &account.injured), ("missing", &account.missing)];
        for (role, count) in counts {
            if let Some(count) = count {
                add(&mut all, role, format!("a{n}.{role}"), &count.spans);
            }
        }
        if let Some(date) = &account.date {
            add(&mut all, "date", format!("a{n}.date"), &date.spans);
        }
        each(&mut all, n, "place", "places", account.places.iter().map(|value| &value.spans));
        each(&mut all, n, "actor", "actors", account.actors.iter().map(|value| &value.spans));
        each(&mut all, n, "method", "methods", account.methods.iter().map(|value| &value.spans));
        each(&mut all, n, "target", "targets", account.targets.iter().map(|value| &value.spans));
        each(&mut all, n, "victim", "victims", account.victims.iter().map(|value| &value.spans));
        each(&mut all, n, "according", "according_to", account.according_to.iter().map(|value| &value.spans));
    }
    let lists: [(&str, &str, Vec<&Vec<Quote>>); 5] = [
        ("tally", "t", reading.tallies.iter().map(|value| &value.spans).collect()),
        ("position", "p", reading.positions.iter().map(|value| &value.spans).collect()),
        ("demand", "d", reading.demands.iter().map(|value| &value.spans).collect()),
        ("norm", "n", reading.norms.iter().map(|value| &value.spans).collect()),
        ("problem", "x", reading.problems.iter().map(|value| &value.spans).collect()),
    ];
    for (role, letter, values) in lists {
        for (n, spans) in values.iter().enumerate() {
            add(&mut all, role, format!("{letter}{n}"), spans);
        }
    }
    all
}

fn each<'a>(
    all: &mut Vec<Span>,
    account: usize,
    role: &'static str,
    list: &str,
    values: impl Iterator<Item = &'a Vec<Quote>>,
) {
    for (n, spans) in values.enumerate() {
        add(all, role, format!("a{account}.{list}.{n}"), spans);
    }
}

fn add(all: &mut Vec<Span>, role: &'static str, field: impl Into<String>, quotes: &[Quote]) {
    let field = field.into();
    all.extend(quotes.iter().map(|quote| Span {
        start: quote.start as usize,
        end: quote.end as usize,
        role,
        field: field.clone(),
        id: words::anchor(quote),
    }));
}

/// Cuts a text where spans begin and end. Spans that do not lie in it are left out.
pub(crate) fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let spans: Vec<&Span> =
        spans.iter().filter(|span| span.start < span.end && span.end <= chars.len()).collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    cuts.extend([0, chars.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |pair: &[usize]| {
        let (start, end) = (*pair.first()?, *pair.last()?);
        let over: Vec<&&Span> = spans.iter().filter(|span| span.start <= start && span.end >= end).collect();
        let mut fields: Vec<&str> = over.iter().map(|span| span.field.as_str()).collect();
        fields.dedup();
        let mut ids: Vec<String> =
            over.iter().filter(|span| span.start == start).map(|span| span.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let role = over.iter().min_by_key(|span| span.end - span.start).map_or("", |span| span.role);
        let text = chars.get(start..end)?.iter().collect();
        Some(Piece { text, start, end, role, fields: fields.join(" "), ids })
    };
    cuts.windows(2).filter_map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, role: &'static str, field: &str) -> Span {
        Span { start, end, role, field: field.into(), id: format!("s{start}-{end}") }
    }

    #[test]
    fn pieces_together_are_the_text_and_overlaps_have_all_fields() {
        let text = "قُتل 6 in Raqqa";
        let spans =
            [span(5, 15, "place", "a0.places.0"), span(5, 6, "killed", "a0.killed"), span(9, 99, "x", "x0")];
        let pieces = pieces(text, &spans);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        let six = pieces.iter().find(|piece| piece.text == "6").expect("six");
        assert_eq!((six.role, six.fields.as_str()), ("killed", "a0.places.0 a0.killed"));
        assert_eq!(six.ids, ["s5-15", "s5-6"]);
        assert!(pieces.iter().all(|piece| !piece.fields.contains("x0")));
    }
}
