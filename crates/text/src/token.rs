//! Words, numbers and marks, each with its place in the text and its folded form.
//!
//! A hyphen or underscore between two words is no token of its own: "air-strike" is two words, the second of which
//! knows that it is joined to the first. So a lexicon needs one spelling for "air strike" and "air-strike".

use crate::{Span, arabic};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes ("A'shara") or inner full stops ("U.S.").
    Word,
    /// Digits, with inner separators ("1,200", "2.5").
    Number,
    /// A single mark.
    Mark,
    /// The possessive "'s".
    Possessive,
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its place in the text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether its first letter is upper case.
    pub capital: bool,
    /// Whether it has two letters or more and all are upper case.
    pub all_caps: bool,
    /// Whether only a hyphen parts it from the token before.
    pub joined: bool,
    /// Whether it follows the token before without white space (and no hyphen between).
    pub touches: bool,
    folded: (u32, u32),
}

/// The tokens of one text.
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    /// The text they were made from.
    pub text: &'t str,
    list: Vec<Token>,
    folded: String,
}

impl<'t> Tokens<'t> {
    /// How many tokens there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes tokens as written with a capital: names in a script that has none.
    pub fn capitalize(&mut self, names: impl Iterator<Item = usize>) {
        for i in names {
            if let Some(token) = self.list.get_mut(i) {
                token.capital = true;
            }
        }
    }

    /// The token at a position.
    #[inline]
    pub fn get(&self, i: usize) -> Option<&Token> {
        self.list.get(i)
    }

    /// All tokens in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Token> {
        self.list.iter()
    }

    /// The token's lower-case form with straight apostrophes, or an empty string past the end.
    #[inline]
    pub fn folded(&self, i: usize) -> &str {
        self.list.get(i).map_or("", |t| &self.folded[t.folded.0 as usize..t.folded.1 as usize])
    }

    /// The token as written, or an empty string past the end.
    #[inline]
    pub fn written(&self, i: usize) -> &'t str {
        self.list.get(i).map_or("", |t| t.span.of(self.text))
    }

    /// The same tokens with some cut into pieces or given another folded form, as `cut` says of each word by its
    /// folded form: a language knows which of its letters are words of their own. No piece leaves a token as it is; the
    /// letters of the pieces are those of the folded form, and the last piece takes what is left.
    #[must_use]
    pub fn recut(&self, mut cut: impl FnMut(&Token, &str) -> Vec<Piece>) -> Self {
        let mut out = Self {
            text: self.text,
            list: Vec::with_capacity(self.list.len() * 5 / 4),
            folded: String::with_capacity(self.folded.len()),
        };
        for (i, token) in self.list.iter().enumerate() {
            let word = token.kind == TokenKind::Word;
            let pieces = if word { cut(token, self.folded(i)) } else { Vec::new() };
            if pieces.is_empty() {
                out.put(*token, self.folded(i));
                continue;
            }
            let mut start = token.span.start;
            for (n, piece) in pieces.iter().enumerate() {
                let rest = Span::new(start, token.span.end);
                let last = n + 1 == pieces.len();
                let end =
                    if last { rest.end } else { start + letters_len(rest.of(self.text), piece.letters) };
                let span = Span::new(start, end);
                let (joined, touches) = if n == 0 { (token.joined, token.touches) } else { (false, true) };
                out.put(Token { span, joined, touches, ..*token }, &piece.folded);
                start = end;
            }
        }
        out
    }

    fn put(&mut self, token: Token, folded: &str) {
        let from = self.folded.len() as u32;
        self.folded.push_str(folded);
        self.list.push(Token { folded: (from, self.folded.len() as u32), ..token });
    }

    /// The span from token `first` up to, not including, token `end`.
    #[inline]
    pub fn span(&self, first: usize, end: usize) -> Span {
        match (self.list.get(first), self.list.get(end.wrapping_sub(1))) {
            (Some(a), Some(b)) if first < end => Span::new(a.span.start, b.span.end),
            _ => Span::new(0, 0),
        }
    }
}

