//! `cenotaph people link`: two lists, or one, to pairs that may be the same person; or the lists of a casebook to persons.

use super::listed::{self, Mapped, Unread};
use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::output::Output;
use clap::Args;
use person::{Linkage, Register};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Find who is the same person across two lists, within one, or in a casebook
///
/// Lists are CSV (also .gz), Parquet or XLSX. The first column is the key unless --key names another. Columns are
/// recognised by common names: name, `name_en`, `name_ar`, `given_name`, surname, age, dob, sex, date, place, incident
/// and their like; --map says what others mean. The output has a row for each pair with its probability. Where no list
/// is named, those of the casebook are linked, and how many persons they are is told.
#[derive(Args, Debug)]
pub(crate) struct Link {
    /// A list
    #[arg(long, value_name = "FILE", requires = "right", requires = "output")]
    left: Option<PathBuf>,
    /// The list that it is linked to; nobody is in it twice
    #[arg(long, value_name = "FILE", requires = "left")]
    right: Option<PathBuf>,
    /// A list in which people may be several times
    #[arg(long, value_name = "FILE", conflicts_with_all = ["left", "right"], requires = "output")]
    dedupe: Option<PathBuf>,
    /// Pairs that are known to be the same person: columns left and right
    #[arg(long, value_name = "FILE", requires = "output")]
    labels: Option<PathBuf>,
    /// Where the links go: left, right, probability
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The column with the key [default: the first]
    #[arg(long, value_name = "HEADER")]
    key: Option<String>,
    /// What a column means; may be given several times
    #[arg(long, value_name = "MEANING=HEADER", value_parser = listed::mapped)]
    map: Vec<Mapped>,
    /// Say beside each link what each field weighs, in bits
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    which: Which,
}

impl Link {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        match &self.output {
            Some(output) => self.lists(output),
            None => self.casebook(),
        }
    }

    /// Links what the casebook has.
    fn casebook(&self) -> Result<Outcome, Fault> {
        let people = self.which.open_to_read()?.people()?;
        let mut out = Output::open();
        let lists: Vec<String> =
            people.lists().map(|(name, entries)| format!("{entries} of {name}")).collect();
        if lists.is_empty() {
            return Err(Fault::not_found(
                "there is nobody on any list here; `cenotaph people import` brings lists in",
            ));
        }
        let (likely, doubtful) = people.pairs();
        out.line(format_args!(
            "{} entries ({}) are likely {} persons.",
            people.len(),
            lists.join(", "),
            people.count()
        ))?;
        out.line(format_args!("{likely} pairs are likely one person; {doubtful} are doubtful."))?;
        for one in people.contradictions() {
            out.line(super::contradiction(one))?;
        }
        if !people.absent().is_empty() {
            let acts: Vec<String> = people.absent().iter().map(ToString::to_string).collect();
            out.line(format_args!(
                "Decisions about entries that are on no list now: acts {}.",
                acts.join(", ")
            ))?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }

    /// Links lists as they lie there.
    fn lists(&self, output: &Path) -> Result<Outcome, Fault> {
        let (mut register, mut unread) = (Register::new(), Unread::default());
        let mut read = |path: &Path, register: &mut Register| {
            listed::read(path, self.key.as_deref(), &self.map, register, &mut unread)
        };
        match (&self.left, &self.right, &self.dedupe) {
            (Some(left), Some(right), _) => {
                read(left, &mut register)?;
                register.begin_second();
                read(right, &mut register)?;
            }
            (_, _, Some(one)) => read(one, &mut register)?,
            _ => return Err(Fault::usage("name two lists with --left and --right, or one with --dedupe")),
        }
        register.close();
        let known = self.known(&register)?;
        let linkage = Linkage::find(&register, &known);
        casebook::write_out(output, |file| self.write(&register, &linkage, file))
            .map_err(|cause| Fault::unwritten(output.display(), &cause))?;
        Ok(if unread.close() { Outcome::SomeUnread } else { Outcome::Done })
    }

    /// The labelled pairs whose listings are there, in ascending order.
    fn known(&self, register: &Register) -> Result<Vec<(usize, usize)>, Fault> {
        let Some(path) = &self.labels else { return Ok(Vec::new()) };
        let table = listed::open(path)?;
        let (left, right) = (listed::column(&table, "left", path)?, listed::column(&table, "right", path)?);
        let (mut known, mut absent) = (Vec::new(), 0u64);
        for row in table {
            let row = row.map_err(|problem| {
                Fault::unreadable(format!("{}: line {}: {}", path.display(), problem.line, problem.what))
            })?;
            let of = |n: usize, second| row.cells.get(n).and_then(|key| register.find(key.trim(), second));
            match (of(left, false), of(right, self.dedupe.is_none())) {
                (Some(left), Some(right)) => known.push((left, right)),
                _ => absent += 1,
            }
        }
        if absent > 0 {
            warn(format_args!(
                "{}: {absent} pairs name keys that are in no list; passed over",
                path.display()
            ));
        }
        known.sort_unstable();
        Ok(known)
    }

    fn write(&self, register: &Register, linkage: &Linkage<'_>, file: &mut dyn Write) -> std::io::Result<()> {
        let mut table = csv::Writer::from_writer(file);
        table.write_record(["left", "right", "probability", "why"].iter().take(if self.explain {
            4
        } else {
            3
        }))?;
        for link in linkage.links() {
            let probability = format!("{:.6}", link.probability);
            table.write_field(register.key(link.left))?;
            table.write_field(register.key(link.right))?;
            table.write_field(probability)?;
            if self.explain {
                table.write_field(why(linkage, link))?;
            }
            table.write_record(None::<&[u8]>)?;
        }
        table.flush()
    }
}

/// The waterfall of a link in one line.
fn why(linkage: &Linkage<'_>, link: &person::Link) -> String {
    let told = linkage.explain(link.left, link.right);
    let fields = told.weights.iter().map(|w| format!("{} {} {:+.1}", w.field.name(), w.says, w.bits));
    let ends = [("relatives", told.relatives), ("labels", told.labels), ("others", told.others)];
    let ends = ends
        .iter()
        .filter(|(name, bits)| *name != "labels" || *bits != 0.0)
        .map(|(name, bits)| format!("{name} {bits:+.1}"));
    std::iter::once(format!("any pair {:+.1}", told.prior))
        .chain(fields)
        .chain(ends)
        .collect::<Vec<_>>()
        .join("; ")
}
