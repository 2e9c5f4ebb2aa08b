//! Compares spellings by sound. Enters: a folded name in any of the four scripts. Leaves: its phones
//! (a letter a sound, in Latin), the skeleton of consonants under which its variants meet, and a
//! similarity of two such. Never decides whether two names are one place.

use crate::fold::{is_article, without_article};

/// A name by its sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sound {
    /// One byte a sound: lower-case Latin, and `S X G T D Z c` for sh, kh, gh, th, dh, zh and ch.
    pub(crate) phones: String,
    /// Written in a script that leaves short vowels out.
    pub(crate) abjad: bool,
}

/// Reduces a name as written to its skeleton: the classes of its consonants, and `a` for a first vowel.
///
/// ```
/// assert_eq!(gazetteer::skeleton("Deir Ezzour"), gazetteer::skeleton("Dayr az-Zawr"));
/// assert_eq!(gazetteer::skeleton("Abu Kamal"), gazetteer::skeleton("البوكمال"));
/// ```
pub fn skeleton(name: &str) -> String {
    skeleton_of(&sound(&crate::fold(name)).phones)
}

/// The sounds of a folded name, its articles left out.
pub(crate) fn sound(folded: &str) -> Sound {
    let abjad = folded.chars().any(|c| is_arabic(c) || is_hebrew(c));
    let mut phones = String::with_capacity(folded.len());
    let mut words = folded.split(' ').map(latin).peekable();
    let mut first = true;
    while let Some(word) = words.next() {
        if !is_article(&word, words.peek().map(|w| &**w)) {
            let stem = if first { &word } else { without_glued_article(&word).unwrap_or(&word) };
            push_phones(particle(stem), &mut phones);
            first = false;
        }
    }
    Sound { phones, abjad }
}

/// Whether a folded name is spelled as no transliteration is: with a `c` that is not `ch`, or with `ph`, `wh` or `ght`.
pub(crate) fn is_spelled_as_english(folded: &str) -> bool {
    let bare_c = folded
        .match_indices('c')
        .any(|(at, _)| !folded[at + 1..].starts_with('h') && !folded[..at].ends_with('s'));
    bare_c || ["ph", "wh", "ght"].iter().any(|spelling| folded.contains(spelling))
}

/// Other readings of a name whose article may be written as part of its first word: `Albukamal`, `Arraqqa`.
pub(crate) fn unglued(folded: &str) -> Option<Sound> {
    let first = folded.split(' ').next()?;
    let rest =
        if first.len() >= 6 { first.strip_prefix("al").or_else(|| first.strip_prefix("el")) } else { None };
    let rest = rest.or_else(|| without_glued_article(first))?;
    Some(sound(folded.get(first.len() - rest.len()..)?))
}

/// `ezzor` is `ez-Zor` written together: the doubled consonant is the assimilated article.
fn without_glued_article(word: &str) -> Option<&str> {
    let rest = word.strip_prefix(['a', 'e'])?;
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    (first == second && "zsdrtn".contains(first) && rest.len() >= 4).then(|| &rest[1..])
}

/// Brings the words of kinship that begin many names to one form.
fn particle(word: &str) -> &str {
    match word {
        "abu" | "abou" | "aboo" | "abo" | "abi" | "bou" | "albu" | "albou" => "bu",
        "umm" | "um" | "om" | "oum" | "am" => "um",
        "ibn" | "bin" | "ben" | "bn" | "abn" => "bin",
        other => other,
    }
}

fn push_phones(word: &str, out: &mut String) {
    let letters = word.as_bytes();
    let start = out.len();
    let mut at = 0;
    while at < letters.len() {
        let (phone, used) = phone_at(letters, at);
        at += used;
        let doubled = out.len() > start && out.as_bytes().last() == Some(&phone);
        let silent = phone == b'h' && at == letters.len() && out.len() > start && ends_in_vowel(out);
        if phone != 0 && !doubled && !silent {
            out.push(char::from(phone));
        }
    }
}

fn ends_in_vowel(text: &str) -> bool {
    text.bytes().last().is_some_and(is_vowel)
}

