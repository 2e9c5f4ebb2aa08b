//! Children, women and men among the dead, where a report lists the dead one by one rather than counting them. Enters:
//! an account's victims and its toll. Leaves: the groups that no phrase counts. Counts nobody whose age or sex the words
//! leave open, and nothing where the list is no list of all the dead.

use value::{Count, Range, Sex, Victim, VictimStatus};

/// The age from which a person is no child.
const ADULT: u32 = 18;

/// Fills in the groups of a toll from the dead who are listed.
pub(crate) fn fill(killed: &mut Count, victims: &[Victim]) {
    let dead: Vec<&Victim> = victims.iter().filter(|v| v.status == VictimStatus::Killed).collect();
    let listed: u32 = dead.iter().map(|v| v.number).sum();
    let all = killed.min.is_some_and(|n| n > 0 && n == listed);
    if !all || dead.iter().any(|v| v.sex.is_none() && v.age.is_none_or(|a| a >= ADULT)) {
        return;
    }
    let child = |v: &Victim| v.age.is_some_and(|a| a < ADULT);
    let sum = |of: &dyn Fn(&Victim) -> bool| -> u32 { dead.iter().filter(|v| of(v)).map(|v| v.number).sum() };
    let children = sum(&child);
    let women = sum(&|v| !child(v) && v.sex == Some(Sex::Female));
    let men = sum(&|v| !child(v) && v.sex == Some(Sex::Male));
    // A phrase that counts more children than the list shows says that ages are missing from it.
    let told = |r: Option<Range>| r.and_then(|r| r.min).unwrap_or(0);
    if told(killed.children) > children {
        return;
    }
    let put = |n: u32, group: &mut Option<Range>| {
        if n > 0 && group.is_none() {
            *group = Some(Range::exactly(n));
        }
    };
    put(children, &mut killed.children);
    put(women, &mut killed.women);
    put(men, &mut killed.men);
}
