//! `cenotaph explain`: any value of an incident, back to reports, words and acts of the ledger.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief, is_coloured, plain};
use casebook::{Evidence, Explanation, FIELDS, QuoteInText};
use clap::Args;
use clap::builder::PossibleValuesParser;

/// What is explained where nothing is named.
const USUAL: &[&str] = &["killed", "injured", "date", "place", "grade", "membership"];

/// Say why: trace an incident's values to reports, their words, and the ledger
///
/// For each field: the value, which account gives which end of it, the words with what stands around them (code
/// points of the report's text), the acts that recorded report and reading, the reasoning, and what people decided.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph explain i4kq2 killed
  cenotaph explain i4kq2 date grade --json")]
pub(crate) struct Explain {
    /// The incident's id, or its beginning
    incident: String,
    /// What to explain [default: killed injured date place grade membership]
    #[arg(value_parser = PossibleValuesParser::new(FIELDS))]
    fields: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// Print one JSON object per field
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let usual = || USUAL.iter().map(ToString::to_string).collect();
        let fields = if self.fields.is_empty() { usual() } else { self.fields };
        for (n, field) in fields.iter().enumerate() {
            let explanation = book.explain(&self.incident, field)?;
            if self.json {
                out.json(&explanation)?;
            } else {
                if n > 0 {
                    out.line("")?;
                }
                explain(&explanation, &mut out)?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn explain(why: &Explanation, out: &mut Output) -> Result<(), Fault> {
    let value = if why.value.is_empty() { "nothing is said of it" } else { &why.value };
    out.line(format_args!("{} of {}: {}", why.field, why.incident, plain(value)))?;
    for end in &why.ends {
        let by: Vec<String> = end.given_by.iter().map(|n| format!("[{}]", n + 1)).collect();
        let by = if by.is_empty() { "no account by itself".to_owned() } else { by.join(" ") };
        out.line(format_args!("  {} {} is given by {by}", end.end, end.people))?;
    }
    for (n, evidence) in why.evidence.iter().enumerate() {
        show(n + 1, evidence, out)?;
    }
    for step in &why.steps {
        let act = step.act.map(|act| format!(" (act {act})")).unwrap_or_default();
        out.line(format_args!("  because {}{act}", brief(&step.says)))?;
    }
    for judged in &why.judgements {
        let says = plain(&judged.why);
        out.line(format_args!(
            "  judgement, act {}, {} by {}: {says}",
            judged.act,
            judged.at,
            plain(&judged.author)
        ))?;
    }
    Ok(())
}

fn show(n: usize, evidence: &Evidence, out: &mut Output) -> Result<(), Fault> {
    let published = evidence.published.map(|day| day.to_string());
    let from: Vec<String> = evidence.publisher.iter().cloned().chain(published).collect();
    let says = if evidence.says.is_empty() {
        "says nothing of it".to_owned()
    } else {
        format!("says {}", evidence.says)
    };
    let name = brief(&evidence.report);
    out.line(format_args!("  [{n}] {name} ({}) {}", plain(&from.join(", ")), plain(&says)))?;
    let acts: Vec<String> = evidence.receipts.iter().map(|act| format!("received in act {act}")).collect();
    let read = evidence.reading.map(|act| format!("read in act {act}"));
    let acts: Vec<String> = acts.into_iter().chain(read).collect();
    out.line(format_args!("      sha256:{}; {}", evidence.account.report, acts.join(", ")))?;
    evidence.quotes.iter().try_for_each(|quote| out.line(in_context(quote)))
}

/// The words between guillemets, or bold, with what stands around them.
fn in_context(quote: &QuoteInText) -> String {
    let (open, close) = if is_coloured() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("«", "»") };
    let words = plain(&quote.quote.quote);
    let (before, after) = (plain(&quote.before), plain(&quote.after));
    format!("      {}–{}: …{before}{open}{words}{close}{after}…", quote.quote.start, quote.quote.end)
}
