//! A casebook: making, opening, and bringing its projection up to date. Enters: a folder. Leaves: a handle through
//! which everything else is done.

use crate::act::{Act, CasebookMade, Deed, FORMAT, Stamp};
use crate::guard::Guard;
use crate::lock::InUse;
use crate::projection::Reports;
use crate::{Error, ErrorKind, projection, store};
use gazetteer::Gazetteer;
use ledger::Ledger;
use reading::Policy;
use rusqlite::Connection;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A folder in which a team keeps what it received, read and judged.
///
/// Several handles, in one process or many, may have one folder open; each sees what the others recorded as soon
/// as it asks again.
#[derive(Debug)]
pub struct Casebook {
    pub(crate) dir: PathBuf,
    pub(crate) ledger: Ledger,
    pub(crate) db: Connection,
    pub(crate) access: Access,
    pub(crate) guard: Guard,
    _in_use: Option<InUse>,
}

/// What a handle may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Append acts and write the folder's projection.
    Write,
    /// Read the folder's projection.
    Read,
    /// Read, with a passing projection of its own.
    ReadPassing,
    /// Read what is kept as it is, and leave it to others to bring it up to date.
    View,
}

/// A casebook shares its folder with nobody: reports that lie there would be mixed with what it keeps. Hidden files may, and what
/// a new volume has.
fn has_room(dir: &Path) -> Result<(), Error> {
    const OWN: [&str; 4] = ["blobs", "casebook.lock", "ledger", "lost+found"];
    const BASES: [&str; 2] = ["casebook.sqlite", "team.sqlite"];
    if dir.join("ledger").exists() {
        // Whether a casebook is there already is for the ledger to say.
        return Ok(());
    }
    let named = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let is_own = |name: &String| {
        name.starts_with('.')
            || OWN.contains(&name.as_str())
            || BASES.iter().any(|base| name.starts_with(base))
    };
    let strange = named.map(|name| name.to_string_lossy().into_owned()).filter(|name| !is_own(name));
    match strange.min() {
        None => Ok(()),
        Some(name) => Err(Error::input(format!(
            "{} holds other files already, such as {name}; a casebook is a folder of its own, so name a new one, such as {}",
            dir.display(),
            dir.join("my.casebook").display()
        ))),
    }
}

impl Casebook {
    /// Makes a casebook in a folder that has none, and opens it. `name` must not have spaces or `+`; by custom it
    /// is a URL without its scheme. `policy` is the text (TOML) of a coding policy of the team's own.
    ///
    /// # Errors
    /// `Input` where there is one already, the folder holds other files, or the name or policy cannot be used; `ReadOnly`,
    /// `DiskFull`, `Io`.
    pub fn create(dir: &Path, name: &str, policy: Option<&str>, stamp: &Stamp) -> Result<Self, Error> {
        if stamp.by.trim().is_empty() {
            return Err(nameless());
        }
        has_room(dir)?;
        let made = CasebookMade {
            format: FORMAT,
            name: name.to_owned(),
            policy: read_policy(policy)?.label(),
            policy_toml: policy.map(str::to_owned),
        };
        let mut ledger = match Ledger::create(dir, name) {
            // A ledger without acts is what a crash in the middle of this function leaves.
            Err(error) if error.kind() == ledger::ErrorKind::Exists => {
                Ledger::open(dir, store::WAIT).ok().filter(|ledger| ledger.size() == 0).ok_or(error)?
            }
            other => other?,
        };
        ledger.append(&[Act { stamp: stamp.clone(), deed: Deed::CasebookMade(made) }])?;
        drop(ledger);
        Self::open(dir)
    }

