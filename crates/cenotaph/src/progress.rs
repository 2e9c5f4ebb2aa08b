//! Progress of long work, on a terminal's standard error and nowhere else. Enters: how far the work has come.
//! Leaves: a bar, which is taken away at the end.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many bytes, or a count where the total is not known.
pub(crate) fn of_bytes(total: Option<u64>) -> ProgressBar {
    match total {
        Some(total) => bar(ProgressBar::new(total), "{bar:32} {bytes}/{total_bytes} {msg} {eta} left"),
        None => bar(ProgressBar::no_length(), "{spinner} {bytes} {msg} {elapsed}"),
    }
}

/// A bar over so many things.
pub(crate) fn of_things(total: Option<u64>) -> ProgressBar {
    match total {
        Some(total) => bar(ProgressBar::new(total), "{bar:32} {pos}/{len} {msg} {eta} left"),
        None => bar(ProgressBar::no_length(), "{spinner} {pos} {msg} {elapsed}"),
    }
}

/// A bar that is never shown.
pub(crate) fn none() -> ProgressBar {
    ProgressBar::hidden()
}

fn bar(bar: ProgressBar, template: &str) -> ProgressBar {
    // The target shows nothing where standard error is no terminal.
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
    // The templates are constants; were one wrong, the default would serve.
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
