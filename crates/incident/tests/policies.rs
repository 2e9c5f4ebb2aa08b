//! One dossier under several policies: what each rule does to the range and the grade.

mod dossier;
use dossier::{ORLIVKA, Tell, says, shown, tell};
use incident::{Policy, resolution};
use value::{Grade, Incident, PositionTaken, StrikeStatus};

const DAY: &str = "2023-05-12";

fn orlivka(report: &str) -> Tell {
    tell(report).on(DAY).at(ORLIVKA)
}

/// A policy that differs from the default in its reconciliation.
fn reconciling(superseded_by: &str, concessions: &str, named_dead: &str) -> Policy {
    let toml = format!(
        "[reconciliation]\nsuperseded_by = [{superseded_by}]\nconcessions = '{concessions}'\nnamed_dead = '{named_dead}'"
    );
    Policy::from_toml(&toml).expect("a policy")
}

/// The one incident of a dossier under a policy.
fn under(policy: &Policy, tells: impl IntoIterator<Item = Tell>) -> Incident {
    let told: Vec<_> = tells.into_iter().map(|tell| tell.0).collect();
    let mut incidents = resolution(&told, &[], policy).incidents;
    assert_eq!(incidents.len(), 1);
    incidents.remove(0)
}

#[test]
fn a_publisher_that_counted_more_later_may_leave_its_first_toll_in_the_range() {
    let raised = || {
        [
            orlivka("first").by("Rescue Desk", DAY).killed("4"),
            orlivka("second").by("Rescue Desk", "2023-05-14").killed("6"),
        ]
    };
    assert_eq!(shown(under(Policy::airwars(), raised()).killed.as_ref()), "6");
    let keeps = reconciling("'later_version', 'firm_figure'", "position", "ignored");
    assert_eq!(shown(under(&keeps, raised()).killed.as_ref()), "4–6");
}

#[test]
fn a_provisional_toll_may_stay_beside_the_firm_one() {
    let rose = || {
        let early = orlivka("early").by("Bridge Radio", DAY).killed("3").provisional();
        [early, orlivka("late").by("Rescue Desk", "2023-05-14").killed("5")]
    };
    assert_eq!(shown(under(Policy::airwars(), rose()).killed.as_ref()), "5");
    let keeps = reconciling("'later_version', 'same_publisher'", "position", "ignored");
    assert_eq!(shown(under(&keeps, rose()).killed.as_ref()), "3–5");
}

#[test]
fn what_a_party_concedes_may_count_like_any_figure() {
    let conceded = || {
        [
            orlivka("council").killed("9"),
            orlivka("ministry").killed("2").position("North", PositionTaken::PartlyAdmitted).conceding(2),
        ]
    };
    assert_eq!(shown(under(Policy::airwars(), conceded()).killed.as_ref()), "9");
    let counts = reconciling("", "figure", "ignored");
    assert_eq!(shown(under(&counts, conceded()).killed.as_ref()), "2–9");
}

#[test]
fn named_dead_may_hold_the_minimum_up_but_never_above_the_maximum() {
    let names = ["Olena Marchuk", "Petro Lysak", "Daria Kovtun", "Ivan Holub"];
    let listed = || names.into_iter().fold(orlivka("parish"), Tell::victim);
    let bound = reconciling("", "position", "minimum");
    let wide = |top: &str| [orlivka("radio").killed("3"), orlivka("wire").killed(top), listed()];
    let incident = under(&bound, wide("5"));
    assert_eq!(shown(incident.killed.as_ref()), "4–5");
    assert!(says(&incident, "killed", "minimum 4: so many of the dead are named by parish"));
    assert_eq!(shown(under(&bound, wide("3")).killed.as_ref()), "3");
    assert_eq!(shown(under(Policy::airwars(), wide("5")).killed.as_ref()), "3–5");
}

#[test]
fn a_team_may_ask_for_three_sources_and_for_more_before_it_takes_a_party_at_its_word() {
    let strict = Policy::from_toml(
        "[[grade]]\nwhen = 'sources'\nsources = 3\ngrade = 'fair'\nstrike_status = 'likely'\n\
         [[grade]]\nwhen = 'otherwise'\ngrade = 'weak'\nstrike_status = 'single_source'",
    )
    .unwrap();
    let two = || vec![orlivka("a").killed("4"), orlivka("b").killed("4")];
    let three = || [two(), vec![orlivka("c").killed("4")]].concat();
    assert_eq!(under(Policy::airwars(), two()).grade, Grade::Fair);
    assert_eq!(under(&strict, two()).grade, Grade::Weak);
    let fair = under(&strict, three());
    assert_eq!((fair.grade, fair.strike_status), (Grade::Fair, StrikeStatus::Likely));
    assert!(says(&fair, "grade", "fair, likely: 3 independent sources"));
    let admitted = [orlivka("a").killed("4").position("North", PositionTaken::Admitted)];
    assert_eq!(under(&strict, admitted.clone()).grade, Grade::Weak, "it has no rule of acceptance");
    assert_eq!(under(Policy::airwars(), admitted).grade, Grade::Confirmed);
}
