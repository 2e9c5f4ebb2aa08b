//! Rust source without what is no code. Enters: a source file. Leaves: its tokens with their lines, comments,
//! literals and tests taken out. Knows as much of Rust's grammar as that takes (the Rust Reference, "Tokens").

/// A word, `::`, or a single sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) text: String,
}

/// The tokens of a file outside its comments, literals and `#[cfg(test)]` items.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    without_tests(&split(&without_literals(source)))
}

/// The lines where these tokens follow each other; the pattern's are parted by blanks (`"fs :: write"`).
pub(super) fn lines_with<'a>(tokens: &'a [Token], pattern: &'a str) -> impl Iterator<Item = usize> + 'a {
    let pattern: Vec<&str> = pattern.split(' ').collect();
    tokens
        .windows(pattern.len())
        .filter(move |window| window.iter().zip(&pattern).all(|(token, wanted)| token.text == **wanted))
        .map(|window| window[0].line)
}

/// The lines where a `use std::{…}` names this module.
pub(super) fn lines_that_group<'a>(tokens: &'a [Token], module: &'a str) -> impl Iterator<Item = usize> + 'a {
    let opens = |window: &[Token]| window.iter().map(|t| t.text.as_str()).eq(["std", "::", "{"]);
    let starts = tokens.windows(3).enumerate().filter(move |(_, window)| opens(window)).map(|(n, _)| n + 3);
    starts.flat_map(move |start| {
        let group = tokens[start..].iter().take_while(|token| token.text != ";");
        group.filter(move |token| token.text == module).map(|token| token.line)
    })
}

/// The source with the insides of comments and literals made blank; lines stay where they are.
fn without_literals(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let (mut out, mut at) = (String::with_capacity(source.len()), 0);
    while at < chars.len() {
        let end = end_of_literal(&chars, at);
        if end > at {
            out.push(' ');
            out.extend(chars[at..end].iter().filter(|c| **c == '\n'));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment or literal that begins here ends; `at` itself where none begins.
fn end_of_literal(chars: &[char], at: usize) -> usize {
    let next = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
    let in_word = at > 0 && is_word(chars[at - 1]);
    match (chars[at], next(1)) {
        ('/', '/') => chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |n| at + n),
        ('/', '*') => end_of_block(chars, at),
        ('"', _) => end_of_string(chars, at + 1),
        ('r', '"' | '#') if !in_word => end_of_raw(chars, at, at + 1),
        ('b' | 'c', 'r') if !in_word => end_of_raw(chars, at, at + 2),
        ('\'', '\\') => chars[at + 3..].iter().position(|c| *c == '\'').map_or(chars.len(), |n| at + n + 4),
        ('\'', _) if next(2) == '\'' => at + 3,
        _ => at,
    }
}

fn end_of_block(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0_usize, start);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') if depth == 1 => return at + 2,
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// The end of a raw string whose hashes begin at `hashes`; `start` where it is none (`r#type`).
fn end_of_raw(chars: &[char], start: usize, hashes: usize) -> usize {
    let count = chars[hashes.min(chars.len())..].iter().take_while(|c| **c == '#').count();
    if chars.get(hashes + count) != Some(&'"') {
        return start;
    }
    let closes = |at: &usize| {
        chars[*at] == '"' && chars[at + 1..].iter().take(count).filter(|c| **c == '#').count() == count
    };
    (hashes + count + 1..chars.len()).find(closes).map_or(chars.len(), |at| at + 1 + count)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn split(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (n, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                c => c.len_utf8(),
            };
            let (token, after) = rest.split_at(length);
            tokens.push(Token { line: n + 1, text: token.to_owned() });
            rest = after.trim_start();
        }
    }
    tokens
}

/// The tokens without the items that only tests see.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let marked = tokens[at..].iter().take(mark.len()).map(|t| t.text.as_str()).eq(mark);
        if marked {
            at = end_of_item(tokens, at + mark.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Behind the item that begins here: its `;`, or the brace that closes its first.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0_usize;
    for (n, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth <= 1 => return n + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return n + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> String {
        tokens(source).into_iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let source = "/// println!\nfn f<'a>(x: &'a str) { /* a /* b */ c */ g(\"std::fs \\\" \", r#\"fs\"x\"#, b\"e\", '\"', '\\'', br\"n\"); } // end";
        assert_eq!(words(source), "fn f < ' a > ( x : & ' a str ) { g ( , , b , , , ) ; }");
    }

    #[test]
    fn raw_words_are_words() {
        assert_eq!(words("let r#type = for_r\"x\";"), "let r # type = for_r ;");
    }

    #[test]
    fn items_of_tests_are_left_out_and_lines_stay() {
        let source = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x { y } }\n}\n#[cfg(test)]\nmod more;\nfn c() {}\n";
        let tokens = tokens(source);
        assert_eq!(lines_with(&tokens, "fn c").collect::<Vec<_>>(), [8]);
        assert_eq!(lines_with(&tokens, "fn b").count(), 0);
    }

    #[test]
    fn a_module_is_found_in_a_group_of_imports() {
        let tokens = tokens("use std::{\n    io,\n    fs,\n};\nfn fs() {}\n");
        assert_eq!(lines_that_group(&tokens, "fs").collect::<Vec<_>>(), [3]);
    }
}
