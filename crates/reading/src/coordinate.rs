//! Coordinates as written: military grid references, UTM, decimal degrees, degrees with minutes and seconds.
//! Enters: a document. Leaves: points on WGS 84 with their spans and how fine they are written. Never names a
//! place, and never takes a pair of numbers for a point without a mark that says so.

use crate::document::Document;
use geoconvert::{LatLon, Mgrs, UtmUps};
use text::Span;

/// Metres in a degree of latitude (WGS 84, mean).
const METRES_PER_DEGREE: f64 = 111_132.0;

/// Words that say that a pair of plain decimals is a point.
const HINTS: &[&str] = &[
    "at",
    "coordinate",
    "coordinates",
    "coords",
    "geolocated",
    "geolocation",
    "gps",
    "grid",
    "lat",
    "latitude",
    "located",
    "location",
    "position",
];

/// How many words before a pair may hold a hint.
const HINT_REACH: usize = 6;

/// Decimal places from which a pair of decimals needs no hint.
const PLAIN_DECIMALS: usize = 4;

/// A point that the text gives in figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Coordinate {
    /// The words, in bytes of the text.
    pub(crate) span: Span,
    /// Degrees north, WGS 84.
    pub(crate) lat: f64,
    /// Degrees east, WGS 84.
    pub(crate) lon: f64,
    /// The side of the square that the last digit stands for, in metres.
    pub(crate) metres: f64,
}

/// The coordinates of a document, in order.
pub(crate) fn coordinates(doc: &Document) -> Vec<Coordinate> {
    let text = doc.tokens.text;
    let mut out: Vec<Coordinate> = Vec::new();
    for (here, token) in doc.tokens.iter().enumerate() {
        let at = token.span.start;
        if out.last().is_some_and(|c| at < c.span.end) {
            continue;
        }
        let found = grid(text, at)
            .or_else(|| utm(text, at))
            .or_else(|| degrees(text, at).filter(|pair| pair.marked || hinted(doc, here)).map(|p| p.point));
        out.extend(found);
    }
    out
}

/// Whether one of the words shortly before a token says that a point follows.
fn hinted(doc: &Document, here: usize) -> bool {
    (here.saturating_sub(HINT_REACH)..here).any(|i| HINTS.contains(&doc.at(i)))
}

