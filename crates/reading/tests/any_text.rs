//! Any text is read without harm: words that steer reading, thrown together with numbers, names, marks of direction,
//! emoji, broken dates and letters of every script. Whatever is found, its words stand in the text where it says, its
//! ranges are no ranges turned round, and its probabilities are probabilities.

use proptest::prelude::*;
use reading::{Policy, Reader};
use serde_json::Value;
use std::sync::LazyLock;
use value::Report;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(gazetteer::Gazetteer::embedded(), Policy::airwars()));

/// What steers reading, in English and Arabic, beside what may confuse it.
const PIECES: &[&str] = &[
    "killed",
    "injuring",
    "wounded",
    "died of wounds",
    "were killed",
    "no one was hurt",
    "killing",
    "martyred",
    "people",
    "civilians",
    "children",
    "a father and his two sons",
    "women",
    "gunmen",
    "soldiers",
    "others",
    "family",
    "including",
    "at least",
    "up to",
    "between",
    "and",
    "or",
    "more than",
    "dozens",
    "of",
    "the",
    "a",
    "some",
    "to",
    "by",
    "with",
    "from",
    "his",
    "who",
    "late",
    "month",
    "dozen",
    "hundred",
    "a few days ago",
    "twelve",
    "two",
    "5",
    "1,200",
    "12-15",
    "0",
    "99999999999999999999",
    "-3",
    "3.5",
    "½",
    "٣٤",
    "on Monday",
    "3 March 2024",
    "31/02/2023",
    "02.03.24",
    "at dawn",
    "last night",
    "Ramadan",
    "in",
    "near",
    "the village of",
    "Tel Marwa",
    "Qamar",
    "Damascus",
    "37S BU 12345 67890",
    "35.1, 36.2",
    "91.0, 181.0",
    "airstrike",
    "shelling",
    "barrel bomb",
    "drone",
    "car bomb",
    "Israeli",
    "the coalition",
    "Russian warplanes",
    "the ministry",
    "said",
    "denied",
    "admitted",
    "according to",
    "witnesses",
    "we call on the Security Council to",
    "must",
    "Amir Haddad",
    "Dr.",
    "Umm Sami",
    "(34)",
    "3-year-old",
    ".",
    ",",
    ";",
    ":",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[",
    "—",
    "-",
    "'s",
    "’",
    "#",
    "@",
    "http://a.b/c?d",
    "\n",
    "\n\n",
    "\t",
    "قصف",
    "غارة",
    "استشهد",
    "قتيلان",
    "ثلاثة قتلى",
    "عشرات الجرحى",
    "طفل",
    "امرأة",
    "مدنيين",
    "وأصيب",
    "قرية",
    "بريف",
    "حلب",
    "اليوم",
    "فجر",
    "شباط",
    "رمضان",
    "قـ",
    "ـصف",
    "#قصف_المروة",
    "الطيران",
    "الروسي",
    "ال",
    "و",
    "ب",
    "ء",
    "ً",
    "\u{200f}",
    "\u{202b}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{200d}",
    "\u{301}",
    "\u{0}",
    "\u{fffd}",
    "👨‍👩‍👧",
    "🇸🇾",
    "ﷺ",
    "ﬁ",
    "ß",
    "İ",
    "ı",
    "Ǆ",
    "𝟓",
    "死亡",
    "погиб",
    "נהרג",
    "मारे",
    "ตาย",
    "e\u{301}\u{302}\u{303}",
];

fn text() -> impl Strategy<Value = String> {
    let known = || prop::sample::select(PIECES).prop_map(str::to_owned);
    let piece = prop_oneof![8 => known(), 1 => "\\PC{0,12}", 1 => any::<char>().prop_map(String::from),
        1 => (known(), 1_usize..40).prop_map(|(s, n)| s.repeat(n))];
    let joint = prop_oneof![6 => Just(" "), 1 => Just(""), 1 => Just("\n")];
    prop::collection::vec((piece, joint), 0..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, joint)| [piece, joint.to_owned()]).collect())
}

/// Whether every value of a reading holds against its text.
fn holds(value: &Value, text: &[char]) -> Result<(), TestCaseError> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| holds(item, text)),
        Value::Object(fields) => {
            if let (Some(start), Some(end), Some(quote)) =
                (fields.get("start"), fields.get("end"), fields.get("quote").and_then(Value::as_str))
                && let (Some(start), Some(end)) = (start.as_u64(), end.as_u64())
            {
                let said: Option<String> = text.get(start as usize..end as usize).map(|c| c.iter().collect());
                prop_assert_eq!(said.as_deref(), Some(quote));
            }
            if let (Some(min), Some(max)) =
                (fields.get("min").and_then(Value::as_u64), fields.get("max").and_then(Value::as_u64))
            {
                prop_assert!(min <= max, "{min} > {max}");
            }
            for (name, field) in fields {
                if name == "confidence"
                    && let Some(p) = field.as_f64()
                {
                    prop_assert!((0.0..=1.0).contains(&p), "{p}");
                }
                holds(field, text)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

#[test]
fn marks_and_words_without_end_are_read() {
    for (piece, times) in
        [("\"", 50_000), ("“", 50_000), ("between ", 50_000), ("\" between ", 30_000), ("( ", 50_000)]
    {
        let report = Report {
            id: "long".into(),
            text: piece.repeat(times),
            title: None,
            published: None,
            published_between: None,
            publisher: None,
            url: None,
            language: None,
        };
        assert!(READER.read(&report).accounts.is_empty(), "{piece}");
    }
    let report = Report {
        id: "large".into(),
        text: "Shelling killed 4000000000 people. The strike killed 3000000000 people in Qamar.".into(),
        title: None,
        published: None,
        published_between: None,
        publisher: None,
        url: None,
        language: None,
    };
    READER.read(&report);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_harm(text in text(), published in prop::option::of((1900_i16..2100, 1_i8..=12, 1_i8..=28))) {
        let report = Report {
            id: "any".into(),
            text: text.clone(),
            title: None,
            published: published.and_then(|(y, m, d)| jiff::civil::Date::new(y, m, d).ok()),
            published_between: None,
            publisher: None,
            url: None,
            language: None,
        };
        let reading = READER.read(&report);
        let told = serde_json::to_value(&reading).expect("a reading is JSON");
        holds(&told, &text.chars().collect::<Vec<_>>())?;
    }
}