    /// Opens a casebook for reading and writing. A projection that is missing or behind is computed from the
    /// ledger.
    ///
    /// # Errors
    /// `NotACasebook`, `Newer`, `ReadOnly` where [`Casebook::open_read_only`] may serve, `Damaged` where
    /// [`Casebook::rebuild`] helps, `Tampered`, `Busy`, `DiskFull`, `Io`.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let ledger = Ledger::open(dir, store::WAIT).map_err(|error| unopened(dir, error))?;
        let in_use = InUse::share(dir)?;
        let db = store::open(dir)?;
        Self::ready(dir, ledger, db, Access::Write, Some(in_use))
    }

    /// Opens a casebook for reading, also in a folder that cannot be written.
    ///
    /// # Errors
    /// Those of [`Casebook::open`], but for `ReadOnly` and `Damaged`: where the projection does not serve, a
    /// passing one is computed.
    pub fn open_read_only(dir: &Path) -> Result<Self, Error> {
        let ledger = Ledger::open_read(dir).map_err(|error| unopened(dir, error))?;
        let in_use = InUse::share_if_possible(dir)?;
        let stored = store::open_read(dir).filter(|db| projection::belongs(db, &ledger).is_ok());
        match stored {
            Some(db) => Self::ready(dir, ledger, db, Access::Read, in_use),
            None => Self::ready(dir, ledger, store::open_passing()?, Access::ReadPassing, in_use),
        }
    }

    /// Opens a casebook to look at what is kept as it is: nothing is brought up to date, so that no query waits. Somebody
    /// else must do so, through [`Casebook::settle`] on a handle that may write.
    ///
    /// # Errors
    /// `Damaged` where there is no projection that serves, and those of [`Casebook::open_read_only`].
    pub fn open_view(dir: &Path) -> Result<Self, Error> {
        let ledger = Ledger::open_read(dir).map_err(|error| unopened(dir, error))?;
        let in_use = InUse::share_if_possible(dir)?;
        let db = store::open_read(dir).ok_or_else(|| Error::damaged("it cannot be read"))?;
        Self::ready(dir, ledger, db, Access::View, in_use)
    }

    /// Brings the projection up to date with the ledger, incidents included, and returns how many acts it holds.
    ///
    /// # Errors
    /// `Tampered`, `Newer`, `Busy`, `DiskFull`, `Io`.
    pub fn settle(&mut self) -> Result<u64, Error> {
        self.queued()?;
        store::number(&self.db, "applied")
    }

    /// Computes the projection again from the ledger, after removing the old one, and opens the casebook.
    ///
    /// # Errors
    /// `Busy` while anybody has the casebook open, and those of [`Casebook::open`].
    pub fn rebuild(dir: &Path) -> Result<Self, Error> {
        let ledger = Ledger::open(dir, store::WAIT).map_err(|error| unopened(dir, error))?;
        let alone = InUse::alone(dir)?;
        store::remove(dir)?;
        let db = store::open(dir)?;
        let mut casebook = Self::ready(dir, ledger, db, Access::Write, None)?;
        casebook.queued()?;
        store::pack(&casebook.db)?;
        // Nobody may come between while the file is open without a share of the lock, so it is closed first.
        drop(casebook);
        drop(alone);
        Self::open(dir)
    }

    fn ready(
        dir: &Path,
        ledger: Ledger,
        db: Connection,
        access: Access,
        in_use: Option<InUse>,
    ) -> Result<Self, Error> {
        let mut casebook =
            Self { dir: dir.to_owned(), ledger, db, access, guard: Guard::Off, _in_use: in_use };
        projection::belongs(&casebook.db, &casebook.ledger)?;
        casebook.refresh()?;
        casebook.founding()?;
        Ok(casebook)
    }

    /// Brings this handle up to date with what others recorded. Queries do so by themselves.
    ///
    /// # Errors
    /// `Tampered`, `Newer`, `Busy`, `DiskFull`, `Io`.
    pub fn refresh(&mut self) -> Result<(), Error> {
        self.project(&mut Reports::default())
    }

    /// Projects what the ledger has beyond the projection, taking reports that are at hand from `reports`.
    pub(crate) fn project(&mut self, reports: &mut Reports) -> Result<(), Error> {
        self.ledger.refresh()?;
        if self.access == Access::View || projection::is_current(&self.db, &self.ledger)? {
            return Ok(());
        }
        // Whoever wrote has not come to the projection yet, or cannot; a reader does not wait for it.
        self.detach()?;
        projection::catch_up(&self.db, &mut self.ledger, reports)
    }

    /// Appends deeds under one stamp, projects them, and returns their numbers once they are on disk.
    pub(crate) fn record(&mut self, stamp: &Stamp, deeds: Vec<Deed>) -> Result<Range<u64>, Error> {
        let acts: Vec<Act> = deeds.into_iter().map(|deed| Act { stamp: stamp.clone(), deed }).collect();
        self.record_acts(&acts, &mut Reports::default())
    }

    pub(crate) fn record_acts(&mut self, acts: &[Act], reports: &mut Reports) -> Result<Range<u64>, Error> {
        self.writable()?;
        if acts.iter().any(|act| act.stamp.by.trim().is_empty()) {
            return Err(nameless());
        }
        let numbers = match &self.guard {
            Guard::Off => self.ledger.append(acts)?,
            guard => {
                let mut forbids = |act: &ledger::Act| guard.forbids(act);
                let appended = self.ledger.append_unless(acts, guard.known(), &mut forbids)?;
                let Some(numbers) = appended else { return Err(self.overtaken()) };
                self.guard.saw(numbers.end);
                numbers
            }
        };
        self.project(reports)?;
        Ok(numbers)
    }

    /// Gives a handle that may not write the folder's projection one of its own.
    pub(crate) fn detach(&mut self) -> Result<(), Error> {
        if self.access == Access::Read {
            self.db = store::copy_passing(&self.db)?;
            self.access = Access::ReadPassing;
        }
        Ok(())
    }

    pub(crate) fn writable(&self) -> Result<(), Error> {
        if self.access == Access::Write { Ok(()) } else { Err(Error::read_only()) }
    }

    /// Returns the casebook's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the ledger as of the last refresh: acts, proofs, checkpoint, blobs.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns the first act: the casebook's name, format and coding policy.
    ///
    /// # Errors
    /// `NotACasebook` where the ledger does not begin with it, `Newer` where its format is.
    pub fn founding(&self) -> Result<CasebookMade, Error> {
        let not_ours = || {
            let what = "the ledger here does not begin as a casebook does; name another folder";
            Error::new(ErrorKind::NotACasebook, format!("{}: {what}", self.dir.display()))
        };
        if self.ledger.size() == 0 {
            return Err(not_ours());
        }
        match Act::read(&self.ledger.act(0)?)?.deed {
            Deed::CasebookMade(made) if made.format > FORMAT => {
                let what =
                    format!("the acts are of format {}, this version reads {FORMAT}; upgrade", made.format);
                Err(Error::new(ErrorKind::Newer, what))
            }
            Deed::CasebookMade(made) => Ok(made),
            _ => Err(not_ours()),
        }
    }

    /// Returns the coding policy of the casebook, for a [`reading::Reader`].
    ///
    /// # Errors
    /// `Newer` where it is one that only a newer version carries.
    pub fn policy(&self) -> Result<Policy, Error> {
        let made = self.founding()?;
        let policy = read_policy(made.policy_toml.as_deref())?;
        if policy.label() == made.policy {
            return Ok(policy);
        }
        let what = format!("the casebook's policy {} is not one this version carries; upgrade", made.policy);
        Err(Error::new(ErrorKind::Newer, what))
    }

    /// Returns the gazetteer of the casebook: the program's own with the layers that were imported.
    ///
    /// # Errors
    /// `Tampered` where a layer is not as imported; `Io`.
    pub fn gazetteer(&mut self) -> Result<Gazetteer, Error> {
        let mut gazetteer = Gazetteer::embedded();
        for layer in self.layers()? {
            let bytes = self.ledger.blobs().get(&layer)?;
            gazetteer = gazetteer.with_layer(bytes).map_err(|error| Error::input(error.to_string()))?;
        }
        Ok(gazetteer)
    }

    /// Returns the SHA-256 of each imported layer of places, in the order of their import.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn layers(&mut self) -> Result<Vec<String>, Error> {
        self.refresh()?;
        let mut query = self.db.prepare("SELECT blob FROM gazetteers GROUP BY blob ORDER BY min(act)")?;
        let layers = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(layers)
    }
}

