//! What a team does at its desk: correcting, taking back, restricting, looking while others write.

use crate::desk::{ALL, Desk, HOUSE, HOUSE_TOO, MARKET, assert_sound, ids, printed, stamp, take_in};
use casebook::{
    Casebook, Correction, Decision, ErrorKind, MemberChanged, Sorted, Stamp, TokenChanged, Wanted,
};
use value::Range;

fn killed(book: &mut Casebook, id: &str) -> Range {
    book.incident(id).unwrap().killed.unwrap().range()
}

fn correction(of: &str, field: &str, value: &str, words: Option<(u32, u32)>) -> Correction {
    Correction { of: of.into(), field: field.into(), value: value.into(), words }
}

#[test]
fn a_correction_holds_of_one_account_and_the_incident_is_reckoned_anew() {
    let desk = Desk::with(&[HOUSE, HOUSE_TOO]);
    let mut book = desk.open();
    let id = ids(&mut book).swap_remove(0);
    assert_eq!(killed(&mut book, &id), Range::between(6, 9));
    let before = printed(&mut book);
    let seven = correction("lantern-7#1", "killed", "7", Some((0, 11)));
    let acts = book.correct(&[seven], "the print edition has seven", &stamp()).unwrap();
    assert_eq!(killed(&mut book, &id), Range::between(6, 7));
    let kept = book.report("lantern-7").unwrap();
    let (reading, keys) = book.corrected_reading(&kept).unwrap().unwrap();
    let count = reading.accounts[0].killed.clone().unwrap();
    assert_eq!((count.range(), count.spans[0].quote.as_str()), (Range::exactly(7), "Nine people"));
    assert_eq!(keys[0].anchor, kept.reading.unwrap().reading.accounts[0].anchor(), "its name is what it was");
    book.withdraw(&[acts.start], "the print edition was corrected too", &stamp()).unwrap();
    assert_eq!(printed(&mut book), before);
    let again = book.withdraw(&[acts.start], "twice", &stamp()).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Input);
    assert_sound(&desk.path());
}

#[test]
fn each_field_can_be_corrected_and_taken_out_and_nonsense_is_refused() {
    let desk = Desk::with(&[MARKET]);
    let mut book = desk.open();
    for (field, value) in [
        ("killed", "3-4"),
        ("injured", ""),
        ("children", "1"),
        ("date", "2021-04-02..2021-04-03"),
        ("place", "15.46,45.32"),
        ("actors", "Some Militia"),
        ("methods", "artillery"),
    ] {
        book.correct(&[correction("sahil-3#1", field, value, None)], "read again", &stamp()).unwrap();
    }
    let incident = book.incidents(&casebook::Filter::default()).unwrap().swap_remove(0);
    assert_eq!(incident.killed.as_ref().unwrap().range(), Range::between(3, 4));
    assert!(incident.injured.is_none());
    assert_eq!(incident.actors[0].name, "Some Militia");
    for (field, value, words) in [
        ("killed", "many", None),
        ("grade", "fair", None),
        ("colour", "red", None),
        ("killed", "3", Some((5, 9999))),
    ] {
        let refused =
            book.correct(&[correction("sahil-3#1", field, value, words)], "x", &stamp()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Input, "{field}");
    }
    let unreasoned = book.correct(&[correction("sahil-3#1", "killed", "3", None)], " ", &stamp());
    assert!(unreasoned.is_err());
}

#[test]
fn everything_a_team_does_is_computed_again_from_the_ledger() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    book.correct(&[correction("sahil-3#1", "killed", "4", None)], "a list", &stamp()).unwrap();
    let id = ids(&mut book).swap_remove(0);
    let acts = book.judge(&Decision::Seen(id), "nothing to change", &stamp()).unwrap();
    book.withdraw(&acts, "looked too quickly", &stamp()).unwrap();
    book.decide_access("dnipro-9", true, "the source asked for it", &stamp()).unwrap();
    book.affiliate("Sahil", "Some Ministry", "its charter says so", &stamp()).unwrap();
    book.record_sign_in("password", &stamp()).unwrap();
    let changed = MemberChanged { member: "Basim".into(), role: "reader".into(), cleared: Vec::new() };
    book.record_member(changed, &stamp()).unwrap();
    let token = TokenChanged {
        member: "Basim".into(),
        token: "nightly".into(),
        role: "reader".into(),
        cleared: Vec::new(),
        until: Some(stamp().at),
    };
    book.record_token(token, &stamp()).unwrap();
    let digest = book.projection_digest().unwrap();
    drop(book);
    let mut book = Casebook::rebuild(&desk.path()).unwrap();
    assert_eq!(book.projection_digest().unwrap(), digest);
    assert_sound(&desk.path());
}

