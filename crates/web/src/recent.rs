//! Large answers that many ask for, kept for the next. Enters: what an answer depends on, and how it is made. Leaves: the
//! answer. Keeps few, and none beyond the state of the casebook that it was made of.

use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept.
const KEPT: usize = 8;

/// Answers made lately, the last first, each with the state of the casebook and what was asked.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<Vec<(u64, String, Arc<str>)>>);

impl Recent {
    /// The answer to what was asked of a state of the casebook; made where it is not kept.
    pub(crate) fn get<E>(
        &self,
        version: u64,
        asked: &str,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<Arc<str>, E> {
        let same = |kept: &(u64, String, Arc<str>)| kept.0 == version && kept.1 == asked;
        if let Some((.., answer)) =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|kept| same(kept))
        {
            return Ok(Arc::clone(answer));
        }
        // Made without the lock: two who ask at once for what is not kept make it twice, and nobody else waits.
        let answer: Arc<str> = make()?.into();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.0 == version && one.1 != asked);
        kept.insert(0, (version, asked.to_owned(), Arc::clone(&answer)));
        kept.truncate(KEPT);
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_made_once_for_each_state_of_the_casebook() {
        let recent = Recent::default();
        let asked = |version, what: &str, made: &str| {
            recent.get(version, what, || Ok::<_, ()>(made.to_owned())).map(|answer| answer.to_string())
        };
        assert_eq!(asked(1, "a", "first"), Ok("first".into()));
        assert_eq!(asked(1, "a", "second"), Ok("first".into()));
        assert_eq!(asked(1, "b", "other"), Ok("other".into()));
        assert_eq!(asked(2, "a", "third"), Ok("third".into()));
    }
}
