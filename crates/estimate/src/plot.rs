//! Plots as SVG. Enters: a capture table, an answer. Leaves: drawings that need no script and no font of their own. What
//! is documented and what is estimated have different colours and are never stacked.

use crate::answer::Answer;
use crate::density::Posterior;
use crate::method::Estimate;
use crate::table::CaptureTable;
use crate::words::people;
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 24.0;
/// The height of an estimator's band.
const BAND: f64 = 84.0;
const TOP: f64 = 56.0;
/// Histories that are shown at most, those with the most people.
const SHOWN: usize = 40;
const DOCUMENTED: &str = "#37474f";
const ESTIMATED: &str = "#1565c0";
const PALE: &str = "#cfd8dc";

/// A drawing in the making.
struct Drawing {
    body: String,
}

impl Drawing {
    fn new() -> Self {
        Self { body: String::new() }
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // A string takes whatever is written to it.
        let _ = self.body.write_fmt(element);
        self.body.push('\n');
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, text: &str) {
        let text = escaped(text);
        self.add(format_args!(r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#));
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(format_args!(
            r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" stroke="{colour}" stroke-width="{width}"/>"#
        ));
    }

    fn dot(&mut self, x: f64, y: f64, colour: &str) {
        self.add(format_args!(r#"<circle cx="{x:.1}" cy="{y:.1}" r="5" fill="{colour}"/>"#));
    }

    fn finished(&self, width: f64, height: f64, title: &str) -> String {
        let (title, body) = (escaped(title), &self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"13\" fill=\"#212121\">\n<title>{title}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
        )
    }
}

fn escaped(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The estimates side by side: posteriors as hills, intervals as bars, and the documented people as a line apart.
pub fn estimates(answer: &Answer) -> String {
    let mut drawing = Drawing::new();
    let most =
        answer.estimators.iter().map(|one| one.all.upper).fold(answer.observed as f64, f64::max) * 1.06;
    let across = |people: f64| LEFT + (WIDTH - LEFT - RIGHT) * (people / most.max(1.0)).clamp(0.0, 1.0);
    let bottom = TOP + BAND * answer.estimators.len() as f64;
    let observed = across(answer.observed as f64);
    drawing.line((observed, TOP - 12.0), (observed, bottom), DOCUMENTED, 2.0);
    let documented = format!("documented: {}", people(answer.observed as f64));
    drawing.text(observed, TOP - 20.0, if observed > WIDTH / 2.0 { "end" } else { "start" }, &documented);
    for (at, one) in answer.estimators.iter().enumerate() {
        band(&mut drawing, one, answer.observed as f64, TOP + BAND * (at as f64 + 1.0), across);
    }
    axis(&mut drawing, most, bottom, across);
    drawing.finished(
        WIDTH,
        bottom + 52.0,
        "Documented people, and estimates of all people with 95 % intervals",
    )
}

fn band(drawing: &mut Drawing, one: &Estimate, observed: f64, base: f64, across: impl Fn(f64) -> f64 + Copy) {
    let middle = base - 14.0;
    if let Some(posterior) = &one.posterior {
        hill(drawing, posterior, observed, middle, across);
    }
    drawing.line((across(one.all.lower), middle), (across(one.all.upper), middle), ESTIMATED, 3.0);
    drawing.dot(across(one.all.point), middle, ESTIMATED);
    drawing.text(LEFT - 12.0, middle - 10.0, "end", one.name.title());
    let figures = format!("{} ({}–{})", people(one.all.point), people(one.all.lower), people(one.all.upper));
    drawing.text(LEFT - 12.0, middle + 8.0, "end", &figures);
}

/// A posterior as a hill: shares per person, in bins of equal width on the page.
fn hill(drawing: &mut Drawing, posterior: &Posterior, observed: f64, base: f64, across: impl Fn(f64) -> f64) {
    const STEP: f64 = 4.0;
    let bins = ((WIDTH - LEFT - RIGHT) / STEP) as usize + 1;
    let mut heights = vec![0.0; bins];
    for (at, weight) in posterior.points() {
        let bin = ((across(at + observed) - LEFT) / STEP) as usize;
        heights[bin.min(bins - 1)] += weight;
    }
    // What lies beyond the page has no place on it.
    heights[bins - 1] = 0.0;
    let highest = heights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let mut path = format!("M{LEFT:.1} {base:.1}");
    for (bin, height) in heights.iter().enumerate() {
        let (x, y) = (LEFT + STEP * (bin as f64 + 0.5), base - (BAND - 30.0) * height / highest);
        let _ = write!(path, "L{x:.1} {y:.1}");
    }
    let end = LEFT + STEP * bins as f64;
    drawing.add(format_args!(r##"<path d="{path}L{end:.1} {base:.1}Z" fill="#bbdefb"/>"##));
}

fn axis(drawing: &mut Drawing, most: f64, base: f64, across: impl Fn(f64) -> f64) {
    drawing.line((LEFT, base), (WIDTH - RIGHT, base), DOCUMENTED, 1.0);
    let step = step(most);
    let ticks = (most / step) as usize;
    for tick in 0..=ticks {
        let value = step * tick as f64;
        drawing.line((across(value), base), (across(value), base + 5.0), DOCUMENTED, 1.0);
        drawing.text(across(value), base + 20.0, "middle", &people(value));
    }
    drawing.text(WIDTH - RIGHT, base + 40.0, "end", "people");
}

/// A round number of which four to nine fit.
fn step(most: f64) -> f64 {
    let power = 10.0_f64.powf(most.max(1.0).log10().floor());
    let sizes = [0.1, 0.2, 0.5, 1.0, 2.0].map(|size| size * power);
    sizes.into_iter().find(|size| most / size <= 7.0).unwrap_or(power).max(1.0)
}

/// Who is on which lists together, as counted: a column for each history, those with the most people first (Lex et al.
/// 2014, IEEE Transactions on Visualization and Computer Graphics 20, 1983-1992).
pub fn overlaps(table: &CaptureTable) -> String {
    const COLUMN: f64 = 26.0;
    const ROW: f64 = 24.0;
    const BARS: f64 = 180.0;
    let mut cells: Vec<(u32, u64)> = table.cells().collect();
    cells.sort_by_key(|(history, count)| (std::cmp::Reverse(*count), *history));
    cells.truncate(SHOWN);
    let mut drawing = Drawing::new();
    let most = cells.first().map_or(1.0, |cell| cell.1 as f64);
    let base = TOP + BARS;
    for (list, name) in table.lists().iter().enumerate() {
        let held = format!("{name}: {}", people(table.on_all(1 << list) as f64));
        drawing.text(LEFT - 12.0, base + ROW * (list as f64 + 1.0) + 4.0, "end", &held);
    }
    for (at, (history, count)) in cells.iter().enumerate() {
        let x = LEFT + COLUMN * (at as f64 + 0.5);
        let height = BARS * *count as f64 / most;
        drawing.line((x, base), (x, base - height), DOCUMENTED, 16.0);
        drawing.text(x, base - height - 5.0, "middle", &people(*count as f64));
        for list in 0..table.lists().len() {
            let colour = if history >> list & 1 == 1 { DOCUMENTED } else { PALE };
            drawing.dot(x, base + ROW * (list as f64 + 1.0), colour);
        }
    }
    drawing.text(LEFT, 24.0, "start", "Documented people by the lists that hold them");
    let width = (LEFT + COLUMN * cells.len() as f64 + RIGHT).max(WIDTH);
    let height = base + ROW * (table.lists().len() as f64 + 1.5);
    drawing.finished(width, height, "Documented people by the lists that hold them")
}
