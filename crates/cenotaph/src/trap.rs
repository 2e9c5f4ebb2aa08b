//! Panics caught and told as faults of Cenotaph's own. Enters: work to do. Leaves: its result, or what broke.
//! Never lets a panic's message reach the user unexplained.

use crate::fault::Fault;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, Once, PoisonError};

/// What the last panic of any thread said, and where.
static LAST: Mutex<String> = Mutex::new(String::new());
static HOOK: Once = Once::new();

/// Does the work; a panic within it, in whatever thread, becomes a fault.
pub(crate) fn trap<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    broken(work).unwrap_or_else(|what| Err(Fault::own(&what)))
}

/// Does the work, or says what broke.
pub(crate) fn broken<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| std::panic::set_hook(Box::new(keep)));
    // What the work leaves half done is not looked at again.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone()
    })
}

fn keep(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let says = panic.payload_as_str().unwrap_or("no message");
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = format!("{place}: {says}");
}