/// A piece of a token, as [`Tokens::recut`] takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How many letters of the token's folded form it takes.
    pub letters: usize,
    /// The form that the piece is known by from now on.
    pub folded: String,
}

/// The length in bytes of the first so many letters, with the marks written on them.
fn letters_len(written: &str, letters: usize) -> usize {
    let mut left = letters;
    for (i, c) in written.char_indices() {
        if c.is_alphanumeric() && arabic::fold(c).is_some() {
            if left == 0 {
                return i;
            }
            left -= 1;
        }
    }
    written.len()
}

/// Cuts a text into tokens. Arabic letters that writers take for one another have one folded form, vowel signs and
/// tatweel none, and digits of either script are one; a word broken up by tatweel, full stops or spaces to hide it from
/// machines is one word.
///
/// ```
/// let t = text::tokenize("The U.S.-led air-strike killed 1,200.");
/// let words: Vec<&str> = (0..t.len()).map(|i| t.folded(i)).collect();
/// assert_eq!(words, ["the", "u.s.", "led", "air", "strike", "killed", "1,200", "."]);
///
/// let t = text::tokenize("قـ.ـصف على المدينة، ١٢ جريحًا");
/// let words: Vec<&str> = (0..t.len()).map(|i| t.folded(i)).collect();
/// assert_eq!(words, ["قصف", "علي", "المدينه", ",", "12", "جريحا"]);
/// ```
pub fn tokenize(text: &str) -> Tokens<'_> {
    let mut out =
        Tokens { text, list: Vec::with_capacity(text.len() / 5), folded: String::with_capacity(text.len()) };
    let mut at = 0;
    let mut last_end = usize::MAX;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (len, kind) = if c.is_alphabetic() {
            (word_len(rest), TokenKind::Word)
        } else if c.is_numeric() {
            (number_len(rest), TokenKind::Number)
        } else if is_apostrophe(c) && last_end == at && possessive(rest).is_some() {
            (possessive(rest).unwrap_or(1), TokenKind::Possessive)
        } else {
            (c.len_utf8(), TokenKind::Mark)
        };
        let hyphen = is_hyphen(c) && last_end == at;
        let joins = hyphen && rest[c.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
        if joins && out.list.last().is_some_and(|t| t.kind != TokenKind::Mark) {
            at += c.len_utf8();
            // The next token begins right here; `last_end` one hyphen back tells it that it is joined.
            push_joined(&mut out, text, &mut at);
            last_end = at;
            continue;
        }
        push(&mut out, text, Span::new(at, at + len), kind, false, last_end == at);
        at += len;
        last_end = at;
    }
    out
}

/// Takes the word or number right after a hyphen.
fn push_joined(out: &mut Tokens<'_>, text: &str, at: &mut usize) {
    let rest = &text[*at..];
    let numeric = rest.chars().next().is_some_and(char::is_numeric);
    let (len, kind) =
        if numeric { (number_len(rest), TokenKind::Number) } else { (word_len(rest), TokenKind::Word) };
    push(out, text, Span::new(*at, *at + len), kind, true, false);
    *at += len;
}

fn push(out: &mut Tokens<'_>, text: &str, span: Span, kind: TokenKind, joined: bool, touches: bool) {
    let written = span.of(text);
    let from = out.folded.len() as u32;
    let mut letters = 0;
    let mut uppers = 0;
    // Of a word that was broken up, what breaks it is no part of its form.
    let arabic = kind == TokenKind::Word && written.starts_with(arabic::is_letter);
    for c in written.chars() {
        letters += usize::from(c.is_alphabetic());
        uppers += usize::from(c.is_uppercase());
        if arabic && !c.is_alphanumeric() {
            continue;
        }
        if is_apostrophe(c) {
            out.folded.push('\'');
        } else if c.is_ascii() {
            out.folded.push(c.to_ascii_lowercase());
        } else {
            out.folded.extend(arabic::fold(c).into_iter().flat_map(char::to_lowercase));
        }
    }
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    let all_caps = letters >= 2 && uppers == letters;
    let folded = (from, out.folded.len() as u32);
    out.list.push(Token { span, kind, capital, all_caps, joined, touches, folded });
}

