//! Other programs, run. Enters: a command. Leaves: whether it succeeded and what it printed. Never hides what a
//! program says where it fails.

use crate::failure::Failure;
use crate::tree::Tree;
use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The Cargo that runs this program, in the root of the repository.
pub(crate) fn cargo(tree: &Tree) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(tree.root());
    // What Cargo tells this package of itself must not reach the builds it starts, or they would start anew.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    command
}

/// Whether a program is there and runs.
pub(crate) fn runs(mut command: Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// Whether it succeeded, and both its streams, which are shown while it runs.
pub(crate) fn show(mut command: Command) -> Result<(bool, String), Failure> {
    if std::io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let name = command.get_program().to_string_lossy().into_owned();
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(Failure::during(&name))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let said = std::thread::scope(|scope| {
        let out = scope.spawn(|| pass_on(out, std::io::stdout()));
        let err = pass_on(err, std::io::stderr());
        out.join().unwrap_or_default() + &err
    });
    let status = child.wait().map_err(Failure::during(&name))?;
    Ok((status.success(), said))
}

/// Copies lines from a stream to another, and keeps them.
fn pass_on(from: Option<impl Read>, mut to: impl Write) -> String {
    let mut kept = String::new();
    let Some(from) = from else { return kept };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        // A reader that went away is no reason to stop the tests.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

/// What it prints on standard output; a failure where it does not succeed.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let (code, said) = answer(command)?;
    if code == Some(0) {
        return Ok(said);
    }
    Err(Failure::new(format!("{} failed", shown(command))))
}

/// Its exit code and what it prints on standard output; its complaints are passed on.
pub(crate) fn answer(command: &mut Command) -> Result<(Option<i32>, String), Failure> {
    let ran = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let ran = ran.map_err(|error| Failure::new(format!("{}: {error}", shown(command))))?;
    Ok((ran.status.code(), String::from_utf8_lossy(&ran.stdout).into_owned()))
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// The folder that Cargo builds in.
pub(crate) fn build_folder(tree: &Tree) -> Result<PathBuf, Failure> {
    let said = output(cargo(tree).args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let told: Value = serde_json::from_str(&said).map_err(Failure::during("cargo metadata"))?;
    let folder = told["target_directory"].as_str().map(PathBuf::from);
    folder.ok_or_else(|| Failure::new("cargo metadata names no target_directory"))
}

/// Builds the program that users run, with all optimisations, and says where it is.
pub(crate) fn built_for_release(tree: &Tree) -> Result<PathBuf, Failure> {
    built(tree, &["build", "--release", "--package", "cenotaph"], "release")
}

/// Builds it together with the tests and as they are built, so that nothing is built twice, and says where it is.
pub(crate) fn built_for_tests(tree: &Tree) -> Result<PathBuf, Failure> {
    built(tree, &["test", "--quiet", "--workspace", "--lib", "--bins", "--tests", "--no-run"], "debug")
}

fn built(tree: &Tree, words: &[&str], profile: &str) -> Result<PathBuf, Failure> {
    output(cargo(tree).args(words))?;
    let name = format!("cenotaph{}", std::env::consts::EXE_SUFFIX);
    Ok(build_folder(tree)?.join(profile).join(name))
}

/// A Python script with arguments.
pub(crate) fn python(script: &Path) -> Command {
    let mut command = Command::new("python3");
    command.arg("-B").arg(script);
    command
}
