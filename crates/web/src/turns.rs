//! How many handlers work at once. Enters: who wants to work. Leaves: turns, in the order of asking. Those who look take as
//! many turns as there are cores to look with; those who change wait for one another in their own queue and take none of these.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Handlers that change something and wait for one another at most; more wait before their turn.
const CHANGING: usize = 32;
/// Bodies beyond [`LARGE`] bytes that are held at once.
const HELD: usize = 4;
/// Above so many bytes a body is large.
pub(crate) const LARGE: usize = 1 << 20;

/// Turns of handlers.
#[derive(Debug)]
pub(crate) struct Turns {
    looking: Arc<Semaphore>,
    changing: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            looking: Arc::new(Semaphore::new(2 * cores)),
            changing: Arc::new(Semaphore::new(CHANGING)),
            bodies: Arc::new(Semaphore::new(HELD)),
        }
    }
}

impl Turns {
    /// A turn to look, or to change something, kept by the work itself, which goes on where the client hangs up; `None` never comes, since turns do not end with the server.
    pub(crate) async fn next(&self, changes: bool) -> Option<OwnedSemaphorePermit> {
        let turns = if changes { &self.changing } else { &self.looking };
        Arc::clone(turns).acquire_owned().await.ok()
    }

    /// A turn to hold a body in memory, where it is a large one.
    pub(crate) async fn body(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        if bytes <= LARGE { None } else { Arc::clone(&self.bodies).acquire_owned().await.ok() }
    }
}