#[test]
fn the_overview_holds_what_incidents_hold() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let overview = book.overview().unwrap();
    let incidents = book.incidents(&casebook::Filter::default()).unwrap();
    assert_eq!(overview.glances().len(), incidents.len());
    for (glance, incident) in overview.glances().iter().zip(&incidents) {
        assert_eq!(glance.id, incident.incident);
        assert_eq!(glance.killed, incident.killed.as_ref().map(value::Count::range).unwrap_or_default());
        assert_eq!((glance.grade, glance.origins as usize), (incident.grade, incident.origins.len()));
        assert_eq!(glance.first, incident.date.as_ref().and_then(|date| date.start));
    }
    let select = |wanted: Wanted| overview.select(&wanted, Sorted::Oldest).len();
    assert_eq!(select(Wanted::default()), incidents.len());
    let newest = overview.select(&Wanted::default(), Sorted::Newest);
    let days: Vec<_> = newest.iter().map(|n| overview.glances()[*n as usize].first).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    let killed = overview.select(&Wanted::default(), Sorted::Killed);
    let least: Vec<_> = killed.iter().map(|n| overview.glances()[*n as usize].killed.min).collect();
    assert!(least.is_sorted_by(|a, b| a >= b), "{least:?}");
    let ids = std::collections::HashSet::from([incidents[1].incident.clone(), "none".to_owned()]);
    assert_eq!(overview.select(&Wanted { among: Some(ids), ..Wanted::default() }, Sorted::Oldest), [1]);
    assert_eq!(select(Wanted { place: Some("marib".into()), ..Wanted::default() }), 1);
    assert_eq!(select(Wanted { from: Some("2021-01-01".parse().unwrap()), ..Wanted::default() }), 2);
    // Marib, and Bajil of the Arabic report.
    assert_eq!(select(Wanted { bbox: Some([40.0, 10.0, 50.0, 20.0]), ..Wanted::default() }), 2);
    assert_eq!(select(Wanted { bbox: Some([45.0, 10.0, 50.0, 20.0]), ..Wanted::default() }), 1);
    assert_eq!(select(Wanted { bbox: Some([170.0, -90.0, -170.0, 90.0]), ..Wanted::default() }), 0);
    book.decide_access("sahil-3", true, "the source asked for it", &stamp()).unwrap();
    let overview = book.overview().unwrap();
    let open = overview.select(&Wanted { unrestricted: true, ..Wanted::default() }, Sorted::Oldest).len();
    assert_eq!(open, incidents.len() - 1);
}

#[test]
fn list_and_overview_choose_the_same_by_every_name_of_place_and_party() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let overview = book.overview().unwrap();
    let mut same = |wanted: Wanted| {
        let filter = casebook::Filter {
            place: wanted.place.clone(),
            actor: wanted.actor.clone(),
            ..Default::default()
        };
        let listed: Vec<String> =
            book.incidents(&filter).unwrap().into_iter().map(|incident| incident.incident).collect();
        let chosen = overview.select(&wanted, Sorted::Oldest);
        let chosen: Vec<_> = chosen.iter().map(|n| overview.glances()[*n as usize].id.clone()).collect();
        assert_eq!(chosen, listed, "{wanted:?}");
        chosen.len()
    };
    // In another script than the name that the list shows.
    for name in ["Bajil", "باجل", "marib", "busayrah", "nowhere"] {
        let found = same(Wanted { place: Some(name.into()), ..Wanted::default() });
        assert_eq!(found, usize::from(name != "nowhere"), "{name}");
    }
    same(Wanted { actor: Some("coalition".into()), ..Wanted::default() });
}

#[test]
fn a_view_shows_what_is_kept_and_waits_for_nobody() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    book.settle().unwrap();
    let mut view = Casebook::open_view(&desk.path()).unwrap();
    take_in(&mut book, &[MARKET]);
    assert_eq!(ids(&mut view).len(), 1, "incidents are not resolved by who only looks");
    book.settle().unwrap();
    assert_eq!(ids(&mut view).len(), 2);
    let refused = view.judge(&Decision::Seen("x".into()), "y", &stamp()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ReadOnly);
}

#[test]
fn a_source_is_first_alone_corroborated_or_contradicted() {
    let desk = Desk::with(&[HOUSE, HOUSE_TOO, MARKET]);
    let mut book = desk.open();
    let sources = book.sources().unwrap();
    let of = |name: &str| sources.iter().find(|source| source.publisher == name).unwrap();
    let (northwire, sahil) = (of("Northwire"), of("Sahil"));
    assert_eq!((northwire.incidents, northwire.first, northwire.alone), (1, 1, 0));
    assert_eq!(northwire.corroborated + northwire.contradicted, 1);
    assert_eq!(of("The Lantern").first, 0);
    assert_eq!(sahil.affiliation, None);
    assert_eq!((sahil.first, sahil.alone, sahil.corroborated), (1, 1, 0));
}

