//! The SQLite file: opening it with fixed settings, making its tables, telling a sound one from a damaged one.
//! Enters: a path. Leaves: a connection. Never knows what the rows mean.

use crate::{Error, ErrorKind};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The projection's file in a casebook folder.
pub(crate) const FILE: &str = "casebook.sqlite";
/// How long a writer waits for another one.
pub(crate) const WAIT: Duration = Duration::from_secs(10);

/// Each change of the tables, in order; `user_version` counts them.
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("schema.sql")),
    M::up(include_str!("vocabulary.sql")),
    M::up(include_str!("review.sql")),
    M::up(include_str!("people.sql")),
    M::up(include_str!("desk.sql")),
    M::up(include_str!("derive.sql")),
    M::up(include_str!("earlier.sql")),
    M::up(include_str!("queue.sql")),
    M::up(include_str!("called.sql")),
];
/// The mark of all that this program computes rows by.
const RULES: &str = env!("CASEBOOK_RULES");
/// How often the making of tables is tried while another process makes them.
const TRIES: u32 = 500;

/// Opens the file for writing; a file that is not there is made.
pub(crate) fn open(dir: &Path) -> Result<Connection, Error> {
    let db = Connection::open(dir.join(FILE)).map_err(|error| unopened(dir, &error))?;
    settle(&db)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        .map_err(|error| unopened(dir, &error))?;
    migrate(db)
}

/// Opens the file for reading, also on a medium that cannot be written; `None` where it cannot serve.
pub(crate) fn open_read(dir: &Path) -> Option<Connection> {
    open_where(dir, serves)
}

/// Whether there is a file whose rows another version of the program computed.
pub(crate) fn is_of_another(dir: &Path) -> bool {
    let of_another = |db: &Connection| {
        version(db).is_ok_and(|version| (1..=MIGRATIONS.len()).contains(&version))
            && is_ours(db).is_ok_and(|ours| !ours)
    };
    open_where(dir, of_another).is_some()
}

fn open_where(dir: &Path, serves: impl Fn(&Connection) -> bool) -> Option<Connection> {
    let path = dir.join(FILE);
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let shared = Connection::open_with_flags(&path, flags).ok().filter(&serves);
    shared.or_else(|| {
        // Without a log beside it the file is whole, and nothing need be written to read it.
        let log = std::fs::metadata(with_suffix(&path, "-wal")).map_or(0, |data| data.len());
        let immutable = immutable_uri(&path).filter(|_| log == 0)?;
        Connection::open_with_flags(immutable, flags).ok().filter(&serves)
    })
}

/// Opens a passing database, which SQLite keeps in memory or in a file of its own that it removes.
pub(crate) fn open_passing() -> Result<Connection, Error> {
    let db = Connection::open("")?;
    settle(&db)?;
    migrate(db)
}

/// Copies a database into a passing one.
pub(crate) fn copy_passing(from: &Connection) -> Result<Connection, Error> {
    let mut db = Connection::open("")?;
    rusqlite::backup::Backup::new(from, &mut db)?.run_to_completion(
        i32::MAX,
        Duration::from_millis(10),
        None,
    )?;
    settle(&db)?;
    migrate(db)
}

