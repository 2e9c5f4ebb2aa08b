//! What a team relies on when it keeps a casebook, on real folders and small invented reports.

mod asking;
mod desk;
mod healing;
mod ingesting;
mod judging;
mod keeping;
mod sharing;