/// How the casebook of a ledger reconciles figures and grades incidents. A policy that only a newer version carries is
/// refused where it is read by, so that the default stands in for it here.
pub(crate) fn coding(ledger: &Ledger) -> Result<incident::Policy, Error> {
    let own = match Act::read(&ledger.act(0)?)?.deed {
        Deed::CasebookMade(made) => made.policy_toml,
        _ => None,
    };
    let default = || Ok(incident::Policy::airwars().clone());
    own.map_or_else(default, |toml| read_coding(&toml))
}

fn read_coding(toml: &str) -> Result<incident::Policy, Error> {
    incident::Policy::from_toml(toml).map_err(|error| Error::input(error.to_string()))
}

/// An act that nobody answers for is not recorded.
fn nameless() -> Error {
    Error::input("say who does this; every act is recorded with its author")
}

fn read_policy(toml: Option<&str>) -> Result<Policy, Error> {
    match toml {
        Some(toml) => {
            read_coding(toml)?;
            Policy::from_toml(toml).map_err(|error| Error::input(error.to_string()))
        }
        None => Ok(Policy::airwars()),
    }
}

pub(crate) fn unopened(dir: &Path, error: ledger::Error) -> Error {
    match error.kind() {
        ledger::ErrorKind::NotFound => {
            let what = format!("{}: there is no casebook here; `cenotaph new` makes one", dir.display());
            Error::new(ErrorKind::NotACasebook, what)
        }
        _ => error.into(),
    }
}