#[test]
fn an_affiliation_is_recorded_of_a_source_and_taken_back() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = desk.open();
    let before = printed(&mut book);
    let of_sahil = |book: &mut Casebook| {
        let sources = book.sources().unwrap();
        sources.into_iter().find(|source| source.publisher == "Sahil").unwrap().affiliation
    };
    book.affiliate("Sahil", "Some Ministry", "its charter says so", &stamp()).unwrap();
    assert_eq!(of_sahil(&mut book).as_deref(), Some("Some Ministry"));
    assert_eq!(printed(&mut book), before, "it weighs nothing");
    book.affiliate("Sahil", "", "it was sold", &stamp()).unwrap();
    assert_eq!(of_sahil(&mut book), None);
    let unknown = book.affiliate("Nobody's Gazette", "x", "y", &stamp()).unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[test]
fn the_history_of_an_incident_has_every_act_on_it() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = desk.open();
    let id = ids(&mut book).swap_remove(0);
    let incident = book.incident(&id).unwrap();
    let seen = book.last_act_shown().unwrap();
    let acts = book.judge(&Decision::Seen(id), "nothing to change", &stamp()).unwrap();
    book.withdraw(&acts, "looked too quickly", &stamp()).unwrap();
    let history = book.history(&incident).unwrap();
    let kinds: Vec<&str> = history.iter().map(|event| event.logged.act.deed.kind()).collect();
    assert_eq!(kinds, ["report_received", "reading_made", "judgement", "decisions_withdrawn"]);
    assert!(history[2].is_decision() && history[2].withdrawn_by == Some(acts[0] + 1));
    assert!(history[1].logged.number <= seen && history[2].logged.number > seen);
}

#[test]
fn a_decision_at_the_same_instant_is_seen_before_the_next_is_recorded() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let (mut book, mut other) = (desk.open(), desk.open());
    let on = ids(&mut book).swap_remove(0);
    let set = |value: &str| Decision::Set { of: on.clone(), field: "killed".into(), value: value.into() };
    let seen = book.last_act_shown().unwrap();
    let mut looked = 0;
    let late = book.decide_on(&[&on], |book, incidents| {
        looked += 1;
        let news = book.history(&incidents[0])?.iter().any(|event| event.logged.number > seen);
        if looked == 1 {
            // Another process decides between the look and the append.
            assert!(!news);
            other.judge(&set("8"), "the registry has eight", &Stamp::new(stamp().at, "Basim"))?;
        }
        if news { Ok(None) } else { book.judge(&set("9"), "a colleague heard nine", &stamp()).map(Some) }
    });
    assert_eq!((late.unwrap(), looked), (None, 2), "it is looked at again, and nothing is recorded");
    assert_eq!(killed(&mut book, &on), Range::exactly(8));
    // What others write on other incidents does not stand in the way.
    let elsewhere = ids(&mut book).swap_remove(1);
    let done = book.decide_on(&[&on], |book, _| {
        other.judge(&Decision::Seen(elsewhere.clone()), "looked", &Stamp::new(stamp().at, "Basim"))?;
        book.judge(&set("10"), "the registry was mended", &stamp())
    });
    assert_eq!(done.unwrap().len(), 1);
    assert_eq!(killed(&mut book, &on), Range::exactly(10));
    // A decision on two incidents looks at both.
    let mut looked = 0;
    let joined = book.decide_on(&[&on, &elsewhere, &on], |book, incidents| {
        assert_eq!(incidents.len(), 2);
        looked += 1;
        if looked == 1 {
            other.judge(&Decision::Seen(elsewhere.clone()), "again", &Stamp::new(stamp().at, "Basim"))?;
        }
        book.judge(&Decision::Same(on.clone(), elsewhere.clone()), "one house", &stamp())
    });
    assert_eq!((joined.unwrap().len(), looked), (1, 2));
    assert_sound(&desk.path());
}

#[test]
fn what_pages_show_changes_with_decisions_and_not_with_sign_ins() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    book.settle().unwrap();
    let before = book.shown().unwrap();
    book.record_sign_in("password", &stamp()).unwrap();
    assert_eq!(book.shown().unwrap(), before);
    let id = ids(&mut book).swap_remove(0);
    book.judge(&Decision::Seen(id), "nothing to change", &stamp()).unwrap();
    book.settle().unwrap();
    let judged = book.shown().unwrap();
    assert!(judged > before);
    book.decide_access("lantern-7", true, "the source asked for it", &stamp()).unwrap_err();
    book.decide_access("northwire-1", true, "the source asked for it", &stamp()).unwrap();
    assert!(book.shown().unwrap() > judged);
}
