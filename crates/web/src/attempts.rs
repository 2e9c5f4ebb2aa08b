//! How often somebody guessed wrong. Enters: names and addresses that failed. Leaves: whether they must wait. Kept in
//! memory, and forgotten after a while.

use crate::answer::Refusal;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many wrong guesses are allowed within [`WITHIN`].
const ALLOWED: usize = 5;
/// How long a wrong guess counts.
const WITHIN: Duration = Duration::from_mins(15);
/// How many keys are kept at most; beyond them the oldest go.
const KEPT: usize = 100_000;

/// Wrong guesses by key.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<BTreeMap<String, Vec<Instant>>>);

impl Attempts {
    /// Refuses where any of the keys has failed too often lately.
    pub(crate) fn check(&self, keys: &[String], now: Instant) -> Result<(), Refusal> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let often = |key: &String| {
            let recent = all.get(key).into_iter().flatten();
            recent.filter(|at| now.saturating_duration_since(**at) < WITHIN).count() >= ALLOWED
        };
        if keys.iter().any(often) {
            let minutes = WITHIN.as_secs() / 60;
            return Err(Refusal::new(
                429,
                format!("too many wrong attempts; try again in {minutes} minutes"),
            ));
        }
        Ok(())
    }

    /// Counts a wrong guess.
    pub(crate) fn failed(&self, keys: &[String], now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, at| at.iter().any(|at| now.saturating_duration_since(*at) < WITHIN));
        if all.len() >= KEPT {
            let oldest = all.iter().min_by_key(|(_, at)| at.last().copied()).map(|(key, _)| key.clone());
            oldest.and_then(|key| all.remove(&key));
        }
        for key in keys {
            let at = all.entry(key.clone()).or_default();
            at.retain(|at| now.saturating_duration_since(*at) < WITHIN);
            at.push(now);
        }
    }

    /// Forgets the guesses of somebody who knew it after all.
    pub(crate) fn forget(&self, keys: &[String]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            all.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_guesses_close_the_door_for_a_while() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        let (name, other) = (["name Basim".to_owned()], ["name Amal".to_owned()]);
        for _ in 0..ALLOWED {
            assert!(attempts.check(&name, start).is_ok());
            attempts.failed(&name, start);
        }
        assert_eq!(attempts.check(&name, start).map_err(|refusal| refusal.status), Err(429));
        assert!(attempts.check(&other, start).is_ok());
        assert!(attempts.check(&name, start + WITHIN).is_ok());
        attempts.forget(&name);
        assert!(attempts.check(&name, start).is_ok());
    }
}
