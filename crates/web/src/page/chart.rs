//! The chart of who says how many: a row for each independent origin, a bar from its lowest to its highest number,
//! copies folded into the row. Enters: an incident. Leaves: rows and marks in units of the drawing.

use std::collections::BTreeSet;
use value::{Count, Incident, Member, Range};

/// Where the bars begin.
const LEFT: u32 = 210;
/// How long the axis is.
const WIDTH: u32 = 420;
/// How high a row is.
const ROW: u32 = 28;

/// The chart.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) ticks: Vec<(u32, u32)>,
    pub(crate) rows: Vec<Row>,
}

/// What one origin says.
#[derive(Debug)]
pub(crate) struct Row {
    /// Who says it.
    pub(crate) label: String,
    /// Reports of the same origin besides this.
    pub(crate) copies: usize,
    /// The address of the words.
    pub(crate) href: String,
    pub(crate) range: Range,
    /// Whether this is the incident's own range, which all others lead to.
    pub(crate) whole: bool,
    /// Upper edge of the bar.
    pub(crate) y: u32,
    pub(crate) text_y: u32,
    pub(crate) x: u32,
    pub(crate) length: u32,
    /// Where an open end is drawn to.
    pub(crate) open: Option<u32>,
    pub(crate) end: u32,
}

/// The chart of one kind of harm; `None` where no account tells a number.
pub(crate) fn of(
    incident: &Incident,
    whole: &str,
    count: fn(&Member) -> Option<&Count>,
    all: Range,
) -> Option<Chart> {
    let mut rows: Vec<(String, usize, String, Range, bool)> =
        vec![(whole.to_owned(), 0, String::new(), all, true)];
    let mut told = BTreeSet::new();
    for origin in &incident.origins {
        let of_origin = || {
            let members = incident.accounts.iter().filter(|member| origin.contains(&member.report));
            members.filter_map(|member| Some((member, count(member)?)))
        };
        let Some((member, first)) = of_origin()
            .min_by_key(|(member, _)| (member.published.is_none(), member.published, member.key.clone()))
        else {
            continue;
        };
        let copies = of_origin().map(|(member, _)| &member.key.report).collect::<BTreeSet<_>>().len() - 1;
        told.insert(member.key.clone());
        let label = member.publisher.clone().unwrap_or_else(|| member.report.chars().take(24).collect());
        let anchor = first.spans.first().map(|quote| format!("#{}", super::words::anchor(quote)));
        let href = format!("/report/{}{}", member.key.report, anchor.unwrap_or_default());
        rows.push((label, copies, href, first.range(), false));
    }
    if told.is_empty() {
        return None;
    }
    let ends = rows.iter().flat_map(|(_, _, _, range, _)| [range.min, range.max]).flatten();
    let highest = ends.max().unwrap_or(1).max(1);
    let step = step(highest);
    let top = highest.div_ceil(step) * step;
    let x = |people: u32| LEFT + (u64::from(people) * u64::from(WIDTH) / u64::from(top)) as u32;
    let height = ROW * (rows.len() as u32 + 1);
    let placed = rows.into_iter().enumerate().map(|(n, (label, copies, href, range, whole))| {
        let y = ROW * n as u32 + 8;
        let (from, to) = (x(range.min.unwrap_or(0)), range.max.map(x));
        let end = to.unwrap_or(from);
        Row {
            label,
            copies,
            href,
            range,
            whole,
            y,
            text_y: y + 12,
            x: from,
            length: (end - from.min(end)).max(3),
            open: to.is_none().then_some(LEFT + WIDTH),
            end: end.max(from + 3),
        }
    });
    Some(Chart {
        width: LEFT + WIDTH + 70,
        height,
        left: LEFT,
        bottom: height - ROW + 4,
        ticks: (0..=top / step).map(|n| (x(n * step), n * step)).collect(),
        rows: placed.collect(),
    })
}

/// A round number of people between ticks, so that there are at most eight.
fn step(highest: u32) -> u32 {
    let mut unit = 1_u32;
    loop {
        for round in [1, 2, 5] {
            let step = unit.saturating_mul(round);
            if highest / step < 8 {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!([1, 7, 8, 39, 40, 799, u32::MAX].map(step), [1, 1, 2, 5, 10, 100, 1_000_000_000]);
    }
}
