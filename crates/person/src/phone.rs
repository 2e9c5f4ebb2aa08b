//! How a word sounds, whatever script it is written in. Enters: a word in Arabic, Latin, Cyrillic or Hebrew letters.
//! Leaves: its phones, a key of its consonants under which spellings of one name meet, and how far two words are
//! apart. Vowels weigh little, since Arabic and Hebrew mostly leave them out; letters that one script tells apart and
//! another does not are near. A letter of any other script is a phone of its own.

use std::sync::LazyLock;

/// The phones of a word, each a class of letters.
pub(crate) type Phones = Vec<u8>;

/// Vowels.
const A: u8 = 1;
const I: u8 = 2;
const U: u8 = 3;
/// Breath: ه and ح, which spellings drop.
const H: u8 = 4;
const B: u8 = 5;
const P: u8 = 6;
const T: u8 = 7;
const TH: u8 = 8;
const J: u8 = 9;
const KH: u8 = 10;
const D: u8 = 11;
const DH: u8 = 12;
const R: u8 = 13;
const Z: u8 = 14;
const S: u8 = 15;
const SH: u8 = 16;
/// ض
const DD: u8 = 17;
/// ظ
const ZZ: u8 = 18;
const GH: u8 = 19;
const F: u8 = 20;
const V: u8 = 21;
const Q: u8 = 22;
const K: u8 = 23;
const G: u8 = 24;
const L: u8 = 25;
const M: u8 = 26;
const N: u8 = 27;
/// From here on: letters without a class of their own.
const OTHER: u8 = 32;

/// What a change of one strong phone costs.
pub(crate) const STRONG: u16 = 100;

/// Pairs of phones that are near, and what exchanging them costs.
const NEAR: &[(u8, u8, u16)] = &[
    (A, I, 25),
    (A, U, 25),
    (I, U, 35),
    (B, P, 20),
    (T, TH, 30),
    (TH, S, 35),
    (TH, DH, 35),
    (T, D, 60),
    (D, DH, 25),
    (DH, Z, 30),
    (D, DD, 5),
    (DH, DD, 20),
    (Z, ZZ, 5),
    (DH, ZZ, 15),
    (DD, ZZ, 15),
    (D, ZZ, 35),
    (J, G, 25),
    (J, Z, 60),
    (G, GH, 20),
    (G, Q, 30),
    (K, Q, 15),
    (K, KH, 25),
    (KH, H, 35),
    (K, G, 50),
    (S, SH, 40),
    (S, Z, 50),
    (F, V, 15),
    (V, U, 30),
    (SH, J, 60),
    (SH, K, 60),
    (M, N, 70),
];

/// The phones of a word in lower case, without marks.
pub(crate) fn phones(word: &str) -> Phones {
    let letters: Vec<char> = word.chars().collect();
    let mut found = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let (phone, taken) = match digraph(letter, next) {
            Some(phone) => (Some(phone), 2),
            None => (single(letter), 1),
        };
        at += taken;
        // Doubling is often left out in writing.
        found.extend(phone.filter(|phone| found.last() != Some(phone)));
    }
    found
}

/// Two Latin letters that are one sound.
fn digraph(letter: char, next: Option<char>) -> Option<u8> {
    Some(match (letter, next?) {
        ('s' | 'c', 'h') => SH,
        ('t', 'h') => TH,
        ('k', 'h') => KH,
        ('g', 'h') => GH,
        ('d', 'h') => DH,
        ('p', 'h') => F,
        ('z', 'h') => J,
        ('c', 'k') => K,
        ('o' | 'u', 'u' | 'o') => U,
        ('e' | 'i', 'e') => I,
        _ => return None,
    })
}

/// One letter; none for those that spellings of one name have or lack without meaning (ع, hamza, apostrophes).
fn single(letter: char) -> Option<u8> {
    Some(match letter {
        'a' | 'ا' | 'а' | 'я' => A,
        'e' | 'i' | 'y' | 'ي' | 'и' | 'і' | 'ї' | 'й' | 'е' | 'є' | 'э' | 'ы' | 'י' => I,
        'o' | 'u' | 'w' | 'و' | 'о' | 'у' | 'ю' | 'ו' => U,
        'h' | 'ه' | 'ح' | 'ה' | 'ח' => H,
        'b' | 'ب' | 'б' | 'ב' => B,
        'p' | 'پ' | 'п' | 'פ' | 'ף' => P,
        't' | 'ت' | 'ط' | 'т' | 'ת' | 'ט' => T,
        'ث' => TH,
        'j' | 'ج' | 'ж' => J,
        'خ' | 'х' => KH,
        'd' | 'د' | 'д' | 'ד' => D,
        'ذ' => DH,
        'r' | 'ر' | 'р' | 'ר' => R,
        'z' | 'ز' | 'з' | 'ז' => Z,
        's' | 'س' | 'ص' | 'с' | 'ц' | 'ס' | 'צ' | 'ץ' => S,
        'ش' | 'ш' | 'щ' | 'ч' | 'چ' | 'ש' => SH,
        'ض' => DD,
        'ظ' => ZZ,
        'غ' => GH,
        'f' | 'ف' | 'ф' => F,
        'v' | 'ڤ' | 'в' => V,
        'q' | 'ق' | 'ק' => Q,
        'k' | 'c' | 'x' | 'ك' | 'к' | 'כ' | 'ך' => K,
        'g' | 'گ' | 'г' | 'ґ' | 'ג' => G,
        'l' | 'ل' | 'л' | 'ל' => L,
        'm' | 'م' | 'м' | 'מ' | 'ם' => M,
        'n' | 'ن' | 'н' | 'נ' | 'ן' => N,
        'ع' | 'ء' | 'א' | 'ע' | 'ь' | 'ъ' | '\'' => return None,
        other => OTHER + (u32::from(other) % u32::from(u8::MAX - OTHER)) as u8,
    })
}

