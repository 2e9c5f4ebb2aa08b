//! How many people no list holds. Enters: lists linked to each other, as a capture table or as draws of a linkage.
//! Leaves: estimates with intervals, what tells whether to trust them, and plain words; or why there is none. Pure: the
//! same table and seed give the same bytes on one machine, whatever the lists are called and however they are ordered.
//! Never adds what is documented to what is estimated.
//!
//! The way through the modules: `tabulated` reads a table, `linkage` makes tables of linked lists; `gibbs` and
//! `latent_class` sample the latent class model, `convergence` and `density` judge the draws; `decomposable` and
//! `graphical` average graphical models; `existence`, `poisson`, `profile`, `log_linear` and `chao` are what maximum
//! likelihood needs; `method` runs one estimator, `pooled` one over many linkages; `answer` weighs what they say,
//! `words` and `plot` show it.
//!
//! ```
//! use estimate::{Answer, Method, Sampling};
//!
//! let csv = b"clinic,press,survey,count\n1,0,0,120\n0,1,0,90\n0,0,1,60\n1,1,0,30\n1,0,1,24\n0,1,1,18\n1,1,1,6\n";
//! let table = estimate::from_csv(csv).expect("a table").table;
//! let said = Method::ALL.map(|method| estimate::estimate(&table, method, &Sampling::default()));
//! let answer = Answer::new(&table, said);
//! assert_eq!(answer.observed, 348);
//! assert!(answer.agreement.starts_with("agree"));
//! ```

mod answer;
mod chance;
mod chao;
mod convergence;
mod decomposable;
mod density;
mod error;
mod existence;
mod gibbs;
mod graphical;
mod latent_class;
mod linkage;
mod log_linear;
mod method;
pub mod plot;
mod poisson;
mod pooled;
mod profile;
mod table;
mod tabulated;
mod words;

pub use answer::Answer;
pub use density::{Mode, Posterior};
pub use error::{Error, ErrorKind};
pub use latent_class::{Hill, Sampled, Sampling};
pub use linkage::{LinkageDraw, Listed, Stratum, strata};
pub use method::{
    Averaging, Choice, Diagnostics, Estimate, Interval, LEVEL, Method, Pooling, Refusal, estimate,
};
pub use pooled::pooled;
pub use table::{CaptureTable, History, MOST_LISTS, MOST_PEOPLE};
pub use tabulated::{BadCell, Tabulated, from_csv};
