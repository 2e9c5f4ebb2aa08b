//! The verbs and their help. Enters: the command line. Leaves: the verb's outcome. Never does a verb's work.

use crate::fault::{self, Fault, Outcome};
use crate::verb;
use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

/// Turns reports of harm to civilians into a record that can be defended.
///
/// Reports go into a casebook, a folder that keeps their bytes, what was read in them and what people decided.
/// Incidents with ranges of killed and injured are computed from it, and every number leads back to its words.
#[derive(Debug, Parser)]
#[command(name = "cenotaph", version, after_help = fault::HELP)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Demo(verb::demo::Demo),
    New(verb::new::New),
    Read(verb::read::Read),
    Incidents(verb::incidents::Incidents),
    Show(verb::show::Show),
    Explain(verb::explain::Explain),
    Review(verb::review::Review),
    Search(verb::search::Search),
    Positions(verb::positions::Positions),
    Actors(verb::actors::Actors),
    Demands(verb::demands::Demands),
    Serve(verb::serve::Serve),
    Invite(verb::invite::Invite),
    Judge(verb::judge::Judge),
    Export(verb::export::Export),
    Estimate(verb::estimate::Estimate),
    People(verb::people::People),
    Verify(verb::verify::Verify),
    Rebuild(verb::rebuild::Rebuild),
    Backup(verb::backup::Backup),
    Gazetteer(verb::gazetteer::Gazetteer),
    Log(verb::log::Log),
    Completions(verb::completions::Completions),
    Man(verb::man::Man),
}

/// Understands the command line and carries it out.
pub(crate) fn run() -> Result<Outcome, Fault> {
    match Cli::try_parse() {
        Ok(cli) => carry_out(cli.verb),
        Err(error) => answer(&error),
    }
}

fn carry_out(verb: Verb) -> Result<Outcome, Fault> {
    match verb {
        Verb::Demo(verb) => verb.run(),
        Verb::New(verb) => verb.run(),
        Verb::Read(verb) => verb.run(),
        Verb::Incidents(verb) => verb.run(),
        Verb::Show(verb) => verb.run(),
        Verb::Explain(verb) => verb.run(),
        Verb::Review(verb) => verb.run(),
        Verb::Search(verb) => verb.run(),
        Verb::Positions(verb) => verb.run(),
        Verb::Actors(verb) => verb.run(),
        Verb::Demands(verb) => verb.run(),
        Verb::Serve(verb) => verb.run(),
        Verb::Invite(verb) => verb.run(),
        Verb::Judge(verb) => verb.run(),
        Verb::Export(verb) => verb.run(),
        Verb::Estimate(verb) => verb.run(),
        Verb::People(verb) => verb.run(),
        Verb::Verify(verb) => verb.run(),
        Verb::Rebuild(verb) => verb.run(),
        Verb::Backup(verb) => verb.run(),
        Verb::Gazetteer(verb) => verb.run(),
        Verb::Log(verb) => verb.run(),
        Verb::Completions(verb) => verb.run(),
        Verb::Man(verb) => verb.run(),
    }
}

/// The whole command line, for completions and manual pages.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

/// Help and version are wanted; everything else is a command that was not understood.
fn answer(error: &clap::Error) -> Result<Outcome, Fault> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            error.print().map_err(|cause| Fault::unwritten("standard output", &cause))?;
            Ok(Outcome::Done)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Where standard error is closed there is nobody to help.
            let _ = error.print();
            Err(Fault::usage("name a verb"))
        }
        _ => Err(Fault::usage(in_one_line(error))),
    }
}

/// What clap says, without its usage and in one line.
fn in_one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let says: Vec<&str> = text.split("\n\nUsage:").next().unwrap_or_default().split_whitespace().collect();
    let says = says.join(" ");
    let says = says.strip_prefix("error: ").unwrap_or(&says).split(" For more information").next();
    let usage = match error.get(ContextKind::Usage) {
        Some(usage) => usage.to_string().replace("Usage: ", "").trim().to_owned(),
        None => "cenotaph --help".to_owned(),
    };
    format!("{}; usage: {usage}", says.unwrap_or_default().trim_end())
}