/// Removes the file with its log.
pub(crate) fn remove(dir: &Path) -> Result<(), Error> {
    let path = dir.join(FILE);
    for path in [with_suffix(&path, "-wal"), with_suffix(&path, "-shm"), path] {
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io(&path, &source));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Packs the file and folds its log into it.
pub(crate) fn pack(db: &Connection) -> Result<(), Error> {
    db.execute_batch("INSERT INTO words (words) VALUES ('optimize'); VACUUM;")?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Reads a number kept under a name; 0 where there is none.
pub(crate) fn number(db: &Connection, name: &str) -> Result<u64, Error> {
    let found: Option<i64> =
        db.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(0).cast_unsigned())
}

/// Reads a text kept under a name.
pub(crate) fn text(db: &Connection, name: &str) -> Result<Option<String>, Error> {
    Ok(db.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

/// Keeps a value under a name.
pub(crate) fn keep(db: &Connection, name: &str, value: impl rusqlite::ToSql) -> Result<(), Error> {
    db.prepare_cached("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute(rusqlite::params![name, value])?;
    Ok(())
}

fn settle(db: &Connection) -> Result<(), Error> {
    db.busy_timeout(WAIT)?;
    db.set_prepared_statement_cache_capacity(64);
    // Foreign keys are not declared: the ledger, not SQLite, says what refers to what.
    db.execute_batch("PRAGMA page_size = 8192; PRAGMA cache_size = -32768;")?;
    Ok(())
}

/// Brings the tables up to date; another process may be doing the same, so a failure is looked at again.
fn migrate(mut db: Connection) -> Result<Connection, Error> {
    let migrations = Migrations::from_slice(MIGRATIONS);
    for left in (0..TRIES).rev() {
        let version = version(&db)?;
        if version == MIGRATIONS.len() {
            renew(&db)?;
            return Ok(db);
        }
        if version > MIGRATIONS.len() {
            let what = format!(
                "casebook.sqlite was made by a newer Cenotaph (version {version}, this one reads {}); upgrade",
                MIGRATIONS.len()
            );
            return Err(Error::new(ErrorKind::Newer, what));
        }
        match migrations.to_latest(&mut db) {
            Ok(()) => {}
            Err(_) if left > 0 => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => return Err(Error::damaged(error)),
        }
    }
    Err(Error::new(ErrorKind::Busy, "another process is making casebook.sqlite; try again"))
}

fn version(db: &Connection) -> Result<usize, Error> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Whether the rows were computed by what this program computes them by.
fn is_ours(db: &Connection) -> Result<bool, Error> {
    Ok(text(db, "rules")?.is_some_and(|kept| kept == RULES))
}

/// Refuses to add to rows that another version of the program has computed since the file was opened.
pub(crate) fn check_ours(db: &Connection) -> Result<(), Error> {
    let what = "casebook.sqlite was computed anew by another version of Cenotaph; start this one again, or only that one";
    if is_ours(db)? { Ok(()) } else { Err(Error::new(ErrorKind::Newer, what)) }
}

/// Forgets rows that another version of the program computed, so that all are computed anew: rows of two versions side by
/// side would be those of neither.
fn renew(db: &Connection) -> Result<(), Error> {
    if is_ours(db)? {
        return Ok(());
    }
    let writing = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    // Another process may have done so meanwhile.
    if !is_ours(&writing)? {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'words*' \
                   AND name NOT GLOB 'sqlite_*' ORDER BY name";
        let mut query = writing.prepare(sql)?;
        let tables = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        for table in tables {
            writing.execute(&format!("DELETE FROM {table}"), [])?;
        }
        drop(query);
        writing.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
        keep(&writing, "rules", RULES)?;
    }
    Ok(writing.commit()?)
}

/// Whether a file that was opened for reading has the tables of this version, and its rows.
fn serves(db: &Connection) -> bool {
    db.busy_timeout(WAIT).is_ok()
        && is_ours(db).is_ok_and(|ours| ours)
        && version(db).is_ok_and(|version| version == MIGRATIONS.len())
        && number(db, "applied").is_ok()
}

fn unopened(dir: &Path, error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::CannotOpen | Code::ReadOnly | Code::PermissionDenied) => {
            let what = format!("{}: casebook.sqlite cannot be written ({error})", dir.display());
            Error::new(ErrorKind::ReadOnly, what)
        }
        Some(Code::NotADatabase | Code::DatabaseCorrupt) => Error::damaged(error),
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
            Error::new(ErrorKind::Busy, "another process is opening casebook.sqlite; try again")
        }
        _ => Error::new(ErrorKind::Io, format!("{}: casebook.sqlite: {error}", dir.display())),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A URI that promises SQLite that nobody writes the file (sqlite.org/uri.html).
fn immutable_uri(path: &Path) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02x}") };
    let path: String = path.to_str()?.bytes().map(escape).collect();
    Some(format!("file:{path}?immutable=1"))
}
