//! A report's text: spans, tokens, sentences, and the map from bytes to code points. Enters: a string.
//! Leaves: positions in that very string, so that slicing the original gives the words. Never alters the
//! text, never knows what the words mean.

mod arabic;
mod code_points;
mod sentence;
mod sketch;
mod span;
mod token;
mod vocabulary;

pub use arabic::is_letter as is_arabic;
pub use code_points::CodePoints;
pub use sentence::{Sentence, sentences};
pub use sketch::{Sketch, sketch};
pub use span::Span;
pub use token::{Piece, Token, TokenKind, Tokens, tokenize};
pub use vocabulary::{Vocabulary, vocabulary};
