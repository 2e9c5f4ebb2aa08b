//! What many ask for, kept for the next. Enters: what an answer depends on, and how it is made. Leaves: the answer. Keeps
//! few, and none beyond the state of the casebook that it was made of.

use std::sync::{Arc, Mutex, PoisonError};

/// Answers made lately, the last asked for first, each with the state of the casebook and what was asked.
#[derive(Debug)]
pub(crate) struct Recent<T: ?Sized> {
    kept: Mutex<Vec<(u64, String, Arc<T>)>>,
    most: usize,
}

impl<T: ?Sized> Recent<T> {
    /// Keeps so many.
    pub(crate) fn keeping(most: usize) -> Self {
        Self { kept: Mutex::default(), most }
    }

    /// The answer to what was asked of a state of the casebook; made where it is not kept.
    pub(crate) fn get<E>(
        &self,
        version: u64,
        asked: &str,
        make: impl FnOnce() -> Result<Arc<T>, E>,
    ) -> Result<Arc<T>, E> {
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(at) = kept.iter().position(|kept| kept.0 == version && kept.1 == asked) {
                let found = kept.remove(at);
                let answer = Arc::clone(&found.2);
                kept.insert(0, found);
                return Ok(answer);
            }
        }
        // Made without the lock: two who ask at once for what is not kept make it twice, and nobody else waits.
        let answer = make()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.0 == version && one.1 != asked);
        kept.insert(0, (version, asked.to_owned(), Arc::clone(&answer)));
        kept.truncate(self.most);
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_made_once_for_each_state_of_the_casebook() {
        let recent: Recent<str> = Recent::keeping(2);
        let asked = |version, what: &str, made: &str| {
            recent.get(version, what, || Ok::<_, ()>(made.into())).map(|answer| answer.to_string())
        };
        assert_eq!(asked(1, "a", "first"), Ok("first".into()));
        assert_eq!(asked(1, "a", "second"), Ok("first".into()));
        assert_eq!(asked(1, "b", "other"), Ok("other".into()));
        assert_eq!(asked(1, "a", "again"), Ok("first".into()));
        assert_eq!(asked(1, "c", "one more"), Ok("one more".into()));
        assert_eq!(asked(1, "b", "made anew"), Ok("made anew".into()), "the one asked for longest ago goes");
        assert_eq!(asked(2, "a", "third"), Ok("third".into()));
    }
}
