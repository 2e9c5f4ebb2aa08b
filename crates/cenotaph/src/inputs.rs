//! What the user wants read: files, folders, and standard input for `-`. Enters: paths. Leaves: one item per
//! report or fault, in the order given. Holds one file at a time.

use crate::fault::warn;
use intake::{Item, Options, Problem};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

/// How many faults are told one by one.
const TOLD: u64 = 20;
/// How standard input is called in messages.
const STDIN: &str = "standard input";

/// Everything that the paths lead to.
pub(crate) fn items(paths: &[PathBuf], options: Options) -> impl Iterator<Item = Item> + Send {
    paths.iter().flat_map(move |path| {
        // The two ways differ in type, and a box a path costs nothing beside reading it.
        let found: Box<dyn Iterator<Item = Item> + Send> = if path == Path::new("-") {
            Box::new(intake::read_from(STDIN, BufReader::with_capacity(1 << 16, io::stdin()), &options))
        } else {
            Box::new(beneath(path, options))
        };
        found
    })
}

fn beneath(path: &Path, options: Options) -> impl Iterator<Item = Item> + Send + use<> {
    let one = [path.to_owned()];
    let found: Vec<Result<PathBuf, Problem>> = intake::walk(&one).collect();
    found.into_iter().flat_map(move |file| {
        let (file, problem) = match file {
            Ok(file) => (Some(file), None),
            Err(problem) => (None, Some(Item::Problem(problem))),
        };
        let items = file.into_iter().flat_map(move |file| intake::read_path(&file, &options));
        problem.into_iter().chain(items)
    })
}

/// The bytes that the paths lead to; `None` where a stream is among them.
pub(crate) fn size(paths: &[PathBuf]) -> Option<u64> {
    let files: Vec<PathBuf> = intake::walk(paths).flatten().collect();
    let streamed = |path: &PathBuf| path == Path::new("-") || !path.is_file();
    if paths.iter().any(|path| path == Path::new("-")) || files.iter().any(streamed) {
        return None;
    }
    files.iter().map(|file| file.metadata().map(|data| data.len()).ok()).sum()
}

/// Tells of inputs that could not be read, and counts them.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    count: u64,
}

impl Unread {
    /// Tells of one.
    pub(crate) fn tell(&mut self, problem: &Problem) {
        self.count += 1;
        if self.count <= TOLD {
            warn(problem);
        }
    }

    /// Whether there was any; tells how many were passed over in silence.
    pub(crate) fn close(&self) -> bool {
        if self.count > TOLD {
            warn(format_args!("{} more inputs could not be read", self.count - TOLD));
        }
        self.count > 0
    }
}
