//! By what means an event was done. Enters: the segments of an event. Leaves: its methods, each with its words. Weighs no
//! word against a person's judgement.

use super::Narrator;
use crate::segment::Segment;
use crate::sense::MeansWord;
use value::{Method, MethodName};

impl<'d> Narrator<'_, 'd> {
    /// The means that the account speaks of most: weak words yield to finer ones, mere names of weapons to what
    /// was done, and a means named once in passing to the one the account begins with.
    pub(super) fn methods(&self, segments: &[&Segment<'d>]) -> Vec<Method> {
        let lead = segments.first().map_or(0, |s| s.tokens.end);
        let all: Vec<(usize, usize, &MeansWord)> =
            segments.iter().flat_map(|s| &s.means).map(|(f, e, m)| (*f, *e, *m)).collect();
        let score = |name: MethodName| -> usize {
            all.iter()
                .filter(|(_, _, m)| m.method == name && !m.weak)
                .map(|(f, _, m)| (if *f < lead { 3 } else { 1 }) * if m.event { 3 } else { 1 })
                .sum()
        };
        let best = all.iter().map(|(_, _, m)| score(m.method)).max().unwrap_or(0);
        let known = all.iter().any(|(_, _, m)| m.method != MethodName::Unknown);
        let acted = |name: MethodName| all.iter().any(|(_, _, m)| m.method == name && m.event && !m.weak);
        let any_acted = all.iter().any(|(_, _, m)| m.event && !m.weak);
        let bombarded = all.iter().any(|(_, _, m)| m.method == MethodName::Bombardment);
        let mut out: Vec<Method> = Vec::new();
        for (first, end, m) in &all {
            let passing = score(m.method) * 3 < best;
            let unfit = (m.weak && best > 0)
                || (m.method == MethodName::Unknown && known)
                || (any_acted && !acted(m.method));
            let carrier = !m.event && m.weapon.is_none() && any_acted;
            // "A bombing" that is called a bombardment elsewhere.
            let vague = m.weak && bombarded && m.method != MethodName::Bombardment;
            if passing || unfit || carrier || vague {
                continue;
            }
            let quote = self.doc.quote(*first, *end);
            match out.iter_mut().find(|x| x.name == m.method && (x.weapon == m.weapon || m.weapon.is_none()))
            {
                Some(had) => had.spans.push(quote),
                None => out.push(Method {
                    name: m.method,
                    as_written: self.doc.words(*first, *end),
                    weapon: m.weapon.clone(),
                    spans: vec![quote],
                }),
            }
        }
        self.either(segments, &mut out);
        out
    }

    /// "An airstrike and/or artillery strike", and a blow that one sentence calls an airstrike and another shelling: which it was
    /// stays open.
    fn either(&self, segments: &[&Segment<'d>], methods: &mut Vec<Method>) {
        let is = |name: MethodName| move |m: &Method| m.name == name;
        let (air, guns) = (is(MethodName::Airstrike), is(MethodName::Artillery));
        if !methods.iter().any(air) || !methods.iter().any(guns) {
            return;
        }
        let beside = |s: &&Segment<'d>| {
            let of = |name: MethodName| s.means.iter().filter(move |m| m.2.method == name);
            of(MethodName::Airstrike).any(|a| of(MethodName::Artillery).any(|g| !self.alternatives(a, g)))
        };
        if segments.iter().any(beside) {
            return;
        }
        let Some(first) = methods.iter().position(|m| air(m) || guns(m)) else { return };
        let spans: Vec<_> =
            methods.iter().filter(|m| air(m) || guns(m)).flat_map(|m| m.spans.clone()).collect();
        let (as_written, weapon) = (methods[first].as_written.clone(), methods[first].weapon.clone());
        methods[first] = Method { name: MethodName::Bombardment, as_written, weapon, spans };
        methods.retain(|m| !air(m) && !guns(m));
    }

    /// Whether of two means the one or the other is told: "airstrike/artillery strike", "artillery or airstrikes".
    fn alternatives(&self, a: &(usize, usize, &MeansWord), b: &(usize, usize, &MeansWord)) -> bool {
        let (from, to) = if a.0 < b.0 { (a.1, b.0) } else { (b.1, a.0) };
        let or = |i: usize| matches!(self.doc.at(i), "or" | "/" | "and/or");
        from < to && to - from <= 5 && (from..to).any(or)
    }
}
