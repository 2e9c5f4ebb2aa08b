//! Pages and a JSON API over a casebook, served from the program itself: nothing is fetched from outside. Enters: a
//! casebook's folder and requests over HTTP. Leaves: answers, and acts that people put on record. Never writes a file
//! but through the casebook, and never shows a restricted report or a victim's name to those who are not cleared.
//!
//! One table (`route`) holds every route with the role that it needs; router, access test and `OpenAPI` document are made
//! from it. A handler is a plain function from a `call::Call` to an `answer::Answer`; `http` alone knows of HTTP.

mod answer;
mod api;
mod app;
mod asset;
mod attempts;
mod call;
mod decide;
mod desk;
mod error;
mod filter;
mod gate;
mod http;
mod listen;
mod messages;
mod openapi;
mod page;
mod person;
mod presence;
mod recent;
mod route;
mod security;
mod serve;
mod still;
mod tiles;
mod tokens;
mod turns;

pub use error::Error;
pub use listen::Limits;
pub use person::{Cleared, Person, Role};
pub use route::{Kind, Method, Need, ROUTES, Route};
pub use serve::{Options, Server, invite};
pub use tiles::Tiles;
