//! `cenotaph serve`: the casebook in the browser.

use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use clap::Args;
use std::process::{Command, Stdio};

/// Open a casebook in the browser
///
/// The pages are served to this machine alone, and fetch nothing from outside. With --team people sign in with accounts
/// of their own (`cenotaph invite`); docs/TEAM.md says how to put it behind a proxy with TLS. Ctrl-C ends it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph serve --casebook my.casebook --open
  cenotaph serve --port 8080
  cenotaph serve --team --port 7171
  cenotaph serve --tiles 'https://tiles.example/{z}/{x}/{y}.png' --tiles-credit 'Map Makers'")]
pub(crate) struct Serve {
    #[command(flatten)]
    which: Which,
    /// The port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 7171)]
    port: u16,
    /// Have people sign in with accounts of their own
    #[arg(long)]
    team: bool,
    /// The address to listen on, for a proxy on another machine; with --team alone
    #[arg(long, value_name = "ADDRESS", requires = "team")]
    listen: Option<std::net::IpAddr>,
    #[arg(
        long,
        value_name = "TEMPLATE",
        requires = "tiles_credit",
        help = "Draw the map on pictures of this tile server, as https://tiles.example/{z}/{x}/{y}.png; it learns what is looked at"
    )]
    tiles: Option<String>,
    /// Whom the map of the tile server credits
    #[arg(long, value_name = "WORDS", requires = "tiles")]
    tiles_credit: Option<String>,
    /// Open the page in this machine's browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    author: Author,
}

impl Serve {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let tiles = self.tiles.as_deref().zip(self.tiles_credit.as_deref());
        let tiles = tiles.map(|(template, credit)| web::Tiles::new(template, credit));
        let tiles = tiles.transpose().map_err(|wrong| Fault::usage(wrong.to_string()))?;
        let options = web::Options {
            dir: self.which.folder()?,
            port: self.port,
            user: self.author.stamp().by,
            team: self.team,
            listen: self.listen,
            tiles,
            limits: web::Limits::default(),
        };
        let server = web::Server::bind(&options)?;
        let address = format!("http://{}/", server.address());
        let mut out = Output::open();
        let whom = if self.team { "those who have an account" } else { "this machine alone" };
        out.line(format_args!("The casebook is open at {address} for {whom}. Ctrl-C ends it."))?;
        out.flush()?;
        if self.open {
            show(&address);
        }
        server.run_until_interrupted()?;
        Ok(Outcome::Done)
    }
}

/// Opens an address in the browser, by the program that each system has for it.
fn show(address: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(cause) = command.spawn() {
        warn(format_args!("the browser cannot be opened ({program}: {cause}); open {address} by hand"));
    }
}
