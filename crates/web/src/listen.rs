//! Connections: taken as long as there is room, read within limits of time, and let go when the server stops. Enters: a
//! listener and the router. Leaves: answers. Who sends or takes bytes too slowly is parted from, so that a few cannot keep
//! everybody else out.

use crate::still::Still;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// What connections may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; more wait at the door.
    pub connections: usize,
    /// How long the head of a request may take, and how long a connection may wait for the next.
    pub head: Duration,
    /// How long an answer may wait for its reader to take a byte of it.
    pub still: Duration,
    /// How long those that are being answered are waited for when the server stops.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            head: Duration::from_secs(20),
            still: Duration::from_secs(30),
            farewell: Duration::from_secs(20),
        }
    }
}

/// Answers until `stop` is done.
pub(crate) async fn answer(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let parting = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let Ok((stream, from)) = accepted else {
            // The system has no more files, or the caller has gone already; what is open may be let go soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // An answer goes out as soon as it is there; where this cannot be had it goes out a little later.
        let _ = stream.set_nodelay(true);
        let inner = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            inner.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .serve_connection(TokioIo::new(Still::new(stream, limits.still)), service);
        let watched = parting.watch(connection);
        tokio::spawn(async move {
            // Who breaks off has nobody who could be told.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.farewell, parting.shutdown()).await;
}
