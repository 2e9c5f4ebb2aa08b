//! The server: binding, serving until it is told to stop, and looking for what other processes put on record. Enters:
//! a casebook's folder and options. Leaves: answers over HTTP.

use crate::app::App;
use crate::desk::Desk;
use crate::gate::{Gate, TeamGate};
use crate::presence::Presence;
use crate::recent::Recent;
use crate::tiles::Tiles;
use crate::turns::Turns;
use crate::{Cleared, Error, Limits, Person, Role, http, listen, security};
use casebook::{Casebook, MemberChanged, Stamp, Team, TeamMember};
use jiff::Timestamp;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// How often what others put on record is looked for.
const NEWS: Duration = Duration::from_secs(1);

/// How a casebook is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The casebook's folder.
    pub dir: PathBuf,
    /// Port; 0 for any that is free.
    pub port: u16,
    /// The name of the one user, as acts record it; of no matter to a team.
    pub user: String,
    /// Whether people sign in with accounts of their own.
    pub team: bool,
    /// The address to listen on, where it is not this machine's own; for a team alone.
    pub listen: Option<IpAddr>,
    /// The tile server of the map's ground; without one nothing is fetched from elsewhere.
    pub tiles: Option<Tiles>,
    /// What connections may take.
    pub limits: Limits,
}

impl Options {
    /// For the one user of this machine, on any port that is free.
    pub fn alone(dir: impl Into<PathBuf>, user: impl Into<String>) -> Self {
        Self {
            dir: dir.into(),
            port: 0,
            user: user.into(),
            team: false,
            listen: None,
            tiles: None,
            limits: Limits::default(),
        }
    }

    /// For a team, on any port that is free.
    pub fn team(dir: impl Into<PathBuf>) -> Self {
        Self { team: true, ..Self::alone(dir, "") }
    }
}

/// A server that is bound and not serving yet.
pub struct Server {
    app: Arc<App>,
    listener: std::net::TcpListener,
    address: SocketAddr,
    limits: Limits,
}

impl Server {
    /// Opens the casebook and takes hold of the address.
    ///
    /// # Errors
    /// Those of opening a casebook; `Network` where the port is taken.
    pub fn bind(options: &Options) -> Result<Self, Error> {
        let desk = Desk::open(&options.dir)?;
        let refused = |refusal: crate::answer::Refusal| Error::Network(refusal.detail);
        let gate = if options.team {
            Gate::Team(TeamGate::new(Team::open(&options.dir)?).map_err(refused)?)
        } else {
            let csrf = security::token().map_err(refused)?;
            Gate::Alone { person: Person::alone(options.user.clone()), csrf }
        };
        let own = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let address = options.listen.filter(|_| options.team).unwrap_or(own);
        let wanted = SocketAddr::from((address, options.port));
        let taken = |error: std::io::Error| {
            Error::Network(format!("{wanted} cannot be listened on: {error}; choose another with --port"))
        };
        let listener = std::net::TcpListener::bind(wanted).map_err(taken)?;
        listener.set_nonblocking(true).map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let app = App {
            desk,
            gate,
            made: Recent::keeping(16),
            chosen: Recent::keeping(64),
            presence: Presence::default(),
            turns: Turns::default(),
            policy: security::policy(options.tiles.as_ref()),
            tiles: options.tiles.clone(),
        };
        Ok(Self { app: Arc::new(app), listener, address, limits: options.limits })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done; requests that are being answered then are answered.
    ///
    /// # Errors
    /// `Network` where the system gives no more.
    pub fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        let broken = |error: std::io::Error| Error::Network(format!("the server cannot go on: {error}"));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(broken)?;
        runtime.block_on(async move {
            let listener = TcpListener::from_std(self.listener).map_err(broken)?;
            tokio::spawn(look_for_news(Arc::clone(&self.app)));
            let router =
                http::router(self.app).layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
            listen::answer(listener, router, self.limits, stop).await;
            Ok(())
        })
    }

    /// Serves until the process is interrupted, or told to end.
    ///
    /// # Errors
    /// Those of [`Server::run`].
    pub fn run_until_interrupted(self) -> Result<(), Error> {
        self.run(async {
            tokio::select! {
                () = interrupted() => {}
                () = told_to_end() => {}
            }
        })
    }
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals the process ends when it is killed.
        std::future::pending::<()>().await;
    }
}

/// What a service manager sends.
#[cfg(unix)]
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn told_to_end() {
    std::future::pending().await
}

async fn look_for_news(app: Arc<App>) {
    loop {
        tokio::time::sleep(NEWS).await;
        let app = Arc::clone(&app);
        // What fails here fails again, with its message, for whoever asks next.
        let _ = tokio::task::spawn_blocking(move || app.desk.look_for_news()).await;
    }
}

/// Makes an account with a role and clearance, or changes one, and puts that on record. Returns the code by which whoever
/// has it chooses a password, within a week and once.
///
/// # Errors
/// Those of opening a casebook; `Casebook` where the name cannot be used.
pub fn invite(dir: &Path, name: &str, role: Role, cleared: Cleared, by: &str) -> Result<String, Error> {
    let code = security::token().map_err(|refusal| Error::Network(refusal.detail))?;
    let member = TeamMember {
        name: name.trim().to_owned(),
        role: role.as_str().to_owned(),
        restricted: cleared.restricted,
        names: cleared.names,
        password: None,
        open: true,
    };
    let now = Timestamp::now();
    let mut book = Casebook::open(dir)?;
    Team::open(dir)?.invite(&member, &code, now)?;
    book.record_member(changed(&member), &Stamp::new(now, by))?;
    Ok(code)
}

/// What is put on record of an account.
pub(crate) fn changed(member: &TeamMember) -> MemberChanged {
    let cleared = [("restricted", member.restricted), ("names", member.names)];
    MemberChanged {
        member: member.name.clone(),
        role: if member.open { member.role.clone() } else { "none".to_owned() },
        cleared: cleared.iter().filter(|(_, is)| *is).map(|(word, _)| (*word).to_owned()).collect(),
    }
}
