//! By what means an event was done. Enters: the segments of an event. Leaves: its methods, each with its words. Weighs no
//! word against a person's judgement.

use super::Narrator;
use super::cast::Cast;
use crate::role::Role;
use crate::segment::Segment;
use crate::sense::MeansWord;
use std::collections::BTreeMap;
use value::{Method, MethodName};

impl<'d> Narrator<'_, 'd> {
    /// The means that the account speaks of most: weak words yield to finer ones, mere names of weapons to what
    /// was done, and a means named once in passing to the one the account begins with.
    pub(super) fn methods(&self, segments: &[&Segment<'d>], cast: &Cast) -> Vec<Method> {
        let lead = segments.first().map_or(0, |s| s.tokens.end);
        let all: Vec<(usize, usize, &MeansWord)> =
            segments.iter().flat_map(|s| &s.means).map(|(f, e, m)| (*f, *e, *m)).collect();
        let known = all.iter().any(|(_, _, m)| m.method != MethodName::Unknown);
        // What speaks for each method, and whether something is said to have been done by it.
        let mut told: BTreeMap<MethodName, (usize, bool)> = BTreeMap::new();
        for (f, _, m) in all.iter().filter(|(_, _, m)| !m.weak) {
            let (score, acted) = told.entry(m.method).or_default();
            *score += (if *f < lead { 3 } else { 1 }) * if m.event { 3 } else { 1 };
            *acted |= m.event;
        }
        let score = |name: MethodName| told.get(&name).map_or(0, |t| t.0);
        let acted = |name: MethodName| told.get(&name).is_some_and(|t| t.1);
        let best = told.values().map(|t| t.0).max().unwrap_or(0);
        let any_acted = told.values().any(|t| t.1);
        let mut out: Vec<Method> = Vec::new();
        for (first, end, m) in &all {
            let passing = score(m.method) * 3 < best;
            let unfit = (m.weak && best > 0)
                || (m.method == MethodName::Unknown && known)
                || (any_acted && !acted(m.method));
            let carrier = !m.event && m.weapon.is_none() && any_acted;
            if passing || unfit || carrier {
                continue;
            }
            let quote = self.doc.quote(*first, *end);
            match out.iter_mut().find(|x| x.name == m.method && (x.weapon == m.weapon || m.weapon.is_none()))
            {
                Some(had) => had.spans.push(quote),
                None => out.push(Method {
                    name: m.method,
                    as_written: String::new(),
                    weapon: m.weapon.clone(),
                    spans: vec![quote],
                }),
            }
        }
        self.name_weapons(&mut out, cast);
        out
    }

    /// Gives the methods the words for what was used. What is named beside them, and of which the words do not say how it was
    /// used, goes with the first.
    fn name_weapons(&self, methods: &mut Vec<Method>, cast: &Cast) {
        for c in cast.with(Role::Weapon) {
            let Some(&(_, first, end)) = c.mentions.first() else { continue };
            let told = methods.iter().position(|m| m.name.as_str() == c.name);
            let open = c.name == MethodName::Unknown.as_str();
            let Some(at) = told.or_else(|| methods.iter().position(|_| open)) else { continue };
            let spans = c.mentions.iter().map(|(_, first, end)| self.doc.quote(*first, *end));
            let as_written = self.doc.words(first, end);
            if methods[at].as_written.is_empty() {
                methods[at].as_written = as_written;
            } else {
                let (name, weapon) = (methods[at].name, c.weapon());
                methods.push(Method { name, as_written, weapon, spans: spans.collect() });
            }
        }
    }
}