/// Length of the word at the start: letters, marks on letters, inner apostrophes, inner full stops of
/// abbreviations such as "U.S.".
fn word_len(s: &str) -> usize {
    if s.starts_with(arabic::is_letter) {
        return arabic::word_len(s);
    }
    if let Some(len) = dotted_len(s) {
        return len;
    }
    let mut end = 0;
    for (i, c) in s.char_indices() {
        if c.is_alphabetic() || is_mark(c) || (i > 0 && c.is_numeric() && c.is_ascii()) {
            end = i + c.len_utf8();
        } else if is_apostrophe(c) {
            let after = &s[i + c.len_utf8()..];
            let next_is_letter = after.chars().next().is_some_and(char::is_alphabetic);
            if !next_is_letter || possessive(&s[i..]).is_some() {
                break;
            }
        } else {
            break;
        }
    }
    end
}

/// Length of an abbreviation of single letters with full stops ("U.S.", "a.m."), if one stands here.
fn dotted_len(s: &str) -> Option<usize> {
    let mut pairs = 0;
    let mut end = 0;
    let mut chars = s.chars();
    while let (Some(a), Some('.')) = (chars.next(), chars.next()) {
        if !a.is_alphabetic() {
            break;
        }
        pairs += 1;
        end += a.len_utf8() + 1;
    }
    (pairs >= 2).then_some(end)
}

/// Length of a number: digits with single inner commas, points or Arabic separators before further digits,
/// and an English ordinal ending.
fn number_len(s: &str) -> usize {
    let mut end = 0;
    for (i, c) in s.char_indices() {
        let inner = matches!(c, ',' | '.' | '٬' | '٫') && s[i + c.len_utf8()..].starts_with(char::is_numeric);
        if !c.is_numeric() && !inner {
            break;
        }
        end = i + c.len_utf8();
    }
    let tail = &s[end..];
    let ordinal = ["st", "nd", "rd", "th"].iter().find(|e| {
        tail.get(..2).is_some_and(|t| t.eq_ignore_ascii_case(e))
            && !tail[2..].starts_with(char::is_alphanumeric)
    });
    end + ordinal.map_or(0, |e| e.len())
}

/// Length of a possessive "'s" at the start.
fn possessive(s: &str) -> Option<usize> {
    let mut chars = s.chars();
    let mark = chars.next().filter(|c| is_apostrophe(*c))?;
    let letter = chars.next().filter(|c| matches!(c, 's' | 'S'))?;
    (!chars.next().is_some_and(char::is_alphanumeric)).then_some(mark.len_utf8() + letter.len_utf8())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '_')
}

/// Combining marks: Latin diacritics, Arabic vowel signs, tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Characters that are drawn as nothing: direction marks, zero-width joiners, byte-order marks.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(s: &str) -> Vec<String> {
        let t = tokenize(s);
        (0..t.len()).map(|i| t.folded(i).to_owned()).collect()
    }

    #[test]
    fn possessives_stand_apart_from_names() {
        assert_eq!(words("Syria’s army"), ["syria", "'s", "army"]);
        assert_eq!(words("civilians’ houses"), ["civilians", "'", "houses"]);
    }

    #[test]
    fn transliterated_names_keep_their_apostrophes() {
        assert_eq!(words("al-A’shara, int'l"), ["al", "a'shara", ",", "int'l"]);
    }

    #[test]
    fn ordinals_and_joined_ages_are_numbers() {
        assert_eq!(words("22nd, a 3-year-old"), ["22nd", ",", "a", "3", "year", "old"]);
        let t = tokenize("3-year");
        assert!(t.get(1).is_some_and(|x| x.joined));
    }

    proptest! {
        #[test]
        fn tokens_lie_in_order_inside_the_text(s in "\\PC{0,300}") {
            let t = tokenize(&s);
            let mut last = 0;
            for token in t.iter() {
                prop_assert!(token.span.start >= last && token.span.end > token.span.start);
                prop_assert!(s.get(token.span.start..token.span.end).is_some());
                last = token.span.end;
            }
        }
    }
}
