//! How many handlers work at once. Enters: who wants to work. Leaves: turns, in the order of asking. Those who look take as
//! many turns as there are cores to look with; those who change wait for one another in their own queue and take none of these.

use tokio::sync::{Semaphore, SemaphorePermit};

/// Handlers that change something and wait for one another at most; more wait before their turn.
const CHANGING: usize = 32;
/// Bodies beyond [`LARGE`] bytes that are held at once.
const HELD: usize = 4;
/// Above so many bytes a body is large.
pub(crate) const LARGE: usize = 1 << 20;

/// Turns of handlers.
#[derive(Debug)]
pub(crate) struct Turns {
    looking: Semaphore,
    changing: Semaphore,
    bodies: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            looking: Semaphore::new(2 * cores),
            changing: Semaphore::new(CHANGING),
            bodies: Semaphore::new(HELD),
        }
    }
}

impl Turns {
    /// A turn to look, or to change something; `None` never comes, since turns do not end with the server.
    pub(crate) async fn next(&self, changes: bool) -> Option<SemaphorePermit<'_>> {
        let turns = if changes { &self.changing } else { &self.looking };
        turns.acquire().await.ok()
    }

    /// A turn to hold a body in memory, where it is a large one.
    pub(crate) async fn body(&self, bytes: usize) -> Option<SemaphorePermit<'_>> {
        if bytes <= LARGE { None } else { self.bodies.acquire().await.ok() }
    }
}
