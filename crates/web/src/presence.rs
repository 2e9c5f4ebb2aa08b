//! Who is looking at what just now, so that two people on one item are told of each other. Enters: a name and an item,
//! every few seconds. Leaves: the others on it. Kept in memory and forgotten soon.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long somebody who says nothing is taken to be there still; pages tell every 15 seconds.
const STAYS: Duration = Duration::from_secs(40);

/// Who is looking at what.
#[derive(Debug, Default)]
pub(crate) struct Presence(Mutex<BTreeMap<(String, String), Instant>>);

impl Presence {
    /// Notes that a person is on an item, and returns who else is.
    pub(crate) fn tell(&self, item: &str, name: &str) -> Vec<String> {
        self.tell_at(item, name, Instant::now())
    }

    fn tell_at(&self, item: &str, name: &str, now: Instant) -> Vec<String> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, seen| now.saturating_duration_since(*seen) < STAYS);
        all.insert((item.to_owned(), name.to_owned()), now);
        let here = all.keys().filter(|(on, who)| on == item && who != name);
        here.map(|(_, who)| who.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_on_one_item_are_told_of_each_other_until_one_is_gone() {
        let (presence, start) = (Presence::default(), Instant::now());
        assert!(presence.tell_at("a", "Amal", start).is_empty());
        assert_eq!(presence.tell_at("a", "Basim", start), ["Amal"]);
        assert!(presence.tell_at("b", "Amal", start).is_empty());
        let later = start + STAYS + Duration::from_secs(1);
        assert!(presence.tell_at("a", "Basim", later).is_empty());
    }
}