/// The coarse class of a consonant.
fn class(phone: u8) -> Option<u8> {
    Some(match phone {
        A | I | U | H => return None,
        P => B,
        TH => T,
        DH | DD | ZZ | Z => D,
        SH => S,
        V => F,
        Q | KH => K,
        GH | J => G,
        other => other,
    })
}

/// A key of the consonants, coarse enough that spellings of one name in two scripts share it.
pub(crate) fn skeleton(phones: &[u8]) -> u64 {
    let mut key = 0u64;
    let mut last = 0;
    for class in phones.iter().filter_map(|phone| class(*phone)) {
        if class != last {
            key = key.wrapping_mul(0x0100_0000_01b3) ^ u64::from(class);
            last = class;
        }
    }
    // A word of nothing but vowels and breath is told by them.
    if last == 0 { phones.iter().fold(1, |key, phone| key * 31 + u64::from(*phone)) } else { key }
}

/// The consonants of a word as a set of coarse classes; two words whose sets differ much are far apart.
pub(crate) fn consonants(phones: &[u8]) -> u32 {
    phones.iter().filter_map(|phone| class(*phone)).fold(0, |set, class| set | 1 << (class % 32))
}

/// The coarse classes of the first and the last consonant; 0 where there is none.
pub(crate) fn ends(phones: &[u8]) -> [u8; 2] {
    let mut classes = phones.iter().filter_map(|phone| class(*phone));
    let first = classes.next().unwrap_or(0);
    [first, classes.next_back().unwrap_or(first)]
}

/// How many phones are no vowels.
pub(crate) fn strong(phones: &[u8]) -> usize {
    phones.iter().filter(|phone| **phone > H).count()
}

/// What exchanging two phones costs, by both.
static CHANGE: LazyLock<[[u8; OTHER as usize]; OTHER as usize]> = LazyLock::new(|| {
    let mut costs = [[STRONG as u8; OTHER as usize]; OTHER as usize];
    for (n, row) in costs.iter_mut().enumerate() {
        row[n] = 0;
    }
    for (a, b, cost) in NEAR {
        costs[usize::from(*a)][usize::from(*b)] = *cost as u8;
        costs[usize::from(*b)][usize::from(*a)] = *cost as u8;
    }
    costs
});

fn change(costs: &[[u8; OTHER as usize]; OTHER as usize], a: u8, b: u8) -> u16 {
    if a == b {
        return 0;
    }
    let known = costs.get(usize::from(a)).and_then(|row| row.get(usize::from(b)));
    known.map_or(STRONG, |cost| u16::from(*cost))
}

fn drop(phone: u8) -> u16 {
    match phone {
        A | I | U => 25,
        H => 30,
        _ => STRONG,
    }
}

/// What it costs to turn one word into another: a weighted edit distance with transpositions (Damerau 1964),
/// 100 for a strong phone. Words longer than 31 phones are compared by their beginnings.
pub(crate) fn distance(a: &[u8], b: &[u8]) -> u16 {
    const MOST: usize = 31;
    let (a, b) = (a.get(..MOST).unwrap_or(a), b.get(..MOST).unwrap_or(b));
    let costs = &*CHANGE;
    let mut rows = [[0u16; MOST + 1]; 3];
    for j in 1..=b.len() {
        rows[0][j] = rows[0][j - 1] + drop(b[j - 1]);
    }
    for i in 1..=a.len() {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = rows[before][0] + drop(a[i - 1]);
        for j in 1..=b.len() {
            let kept = rows[before][j - 1] + change(costs, a[i - 1], b[j - 1]);
            let dropped = (rows[before][j] + drop(a[i - 1])).min(rows[now][j - 1] + drop(b[j - 1]));
            let mut best = kept.min(dropped);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[earlier][j - 2] + STRONG * 3 / 4);
            }
            rows[now][j] = best;
        }
    }
    rows[a.len() % 3][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(a: &str, b: &str) -> u16 {
        distance(&phones(a), &phones(b))
    }

    #[test]
    fn spellings_of_one_name_are_near_and_other_names_far() {
        for (a, b) in [
            ("mohammed", "muhammad"),
            ("mohammed", "mhmd"),
            ("yousef", "yusuf"),
            ("qasim", "kasem"),
            ("yousef", "يوسف"),
            ("khaled", "خالد"),
            ("shevchenko", "шевченко"),
        ] {
            assert!(apart(a, b) < STRONG, "{a} {b}: {}", apart(a, b));
            assert_eq!(skeleton(&phones(a)), skeleton(&phones(b)), "{a} {b}");
        }
        for (a, b) in [("salim", "karim"), ("hassan", "hussam"), ("ranya", "nadia")] {
            assert!(apart(a, b) >= 70, "{a} {b}: {}", apart(a, b));
        }
    }

    #[test]
    fn a_slip_of_two_letters_that_changed_places_costs_less_than_two_changes() {
        assert!(apart("slmi", "smli") < 2 * STRONG);
        assert_eq!(apart("", ""), 0);
    }
}
