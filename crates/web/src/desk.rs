//! The casebook behind the server: one handle that writes, several that look, and the overview of all incidents in
//! memory. Enters: what is to be done with a casebook. Leaves: its outcome. Work on it blocks, so it is called from
//! threads that may be blocked.

use casebook::{Casebook, Error, Overview, Source};
use reading::Reader;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// How many handles that look are kept for the next who asks; no more look at once than there are turns.
const KEPT: usize = 8;

/// A casebook that many people work on at once.
pub(crate) struct Desk {
    dir: PathBuf,
    looking: Mutex<Vec<Casebook>>,
    writing: Mutex<Writing>,
    /// All incidents, as of a version.
    overview: RwLock<(u64, Arc<Overview>)>,
    /// How many acts are taken in.
    taken: AtomicU64,
    /// Publishers as of a version; they are counted over all accounts, which takes a while.
    sources: Mutex<Option<(u64, Arc<Vec<Source>>)>>,
}

/// The handle that writes, and the reader of reports with the gazetteer layers that it was made with.
struct Writing {
    book: Casebook,
    reader: Option<(Vec<String>, Reader)>,
}

impl Desk {
    /// Opens a casebook and brings it up to date.
    pub(crate) fn open(dir: &Path) -> Result<Self, Error> {
        let mut book = Casebook::open(dir)?;
        let taken = book.settle()?;
        let overview = (book.shown()?, Arc::new(book.overview()?));
        Ok(Self {
            dir: dir.to_owned(),
            looking: Mutex::default(),
            writing: Mutex::new(Writing { book, reader: None }),
            overview: RwLock::new(overview),
            taken: AtomicU64::new(taken),
            sources: Mutex::default(),
        })
    }

    /// The overview of all incidents, with its version.
    pub(crate) fn overview(&self) -> (u64, Arc<Overview>) {
        let kept = self.overview.read().unwrap_or_else(PoisonError::into_inner);
        (kept.0, Arc::clone(&kept.1))
    }

    /// The last act that changed what is shown. What was made of a version is good until there is another.
    pub(crate) fn version(&self) -> u64 {
        self.overview.read().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Publishers, and how each stands beside the others.
    pub(crate) fn sources(&self) -> Result<Arc<Vec<Source>>, Error> {
        // Whoever asks at the same time waits for the one count.
        let mut kept = lock(&self.sources);
        let version = self.version();
        if let Some((_, sources)) = kept.as_ref().filter(|(of, _)| *of == version) {
            return Ok(Arc::clone(sources));
        }
        let sources = Arc::new(self.look(Casebook::sources)?);
        *kept = Some((version, Arc::clone(&sources)));
        Ok(sources)
    }

    /// Looks at the casebook as it is kept, and does not wait for those who write.
    pub(crate) fn look<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Casebook) -> Result<T, E>,
    ) -> Result<T, E> {
        let kept = lock(&self.looking).pop();
        let mut book = match kept {
            Some(book) => book,
            None => Casebook::open_view(&self.dir)?,
        };
        let done = work(&mut book);
        // A handle on which something failed is not handed on.
        if done.is_ok() {
            let mut looking = lock(&self.looking);
            if looking.len() < KEPT {
                looking.push(book);
            }
        }
        done
    }

    /// Changes the casebook, one after the other, and brings all that is shown up to date before it returns.
    pub(crate) fn change<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Casebook) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writing = lock(&self.writing);
        let done = work(&mut writing.book);
        // What was put on record before a failure is shown too.
        self.catch_up(&mut writing.book)?;
        done
    }

    /// As [`Desk::change`], with a reader of reports that has the casebook's policy and places.
    pub(crate) fn read_reports<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Casebook, &Reader) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writing = lock(&self.writing);
        let Writing { book, reader } = &mut *writing;
        let layers = book.layers()?;
        let kept = reader.take().filter(|(made_with, _)| *made_with == layers);
        let (_, reader) = match kept {
            Some(kept) => reader.insert(kept),
            None => reader.insert((layers, Reader::new(book.gazetteer()?, book.policy()?))),
        };
        let done = work(book, reader);
        self.catch_up(book)?;
        done
    }

    /// Takes in what other processes put on record meanwhile.
    pub(crate) fn look_for_news(&self) -> Result<(), Error> {
        let known = self.taken.load(Ordering::Acquire);
        let size = self.look(|book| {
            book.refresh()?;
            Ok::<_, Error>(book.ledger().size())
        })?;
        if size == known { Ok(()) } else { self.change(|_| Ok(())) }
    }

    fn catch_up(&self, book: &mut Casebook) -> Result<(), Error> {
        let taken = book.settle()?;
        let version = book.shown()?;
        if version != self.version() {
            let overview = Arc::new(book.overview_after(&self.overview().1)?);
            *self.overview.write().unwrap_or_else(PoisonError::into_inner) = (version, overview);
        }
        self.taken.store(taken, Ordering::Release);
        Ok(())
    }
}

/// A lock that a panic elsewhere does not close: what it guards is whole after every step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
