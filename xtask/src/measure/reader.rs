//! Cenotaph, asked as a user's script asks it. Enters: files of reports. Leaves: files of readings or incidents.
//! Knows the command line and nothing else of it.

use crate::failure::Failure;
use crate::program::output;
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program.
pub(super) struct Reader {
    binary: PathBuf,
}

impl Reader {
    /// Takes the program at this path.
    pub(super) fn new(binary: PathBuf) -> Self {
        Self { binary }
    }

    /// Writes the readings of a file of reports. Lines that could not be read stand in the output with their error.
    pub(super) fn read(&self, words: &[&str], reports: &Path, readings: &Path) -> Result<(), Failure> {
        let mut command = Command::new(&self.binary);
        command.args(["read", "--json"]).args(words).arg(reports);
        into_file(&mut command, readings)
    }

    /// Writes the incidents that a casebook finds in a file of reports.
    pub(super) fn resolve(&self, reports: &Path, incidents: &Path) -> Result<(), Failure> {
        let casebook = incidents.with_extension("casebook");
        let command = |verb: &str| {
            let mut command = Command::new(&self.binary);
            command.arg(verb);
            command
        };
        run(command("new").arg(&casebook).stdout(Stdio::null()))?;
        run(command("read").arg("--casebook").arg(&casebook).arg(reports).stdout(Stdio::null()))?;
        into_file(command("incidents").arg("--casebook").arg(&casebook).arg("--json"), incidents)
    }

    /// What it estimates from a capture table.
    pub(super) fn estimate(&self, words: &[&str], table: &Path) -> Result<Value, Failure> {
        let mut command = Command::new(&self.binary);
        command.args(["estimate", "--json", "--table"]).arg(table).args(words);
        let said = output(&mut command)?;
        serde_json::from_str(&said).map_err(Failure::during(table.display()))
    }

    /// Writes the links of lists of people; `words` name the lists.
    pub(super) fn link(&self, words: &[&Path], links: &Path) -> Result<(), Failure> {
        let mut command = Command::new(&self.binary);
        command.args(["people", "link"]).args(words).arg("--output").arg(links);
        run(command.stdout(Stdio::null()))
    }
}

fn into_file(command: &mut Command, file: &Path) -> Result<(), Failure> {
    let to = File::create(file).map_err(Failure::during(file.display()))?;
    run(command.stdout(to))
}

/// The exit code of a run in which some inputs could not be read (`cenotaph --help`): they are counted by their error
/// lines, and are no reason to stop.
const SOME_UNREAD: i32 = 3;

/// Runs it to its end.
fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.stdin(Stdio::null()).status().map_err(Failure::during(format!("{command:?}")))?;
    match status.code() {
        Some(0 | SOME_UNREAD) => Ok(()),
        _ => Err(Failure::new(format!("{command:?}: {status}"))),
    }
}