/// A place in the text from which parts are taken one by one.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the longest run of characters that fit, up to a number of them.
    fn run(&mut self, most: usize, fits: impl Fn(char) -> bool) -> &'t str {
        let len = self.rest().chars().take(most).take_while(|c| fits(*c)).map(char::len_utf8).sum::<usize>();
        let taken = &self.rest()[..len];
        self.at += len;
        taken
    }

    fn digits(&mut self) -> &'t str {
        self.run(12, |c| c.is_ascii_digit())
    }

    fn spaces(&mut self) -> usize {
        self.run(2, |c| c == ' ' || c == '\u{a0}').chars().count()
    }

    fn one_of(&mut self, marks: &str) -> Option<char> {
        let c = self.peek().filter(|c| marks.contains(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Whether a word or number goes on here.
    fn inside_word(&self) -> bool {
        self.peek().is_some_and(char::is_alphanumeric)
    }
}

/// A reference of the Military Grid Reference System (NGA.STND.0037): "37SCA122456", "37S CA 1224 4567".
fn grid(text: &str, start: usize) -> Option<Coordinate> {
    let mut c = Cursor::new(text, start);
    let zone = c.digits();
    let band = c.one_of("CDEFGHJKLMNPQRSTUVWX")?;
    let mut spaces = c.spaces();
    let square = c.run(2, |x| x.is_ascii_uppercase() && x != 'I' && x != 'O');
    let before_digits = c.spaces();
    spaces += before_digits;
    let (east, north, gaps) = halves(&mut c)?;
    spaces += gaps;
    let fits = (1..=2).contains(&zone.len())
        && square.len() == 2
        && !c.inside_word()
        // Four digits with spaces between are too often something else.
        && ((3..=5).contains(&east.len()) || (east.len() == 2 && spaces == 0));
    if !fits {
        return None;
    }
    let point = Mgrs::parse_str(&format!("{zone}{band}{square}{east}{north}")).ok()?.to_latlon();
    let metres = 10_f64.powi(5 - east.len() as i32);
    checked(Span::new(start, c.at), point.latitude(), point.longitude(), metres)
}

/// Easting and northing of a grid reference: one run of digits, or two of the same length.
fn halves<'t>(c: &mut Cursor<'t>) -> Option<(&'t str, &'t str, usize)> {
    let first = c.digits();
    let mut second = *c;
    let gap = second.spaces();
    let north = second.digits();
    if gap > 0 && !first.is_empty() && first.len() == north.len() {
        *c = second;
        return Some((first, north, gap));
    }
    first.len().is_multiple_of(2).then(|| {
        let (east, north) = first.split_at(first.len() / 2);
        (east, north, 0)
    })
}

/// A UTM coordinate: "37S 412345 3812345", "37N 412345 mE 3812345 mN".
fn utm(text: &str, start: usize) -> Option<Coordinate> {
    let mut c = Cursor::new(text, start);
    let zone: i32 = c.digits().parse().ok().filter(|z| (1..=60).contains(z))?;
    c.spaces();
    let band = c.one_of("CDEFGHJKLMNPQRSTUVWX")?;
    let east = metres_of(&mut c, 6, "Ee")?;
    let north = metres_of(&mut c, 7, "Nn")?;
    if c.inside_word() {
        return None;
    }
    // "S" is a band of the northern hemisphere (32 to 40 degrees), or stands for "south".
    let northern = band >= 'N' && (band != 'S' || (3_500_000.0..4_450_000.0).contains(&north));
    let point = UtmUps::create(zone, northern, east, north).ok()?;
    let point = LatLon::from_utmups(&point);
    checked(Span::new(start, c.at), point.latitude(), point.longitude(), 1.0)
}

/// One axis of a UTM coordinate: its digits, an inner fraction, "m" and a letter.
fn metres_of(c: &mut Cursor, digits: usize, letters: &str) -> Option<f64> {
    c.run(3, |x| matches!(x, ' ' | ',' | ';'));
    let from = c.at;
    if c.digits().len() != digits {
        return None;
    }
    let mut fraction = *c;
    if fraction.one_of(".").is_some() && !fraction.digits().is_empty() {
        *c = fraction;
    }
    let value = c.text.get(from..c.at)?.parse().ok()?;
    let mut unit = *c;
    unit.spaces();
    unit.one_of("m");
    unit.spaces();
    if unit.one_of(letters).is_some() && !unit.inside_word() {
        *c = unit;
    }
    Some(value)
}

/// A pair of degrees.
struct Pair {
    point: Coordinate,
    /// Whether degree signs, letters or many decimals say that it is a point.
    marked: bool,
}

/// One angle as written.
#[derive(Clone, Copy)]
struct Angle {
    degrees: f64,
    /// N, S, E or W.
    towards: Option<char>,
    /// What the last digit stands for, in degrees.
    step: f64,
    decimals: usize,
    sign: bool,
}

/// Two angles side by side: "34.45N 40.92E", "34°27'15"N, 40°56'02"E", "34.4512, 40.9233".
fn degrees(text: &str, start: usize) -> Option<Pair> {
    let before = text.get(..start)?.chars().next_back();
    if before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '.' | '$' | '€' | '£' | '/')) {
        return None;
    }
    let mut c = Cursor::new(text, start);
    let a = angle(&mut c)?;
    let gap = c.run(3, |x| matches!(x, ' ' | ',' | ';' | '/' | '\u{a0}'));
    let b = angle(&mut c)?;
    let closed = !c.inside_word() && !matches!(c.peek(), Some('%' | '°'));
    let (lat, lon) = match (a.towards, b.towards) {
        (Some('N' | 'S'), Some('E' | 'W')) | (None, None) => (a, b),
        (Some('E' | 'W'), Some('N' | 'S')) => (b, a),
        _ => return None,
    };
    let lettered = a.towards.is_some();
    let fits = closed
        && (lettered || gap.contains(','))
        && (a.sign || a.decimals >= 2)
        && (b.sign || b.decimals >= 2);
    let marked = lettered || (a.sign && b.sign) || a.decimals.min(b.decimals) >= PLAIN_DECIMALS;
    let metres = lat.step.max(lon.step) * METRES_PER_DEGREE;
    let point = checked(Span::new(start, c.at), lat.degrees, lon.degrees, metres).filter(|_| fits)?;
    Some(Pair { point, marked })
}

/// An angle: a letter before or after, degrees, and minutes and seconds where a degree sign stands.
fn angle(c: &mut Cursor) -> Option<Angle> {
    let prefix = c.one_of("NSEW");
    c.spaces();
    let minus = c.one_of("-−").is_some();
    let (whole, decimals) = figure(c, 3)?;
    let mut out =
        Angle { degrees: whole, towards: None, step: 10_f64.powi(-(decimals as i32)), decimals, sign: false };
    let mut after = *c;
    after.spaces();
    if after.one_of("°º˚").is_some() {
        *c = after;
        out.sign = true;
        minutes(c, &mut out);
    }
    out.towards = prefix.or_else(|| letter(c));
    if minus || matches!(out.towards, Some('S' | 'W')) {
        out.degrees = -out.degrees;
    }
    // "-34.4 S" says the same thing twice, and one cannot tell whether to believe it once or twice.
    (!(minus && out.towards.is_some())).then_some(out)
}