/// The sound that begins at a letter, and how many letters it takes. Letters outside a–z are mute.
fn phone_at(letters: &[u8], at: usize) -> (u8, usize) {
    let get = |n: usize| letters.get(at + n).copied().unwrap_or(0);
    let (first, second, third) = (get(0), get(1), get(2));
    match (first, second) {
        (b's', b'h') => (b'S', 2),
        (b's', b'c') if third == b'h' => (b'S', 3),
        (b'c', b'h') => (b'c', 2),
        (b't', b'c') if third == b'h' => (b'c', 3),
        (b'k', b'h') => (b'X', 2),
        (b'g', b'h') => (b'G', 2),
        (b't', b'h') => (b'T', 2),
        (b'd', b'h') => (b'D', 2),
        (b'z', b'h') => (b'Z', 2),
        (b'p', b'h') => (b'f', 2),
        (b'd', b'j') => (b'j', 2),
        (b'o', b'u' | b'o') => (b'u', 2),
        (b'i', b'y') => (b'i', 2),
        (b'e', b'e') if !is_vowel(third) => (b'i', 2),
        (b'a' | b'e', b'i' | b'y') if !is_vowel(third) => (b'e', 2),
        (b'a', b'u' | b'w') | (b'o', b'w') if !is_vowel(third) => (b'o', 2),
        (b'c', b'e' | b'i' | b'y') => (b's', 1),
        (b'c' | b'q', _) => (b'k', 1),
        (b'x', _) => (b'X', 1),
        (b'y', _) if at > 0 && !is_vowel(second) => (b'i', 1),
        (b'w', _) if at > 0 && !is_vowel(second) => (b'u', 1),
        (b'a'..=b'z', _) => (first, 1),
        _ => (0, 1),
    }
}

