//! The server: binding, serving until it is told to stop, and looking for what other processes put on record. Enters:
//! a casebook's folder and options. Leaves: answers over HTTP.

use crate::app::{App, Gate};
use crate::desk::Desk;
use crate::presence::Presence;
use crate::{Error, Person, http, security};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
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
    /// The name of the one user, as acts record it.
    pub user: String,
}

/// A server that is bound and not serving yet.
pub struct Server {
    app: Arc<App>,
    listener: std::net::TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Opens the casebook and takes hold of the address.
    ///
    /// # Errors
    /// Those of opening a casebook; `Network` where the port is taken.
    pub fn bind(options: &Options) -> Result<Self, Error> {
        let desk = Desk::open(&options.dir)?;
        let csrf = security::token().map_err(|refusal| Error::Network(refusal.detail))?;
        let gate = Gate::Alone { person: Person::alone(options.user.clone()), csrf };
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let taken = |error: std::io::Error| {
            Error::Network(format!("{wanted} cannot be listened on: {error}; choose another with --port"))
        };
        let listener = std::net::TcpListener::bind(wanted).map_err(taken)?;
        listener.set_nonblocking(true).map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        Ok(Self { app: Arc::new(App { desk, gate, presence: Presence::default() }), listener, address })
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
            let router = http::router(self.app).layer(CompressionLayer::new());
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).with_graceful_shutdown(stop).await.map_err(broken)
        })
    }

    /// Serves until the process is interrupted.
    ///
    /// # Errors
    /// Those of [`Server::run`].
    pub fn run_until_interrupted(self) -> Result<(), Error> {
        self.run(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without signals the process ends when it is killed.
                std::future::pending::<()>().await;
            }
        })
    }
}

async fn look_for_news(app: Arc<App>) {
    loop {
        tokio::time::sleep(NEWS).await;
        let app = Arc::clone(&app);
        // What fails here fails again, with its message, for whoever asks next.
        let _ = tokio::task::spawn_blocking(move || app.desk.look_for_news()).await;
    }
}
