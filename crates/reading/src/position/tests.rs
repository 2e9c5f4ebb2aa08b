//! What a reader of positions relies on: a table of words, who takes which position, and what is conceded.

use super::positions;
use crate::document::Document;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::senses;
use crate::when::{self, Resolver, Seen};
use value::Position;

fn read(text: &str) -> Vec<Position> {
    let doc = Document::new(text, senses::lexicon());
    let dates = when::mentions(&doc.tokens, 0..doc.tokens.len());
    positions(
        &doc,
        Registry::embedded(),
        &Registry::embedded().mentions(&doc),
        &Policy::airwars(),
        &Resolver::new(Seen::Unknown, &dates),
    )
}

/// "party: position killed/injured" of each position.
fn told(text: &str) -> Vec<String> {
    let one = |p: &Position| {
        let number = |r: Option<value::Range>| r.map_or("-".to_owned(), |r| r.to_string());
        let actor = p.actor.as_deref().unwrap_or("nobody named");
        format!("{actor}: {} {}/{}", p.position, number(p.conceded_killed), number(p.conceded_injured))
    };
    read(text).iter().map(one).collect()
}

#[test]
fn a_partys_own_findings_are_read_whoever_the_party_is() {
    for (text, position) in [
        (
            "After a review of flight logs it was assessed that no Coalition strikes were conducted near the Syrian village.",
            "U.S.-led Coalition: assessed_non_credible -/-",
        ),
        (
            "After a review of flight logs it was assessed that no Israeli strikes were conducted near the village.",
            "Israeli Military: assessed_non_credible -/-",
        ),
        (
            "RAF aircraft struck a depot in Iraq. Regrettably, two civilians were unintentionally killed and another was injured.",
            "UK Military: assessed_credible 2/1",
        ),
        (
            "Russian aircraft struck a depot. It is assessed that at least three civilians were killed.",
            "Russian Military: assessed_credible 3+/-",
        ),
        (
            "A Coalition strike on a depot in Mosul unintentionally killed two civilians and injured one.",
            "U.S.-led Coalition: assessed_credible 2/1",
        ),
        (
            "The review found that a French strike killed nobody: the allegation is not credible.",
            "French Military: assessed_non_credible -/-",
        ),
    ] {
        assert_eq!(told(text), [position], "{text}");
    }
}

#[test]
fn a_finding_whose_party_is_not_named_has_no_party() {
    let text = "The report contains insufficient information on time and place to assess its credibility.";
    assert_eq!(told(text), ["nobody named: assessed_non_credible -/-"]);
}

#[test]
fn fighters_who_were_hit_are_neither_the_party_nor_conceded() {
    let text = "Coalition aircraft engaged an ISIS convoy and killed four ISIS fighters. Regrettably, one civilian was unintentionally injured.";
    assert_eq!(told(text), ["U.S.-led Coalition: assessed_credible -/1"]);
}

#[test]
fn of_two_entries_on_one_event_the_later_stands_first() {
    let text = "May 3, 2018, near Tavrin: a Coalition strike, it was assessed, unintentionally killed three civilians. \
                May 3, 2018, near Tavrin: that was incorrect; the Coalition assessed that two civilians were killed.";
    assert_eq!(
        told(text),
        ["U.S.-led Coalition: assessed_credible 2/-", "U.S.-led Coalition: assessed_credible 3/-"]
    );
}

#[test]
fn a_total_over_many_events_is_no_finding_on_one() {
    let text =
        "The Coalition assesses that 900 civilians were unintentionally killed since operations began.";
    assert_eq!(told(text), Vec::<String>::new());
}

#[test]
fn reported_positions_belong_to_the_subject_of_the_verb() {
    for (text, position) in [
        (
            "Syrian jets came. The army denied that its aircraft had struck the market.",
            "Syrian Government: denied -/-",
        ),
        ("Jordan denied it, though Jordanian jets were seen.", "Jordanian Military: denied -/-"),
        ("A spokesman for the Israeli military declined to comment.", "Israeli Military: no_comment -/-"),
        ("There was no immediate comment from the Turkish army.", "Turkish Military: no_comment -/-"),
        ("The IDF said it was looking into the reports.", "Israeli Military: under_review -/-"),
        ("The Russian Defence Ministry on Tuesday denied any involvement.", "Russian Military: denied -/-"),
        ("The Houthis said that they had not attacked the ship.", "Houthi forces: denied -/-"),
        (
            "The Saudi-led coalition admitted killing six civilians and wounding two.",
            "Saudi-led Coalition: admitted 6/2",
        ),
        ("The ELN claimed responsibility for the blast.", "ELN: admitted -/-"),
        ("The Ukrainian military said it had struck a depot.", "Ukrainian Armed Forces: partly_admitted -/-"),
        ("The SDF rejected the allegations.", "Syrian Democratic Forces: denied -/-"),
        ("Sudan's army was asked. It denied the reports.", "Sudanese Armed Forces: denied -/-"),
    ] {
        assert_eq!(told(text), [position], "{text}");
    }
}

#[test]
fn a_report_that_tells_of_a_position_is_named_as_the_one_who_tells() {
    let told = read("The coalition in Syria has officially admitted to killing civilians.");
    assert_eq!(told.iter().map(|p| p.claimed_by.as_deref()).collect::<Vec<_>>(), [Some("the author")]);
    let own = read("Coalition aircraft struck Mosul. It was assessed that one civilian was killed.");
    assert_eq!(own.iter().map(|p| p.claimed_by.as_deref()).collect::<Vec<_>>(), [None]);
}

#[test]
fn the_day_on_which_it_was_said_is_kept() {
    let said = read("The Russian military on 5 March 2018 denied the reports.");
    assert_eq!(said.first().and_then(|p| p.date), Some(jiff::civil::date(2018, 3, 5)));
}

#[test]
fn wishes_denials_and_other_senses_are_no_positions() {
    for text in [
        "The Israeli army should admit that it struck the school.",
        "The Russian army has never admitted that it struck the school.",
        "The coalition must acknowledge its mistakes.",
        "The Syrian government was denied a seat.",
        "Turkish forces denied access to aid trucks.",
        "A Russian soldier was admitted to the hospital.",
        "The U.S. army admitted that the bridge was lost to the rebels.",
        "Police said the man admitted shooting his neighbour.",
        "Jordan denied the charges in court on Monday.",
        "The incident remains under investigation, the sheriff said.",
        "He accidentally killed a civilian bystander, police said.",
        "The coalition has nothing to do with justice, the writer holds.",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn every_span_slices_to_its_words() {
    let text = "“Ça suffit.” The Russian military denied the reports, saying that no aircraft flew.";
    for position in read(text) {
        for span in &position.spans {
            let words: String =
                text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect();
            assert_eq!(words, span.quote);
        }
        assert_eq!(position.reason.as_deref(), Some("saying that no aircraft flew"));
    }
}