fn minutes(c: &mut Cursor, out: &mut Angle) {
    for (marks, parts) in [("'’′ʹ", 60.0), ("\"”″ʺ", 3600.0)] {
        let mut ahead = *c;
        ahead.spaces();
        let Some((value, decimals)) = figure(&mut ahead, 2) else { return };
        ahead.spaces();
        let doubled = parts > 60.0 && (ahead.rest().starts_with("''") || ahead.rest().starts_with("’’"));
        if value >= 60.0 || ahead.one_of(if doubled { "'’" } else { marks }).is_none() {
            return;
        }
        if doubled {
            ahead.one_of("'’");
        }
        out.degrees += value / parts;
        out.step = 10_f64.powi(-(decimals as i32)) / parts;
        *c = ahead;
    }
}

/// A figure with up to `most` digits before the point, and how many stand after it.
fn figure(c: &mut Cursor, most: usize) -> Option<(f64, usize)> {
    let from = c.at;
    let whole = c.digits();
    if whole.is_empty() || whole.len() > most {
        return None;
    }
    let mut fraction = *c;
    let mut decimals = 0;
    if fraction.one_of(".").is_some() {
        decimals = fraction.digits().len();
        if decimals > 0 {
            *c = fraction;
        }
    }
    c.text.get(from..c.at)?.parse().ok().map(|v| (v, decimals))
}

/// A letter of direction after an angle.
fn letter(c: &mut Cursor) -> Option<char> {
    let mut ahead = *c;
    ahead.spaces();
    let found = ahead.one_of("NSEW")?;
    if ahead.inside_word() {
        return None;
    }
    *c = ahead;
    Some(found)
}

fn checked(span: Span, lat: f64, lon: f64, metres: f64) -> Option<Coordinate> {
    let fits = lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0;
    fits.then_some(Coordinate { span, lat, lon, metres })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(String, f64, f64, f64)> {
        let lexicon = Lexicon::default();
        let doc = Document::new(text, &lexicon);
        let round = |x: f64| (x * 1000.0).round() / 1000.0;
        coordinates(&doc)
            .iter()
            .map(|c| (c.span.of(text).to_owned(), round(c.lat), round(c.lon), c.metres.round()))
            .collect()
    }

    /// The grid reference and its point (40.748333 N, 73.985278 W) are the example in `geoconvert`'s documentation.
    #[test]
    fn each_way_of_writing_gives_the_point_and_how_fine_it_is() {
        for (text, span, lat, lon, metres) in [
            ("18TWL8566411315 is in a park.", "18TWL8566411315", 40.748, -73.985, 1.0),
            ("Grid 18T WL 856 113, by road.", "18T WL 856 113", 40.749, -73.985, 100.0),
            ("At 18T 585664 4511315 stood a shed.", "18T 585664 4511315", 40.748, -73.985, 1.0),
            ("At 18N 585664 mE 4511315 mN.", "18N 585664 mE 4511315 mN", 40.748, -73.985, 1.0),
            ("Coordinates: 40.75, -73.99.", "40.75, -73.99", 40.75, -73.99, 1111.0),
            ("It fell on 40.7483, -73.9853 at noon.", "40.7483, -73.9853", 40.748, -73.985, 11.0),
            ("It fell on 40.75N 73.99W.", "40.75N 73.99W", 40.75, -73.99, 1111.0),
            ("It fell on E 36.23, N 49.99.", "E 36.23, N 49.99", 49.99, 36.23, 1111.0),
            ("40°44'54\"N, 73°59′07″W", "40°44'54\"N, 73°59′07″W", 40.748, -73.985, 31.0),
            ("40° 44.9' N 73° 59.1' W", "40° 44.9' N 73° 59.1' W", 40.748, -73.985, 185.0),
        ] {
            assert_eq!(read(text), [(span.to_owned(), lat, lon, metres)], "{text}");
        }
    }

    #[test]
    fn other_pairs_of_numbers_are_no_points() {
        for text in [
            "It rose from 2.51, 3.62 per cent.",
            "They paid $34.45, 40.92 was left.",
            "The ratio was 1.23, 4.56 in all.",
            "A 4K HD 1080 screen and a 5G LTE 2020 mast.",
            "Case 2660, release 20210920-03.",
            "37SCA12245 has an odd number of digits.",
            "99.1234, 200.5678",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(s in "[0-9NSEWCA°'\" .,-]{0,40}") {
            let lexicon = Lexicon::default();
            let doc = Document::new(&s, &lexicon);
            for c in coordinates(&doc) {
                prop_assert!(c.lat.abs() <= 90.0 && c.lon.abs() <= 180.0 && !c.span.of(&s).is_empty());
            }
        }

        #[test]
        fn a_grid_reference_holds_the_point_it_was_made_from(lat in -70.0..70.0_f64, lon in -179.0..179.0_f64) {
            let point = LatLon::create(lat, lon).expect("in range");
            let text = point.to_mgrs(5).to_string();
            let found = read(&text);
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert!((found[0].1 - lat).abs() < 0.002 && (found[0].2 - lon).abs() < 0.002 / lat.to_radians().cos());
        }
    }
}