fn is_vowel(phone: u8) -> bool {
    matches!(phone, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The skeleton of a name's phones.
pub(crate) fn skeleton_of(phones: &str) -> String {
    let mut out = String::with_capacity(phones.len());
    for (n, phone) in phones.bytes().enumerate() {
        let class = match phone {
            b'a' | b'e' | b'i' | b'o' | b'u' if n == 0 => b'a',
            b'a' | b'e' | b'i' | b'o' | b'u' => continue,
            b'y' | b'w' | b'h' if n > 0 => continue,
            other => class(other),
        };
        out.push(char::from(class));
    }
    out
}

fn class(phone: u8) -> u8 {
    match phone {
        b'X' => b'k',
        b'G' | b'j' | b'Z' => b'g',
        b'c' => b'S',
        b'T' => b't',
        b'D' => b'd',
        b'p' => b'b',
        b'v' => b'f',
        other => other,
    }
}

/// How like two names sound, 0 to 1, where 1 is alike: one less the weighted edit distance
/// (Wagner and Fischer 1974) by the length of the longer.
pub(crate) fn similarity(a: &Sound, b: &Sound) -> f32 {
    let (left, right) = (a.phones.as_bytes(), b.phones.as_bytes());
    let longer = left.len().max(right.len());
    if longer == 0 {
        return 0.0;
    }
    let abjad = a.abjad != b.abjad;
    let mut row: Vec<f32> = Vec::with_capacity(right.len() + 1);
    row.push(0.0);
    for (n, phone) in right.iter().enumerate() {
        row.push(row[n] + dropping(*phone, abjad));
    }
    for phone in left {
        let mut diagonal = row[0];
        row[0] += dropping(*phone, abjad);
        for (n, other) in right.iter().enumerate() {
            let kept = diagonal + swapping(*phone, *other, abjad);
            diagonal = row[n + 1];
            row[n + 1] = kept.min(diagonal + dropping(*phone, abjad)).min(row[n] + dropping(*other, abjad));
        }
    }
    (1.0 - row[right.len()] / longer as f32).max(0.0)
}

fn dropping(phone: u8, abjad: bool) -> f32 {
    match phone {
        p if is_vowel(p) && abjad => 0.06,
        p if is_vowel(p) => 0.3,
        b'y' | b'w' | b'h' => 0.25,
        _ => 1.0,
    }
}

fn swapping(a: u8, b: u8, abjad: bool) -> f32 {
    if a == b {
        return 0.0;
    }
    match (a.min(b), a.max(b)) {
        (b'a', b'e') | (b'e', b'i') => 0.15,
        (b'o', b'u') | (b'i', b'y') | (b'u', b'w') => 0.1,
        (x, y) if is_vowel(x) && is_vowel(y) => {
            if abjad {
                0.15
            } else {
                0.35
            }
        }
        (x, y) if class(x) == class(y) => 0.2,
        (b'D', b'z') | (b'T' | b'S', b's') | (b'X', b'h') => 0.3,
        _ => 1.0,
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{05D0}'..='\u{05EA}')
}

fn is_arabic_word(word: &str) -> bool {
    word.chars().next().is_some_and(is_arabic)
}

/// A folded word in Latin letters, an Arabic one without its article.
fn latin(word: &str) -> String {
    romanise(if is_arabic_word(word) { without_article(word).unwrap_or(word) } else { word })
}

/// Writes a folded word in Latin letters, as far as its script tells them.
fn romanise(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let last = word.chars().count().saturating_sub(1);
    for (n, c) in word.chars().enumerate() {
        match c {
            'ه' if n == last && n > 0 => out.push('a'),
            'و' | 'ו' => out.push(if n == 0 { 'w' } else { 'u' }),
            'ي' | 'י' => out.push(if n == 0 { 'y' } else { 'i' }),
            'ع' | 'ע' | 'א' => out.push_str(if n == 0 { "a" } else { "" }),
            c if c.is_ascii() => out.push(c),
            c => out.push_str(arabic(c).or_else(|| hebrew(c)).or_else(|| cyrillic(c)).unwrap_or("")),
        }
    }
    out
}

fn arabic(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ذ' => "dh",
        'ر' | 'ڕ' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' => "k",
        'گ' => "g",
        'ل' | 'ڵ' => "l",
        'م' => "m",
        'ن' => "n",
        'ۆ' => "o",
        _ => return None,
    })
}

fn hebrew(c: char) -> Option<&'static str> {
    Some(match c {
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ז' => "z",
        'ה' | 'ח' => "h",
        'ט' | 'ת' => "t",
        'כ' | 'ך' | 'ק' => "k",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ר' => "r",
        'ש' => "sh",
        _ => return None,
    })
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ы' | 'ј' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f32 {
        similarity(&sound(&crate::fold(a)), &sound(&crate::fold(b)))
    }

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        for group in [
            &[
                "Deir Ezzor",
                "Deir ez-Zor",
                "Dayr az-Zawr",
                "Deir Ezzour",
                "Deir Al-Zor",
                "دير الزور",
                "Дейр-эз-Зор",
            ][..],
            &["al-Bukamal", "Abu Kamal", "al-BouKamal", "Albu Kamal", "البوكمال"],
            &["al-Mayadin", "Mayadeen", "al-Mayadeen", "الميادين"],
            &["Raqqa", "ar-Raqqah", "Raqa", "الرقة"],
        ] {
            for name in group {
                assert_eq!(skeleton(name), skeleton(group[0]), "{name}");
            }
        }
    }

    #[test]
    fn a_vowel_apart_is_nearer_than_a_consonant_apart() {
        assert!(alike("Dweir", "Duwayr") > 0.85);
        assert!(alike("Kashem", "Khusham") > 0.85);
        assert!(alike("Dweir", "Zweir") < 0.85);
        assert!(alike("Hajin", "Hajin") > 0.999);
    }

    proptest::proptest! {
        #[test]
        fn similarity_is_symmetric_and_bounded(a in "[a-z]{0,12}", b in "[a-z]{0,12}") {
            let (there, back) = (alike(&a, &b), alike(&b, &a));
            proptest::prop_assert!((there - back).abs() < 1e-4);
            proptest::prop_assert!((0.0..=1.0).contains(&there));
        }
    }
}
