//! Parties to conflicts and the names they go by, from `data/registry/actors.tsv`. Enters: a document.
//! Leaves: where each party stands in it. Never says what a party did, and knows one rule for all sides.

use crate::document::Document;
use crate::language;
use crate::lexicon::Lexicon;
use crate::sense::Sense;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use text::TokenKind;
use value::ActorKind;

/// Longest name of a country, in tokens.
const LONGEST_STATE: usize = 6;

/// Longest name of a body, in tokens.
const LONGEST_BODY: usize = 8;

type Map<V> = HashMap<String, V, foldhash::fast::FixedState>;

/// A party to a conflict. A state and its armed forces are one party.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    /// The neutral name that is printed.
    pub(crate) name: &'static str,
    pub(crate) kind: ActorKind,
    /// ISO 3166-1 alpha-2; a party without one may be a name for many ("gunmen", "army").
    pub(crate) country: Option<&'static str>,
    /// The alliances whose operations it took part in.
    pub(crate) member_of: Vec<Membership>,
}

/// A time during which a party took part in the operations of another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Membership {
    /// The alliance's name.
    pub(crate) of: &'static str,
    /// First day, where known.
    pub(crate) from: Option<jiff::civil::Date>,
    /// Last day; none where it goes on.
    pub(crate) until: Option<jiff::civil::Date>,
}

/// Where a party stands in a document, as tokens `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Index of the party.
    pub(crate) party: usize,
    /// The bare name of a country ("Jordan"), which is an actor only where the words around it make it one.
    pub(crate) state: bool,
}

/// All known parties.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    parties: Vec<Party>,
    aliases: Vec<(String, usize)>,
    /// Names that several parties share, with their owners in the order of the file.
    shared: Map<Vec<usize>>,
    states: Map<usize>,
    /// The first words of the names of countries, so that most words need no look-up of longer names.
    states_from: HashSet<String, foldhash::fast::FixedState>,
    /// Words that speak for one owner of a shared name.
    context: Map<Vec<String>>,
    /// Names of bodies of whom things are asked.
    bodies: Map<&'static str>,
}

/// The nouns that make aliases out of demonyms and names of countries.
#[derive(Clone, Copy, Default)]
struct Nouns {
    demonym: &'static str,
    possessive: &'static str,
}

impl Registry {
    /// The registry that is part of the program.
    pub(crate) fn embedded() -> &'static Self {
        static REGISTRY: OnceLock<Registry> = OnceLock::new();
        REGISTRY.get_or_init(|| {
            let mut registry = Self::parse(include_str!("../../../data/registry/actors.tsv"));
            language::files("actors.tsv").for_each(|file| registry.add_language(file));
            registry
        })
    }

    /// Adds the names that parties have in a language whose adjectives follow their nouns.
    fn add_language(&mut self, file: &'static str) {
        let (mut nouns, mut adjectives) = ("", "");
        for line in file.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&'static str> = line.split('\t').collect();
            match columns.as_slice() {
                ["@context", party, list] => {
                    let words = list.split('|').map(language::form);
                    self.context.entry((*party).to_owned()).or_default().extend(words);
                }
                ["@noun", list] => nouns = list,
                ["@adjective", list] => adjectives = list,
                [name, demonyms, aliases] => {
                    let Some(party) = self.parties.iter().position(|p| p.name == *name) else { continue };
                    items(aliases).for_each(|alias| self.add_alias(alias, party));
                    for (demonym, noun) in pairs(demonyms, nouns) {
                        self.aliases.push((format!("{noun} {demonym}"), party));
                        let described = items(adjectives).map(|a| (format!("{noun} {a} {demonym}"), party));
                        self.aliases.extend(described);
                    }
                }
                _ => {}
            }
        }
    }

    fn parse(file: &'static str) -> Self {
        let mut out = Self::default();
        let mut nouns = Nouns::default();
        for line in file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let columns: Vec<&'static str> = line.split('\t').map(str::trim).collect();
            match columns.as_slice() {
                ["@demonym", list] => nouns.demonym = list,
                ["@possessive", list] => nouns.possessive = list,
                ["@body", name, list] => out.bodies.extend(items(list).map(|a| (a.to_lowercase(), *name))),
                ["@context", party, list] => {
                    out.context.insert((*party).to_owned(), items(list).map(str::to_owned).collect());
                }
                [name, kind, country, member_of, demonyms, states, aliases] => {
                    let Some(kind) = ActorKind::from_word(kind) else { continue };
                    let country = (*country != "-").then_some(*country);
                    out.parties.push(Party { name, kind, country, member_of: memberships(member_of) });
                    out.add_names(nouns, demonyms, states, aliases);
                }
                _ => {}
            }
        }
        out
    }

    /// Adds the names of the party that was added last.
    fn add_names(
        &mut self,
        nouns: Nouns,
        demonyms: &'static str,
        states: &'static str,
        aliases: &'static str,
    ) {
        let party = self.parties.len() - 1;
        items(aliases).for_each(|alias| self.add_alias(alias, party));
        for (demonym, noun) in pairs(demonyms, nouns.demonym) {
            self.add_cased(format!("{demonym} {noun}"), party);
        }
        for (state, noun) in pairs(states, nouns.possessive) {
            if !state.contains(' ') && !state.chars().all(|c| c.is_uppercase() || c == '.') {
                self.aliases.push((format!("{state}'s {noun}").to_lowercase(), party));
            }
        }
        for state in items(states) {
            let first = state.split([' ', '-']).next().unwrap_or(state);
            self.states_from.insert(first.to_owned());
            self.states.insert(state.to_owned(), party);
        }
    }

    /// Adds an alias; one that ends in "?" may have several owners.
    fn add_alias(&mut self, alias: &'static str, party: usize) {
        let name = alias.trim_end_matches('?');
        if name != alias {
            let owners = self.shared.entry(folded(name)).or_default();
            owners.push(party);
            if owners.len() > 1 {
                return;
            }
        }
        self.aliases.push((name.to_owned(), party));
    }

    /// Adds an alias; one that holds an upper-case letter also as a headline writes it.
    fn add_cased(&mut self, alias: String, party: usize) {
        if alias.chars().any(char::is_uppercase) {
            self.aliases.push((titled(&alias), party));
            self.aliases.push((alias.to_uppercase(), party));
        }
        self.aliases.push((alias, party));
    }

    /// Adds every alias to a lexicon.
    pub(crate) fn add_to(&self, lexicon: &mut Lexicon) {
        for (alias, party) in &self.aliases {
            lexicon.add(alias, Sense::Actor(*party));
        }
    }

    /// The party at an index.
    pub(crate) fn get(&self, i: usize) -> Option<&Party> {
        self.parties.get(i)
    }

    /// Whether a party is one in particular, rather than a name for many ("gunmen", "army").
    pub(crate) fn particular(&self, i: usize) -> bool {
        self.get(i).is_some_and(|p| p.name.starts_with(char::is_uppercase) || p.country.is_some())
    }

    /// Whether one party took part in the operations of another, on a day where one is given.
    pub(crate) fn member(&self, party: usize, of: usize, day: Option<jiff::civil::Date>) -> bool {
        let (Some(party), Some(of)) = (self.get(party), self.get(of)) else { return false };
        let within = |m: &&Membership| {
            day.is_none_or(|d| m.from.is_none_or(|f| f <= d) && m.until.is_none_or(|u| d <= u))
        };
        party.member_of.iter().filter(within).any(|m| m.of == of.name)
    }

    /// Where parties stand in a document, in order: shared names given to the owner that the text speaks for
    /// most, and bare names of countries marked as such.
    pub(crate) fn mentions(&self, doc: &Document) -> Vec<Mention> {
        let mut out = Vec::new();
        let mut covered = 0;
        for i in 0..doc.tokens.len() {
            if i < covered {
                continue;
            }
            let by_alias = doc.sense_at(i, |s| if let Sense::Actor(p) = s { Some(*p) } else { None });
            let found = match by_alias {
                Some((end, party)) => Some(Mention { first: i, end, party, state: false }),
                None => self.state_at(doc, i),
            };
            if let Some(mention) = found {
                covered = mention.end;
                out.push(mention);
            }
        }
        self.settle_shared(doc, &mut out);
        out
    }

    /// The country whose name stands at a token, as the party that it may stand for.
    pub(crate) fn state_at(&self, doc: &Document, i: usize) -> Option<Mention> {
        let token = doc.tokens.get(i).filter(|t| t.kind == TokenKind::Word)?;
        if !self.states_from.contains(token.span.of(doc.tokens.text)) {
            return None;
        }
        let joined = |j: usize| doc.tokens.get(j).is_some_and(|t| t.joined);
        let most = LONGEST_STATE.min(doc.tokens.len() - i);
        // "US-led" and "Franco-Belgian" name no actor.
        (1..=most).rev().filter(|n| !joined(i) && !joined(i + n)).find_map(|n| {
            let party = *self.states.get(&doc.words(i, i + n))?;
            Some(Mention { first: i, end: i + n, party, state: true })
        })
    }

    /// The body whose name begins at a token, with the token past it: "UN Security Council".
    pub(crate) fn body_at(&self, doc: &Document, i: usize) -> Option<(usize, &'static str)> {
        let token = doc.tokens.get(i).filter(|t| t.kind == TokenKind::Word)?;
        let most = LONGEST_BODY.min(doc.tokens.len() - i);
        (1..=most).rev().filter(|n| *n > 1 || token.all_caps).find_map(|n| {
            let name = self.bodies.get(&doc.words(i, i + n).to_lowercase())?;
            Some((i + n, *name))
        })
    }

    fn settle_shared(&self, doc: &Document, mentions: &mut [Mention]) {
        let owners_of = |m: &Mention| self.shared.get(&folded(&doc.words(m.first, m.end)));
        let shared: Vec<Option<&Vec<usize>>> = mentions.iter().map(owners_of).collect();
        let plain: Vec<usize> =
            mentions.iter().zip(&shared).filter(|(_, s)| s.is_none()).map(|(m, _)| m.party).collect();
        // What a text speaks for does not depend on where the name stands: each owner is weighed once.
        let mut weighed: HashMap<usize, usize, foldhash::fast::FixedState> = HashMap::default();
        for (mention, owners) in mentions.iter_mut().zip(&shared) {
            let Some(owners) = owners else { continue };
            let mut weight = |p: usize| *weighed.entry(p).or_insert_with(|| self.weight(doc, &plain, p));
            // Of equal owners the first in the file is taken.
            mention.party = owners.iter().copied().rev().max_by_key(|p| weight(*p)).unwrap_or(mention.party);
        }
    }

    /// How much a text speaks for one owner of a shared name: its other names count most, then its members,
    /// then the words that go with it.
    fn weight(&self, doc: &Document, plain: &[usize], party: usize) -> usize {
        let own = plain.iter().filter(|p| **p == party).count();
        let members = plain.iter().filter(|p| self.member(**p, party, None)).count();
        let words = self.get(party).and_then(|p| self.context.get(p.name));
        let near =
            words.map_or(0, |w| (0..doc.tokens.len()).filter(|i| w.iter().any(|x| x == doc.at(*i))).count());
        own * 16 + members + near * 2
    }
}

/// The form by which a shared name is known.
fn folded(name: &str) -> String {
    let tokens = language::cut(name, &|_| false).tokens;
    (0..tokens.len()).map(|i| tokens.folded(i)).collect::<Vec<_>>().join(" ")
}

/// The items of a column.
fn items(column: &'static str) -> impl Iterator<Item = &'static str> {
    column.split('|').map(str::trim).filter(|s| !s.is_empty() && *s != "-")
}

fn pairs(left: &'static str, right: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    items(left).flat_map(move |l| items(right).map(move |r| (l, r)))
}

fn memberships(column: &'static str) -> Vec<Membership> {
    let one = |item: &'static str| {
        let (of, days) = item.trim().rsplit_once(' ')?;
        let (from, until) = days.split_once("..")?;
        Some(Membership { of, from: from.parse().ok(), until: until.parse().ok() })
    };
    column.split(';').filter_map(one).collect()
}

/// Each word with a capital at its head: "US forces" as "US Forces".
fn titled(alias: &str) -> String {
    let word = |w: &str| {
        let mut chars = w.chars();
        chars.next().map_or(String::new(), |c| c.to_uppercase().collect::<String>() + chars.as_str())
    };
    alias.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(registry: &Registry, name: &str) -> Option<usize> {
        registry.parties.iter().position(|p| p.name == name)
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let registry = Registry::embedded();
        let mut lexicon = Lexicon::default();
        registry.add_to(&mut lexicon);
        let doc = Document::new(text, &lexicon);
        let name = |m: &Mention| registry.get(m.party).map_or("", |p| p.name).to_owned();
        registry.mentions(&doc).iter().map(|m| (doc.words(m.first, m.end), name(m))).collect()
    }

    #[test]
    fn every_line_of_the_file_is_read_and_every_alliance_is_a_party() {
        let file = include_str!("../../../data/registry/actors.tsv");
        let rows = file.lines().filter(|l| !l.starts_with(['#', '@']) && !l.is_empty()).count();
        let registry = Registry::embedded();
        assert_eq!(registry.parties.len(), rows);
        for party in &registry.parties {
            for m in &party.member_of {
                assert!(named(registry, m.of).is_some(), "{} is a member of {}", party.name, m.of);
                assert!(m.from.zip(m.until).is_none_or(|(a, b)| a < b), "{}", party.name);
            }
        }
        assert!(registry.context.keys().all(|name| named(registry, name).is_some()));
    }

    #[test]
    fn every_party_named_in_another_language_is_in_the_file() {
        let registry = Registry::embedded();
        let lines = language::files("actors.tsv").flat_map(str::lines);
        for line in lines.filter(|l| !l.starts_with(['#', '@'])) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() == 3 && named(registry, columns[0]).is_some(), "{line}");
        }
    }

    #[test]
    fn forces_are_found_by_the_demonym_and_the_same_way_for_every_side() {
        for (text, name) in [
            ("Israeli warplanes came twice.", "Israeli Military"),
            ("Russian warplanes came twice.", "Russian Military"),
            ("Two Ukrainian drones fell.", "Ukrainian Armed Forces"),
            ("US Forces came twice.", "U.S. Military"),
            ("U.S. forces came twice.", "U.S. Military"),
            ("Syria’s army withdrew.", "Syrian Government"),
            ("Hamas fighters withdrew.", "Hamas"),
            ("Houthi rebels withdrew.", "Houthi forces"),
        ] {
            assert_eq!(found(text).first().map(|f| f.1.as_str()), Some(name), "{text}");
        }
    }

    #[test]
    fn a_pronoun_is_not_a_country_and_a_nationality_is_not_a_force() {
        assert_eq!(found("They told us forces of nature came."), []);
        assert_eq!(found("An Israeli baker and a Russian nurse met."), []);
    }

    #[test]
    fn a_word_that_many_parties_bear_names_none_in_particular() {
        let registry = Registry::embedded();
        for text in [
            "Occupation forces closed the road.",
            "Settlers came down the hill.",
            "Internal security forces closed the road.",
            "Opposition fighters withdrew.",
            "Rebel factions withdrew.",
            "Shia militias withdrew.",
            "Maoists withdrew.",
            "Urban commandos withdrew.",
        ] {
            for (_, name) in found(text) {
                assert!(named(registry, &name).is_some_and(|p| !registry.particular(p)), "{text}: {name}");
            }
        }
    }

    #[test]
    fn a_word_that_judges_is_found_but_never_printed() {
        for text in ["Terrorists came.", "Bandits came.", "Criminals came.", "Hired killers came."] {
            let names: Vec<String> = found(text).into_iter().map(|f| f.1).collect();
            assert_eq!(names, ["unidentified armed persons"], "{text}");
        }
    }

    #[test]
    fn a_shared_name_goes_to_the_party_that_the_text_speaks_of() {
        let coalition =
            |text: &str| found(text).into_iter().find(|f| f.0 == "coalition aircraft").map(|f| f.1);
        let told = [
            ("In Yemen, coalition aircraft struck a port.", "Saudi-led Coalition"),
            ("In Syria, coalition aircraft struck a port.", "U.S.-led Coalition"),
            ("In Afghanistan, coalition aircraft struck a farm.", "NATO-led Forces"),
            ("The Saudi-led coalition spoke. In Syria and Iraq, coalition aircraft.", "Saudi-led Coalition"),
        ];
        for (text, name) in told {
            assert_eq!(coalition(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn membership_has_its_days() {
        let registry = Registry::embedded();
        let (Some(dutch), Some(alliance)) =
            (named(registry, "Dutch Military"), named(registry, "U.S.-led Coalition"))
        else {
            panic!("both are in the file");
        };
        let on = |y, m, d| registry.member(dutch, alliance, Some(jiff::civil::date(y, m, d)));
        assert!(on(2015, 6, 3) && !on(2013, 1, 1) && !on(2020, 1, 1));
        let Some(belgian) = named(registry, "Belgian Military") else { panic!("it is in the file") };
        let on = |y, m, d| registry.member(belgian, alliance, Some(jiff::civil::date(y, m, d)));
        assert!(on(2015, 6, 3) && !on(2019, 1, 1) && on(2021, 1, 1) && !on(2022, 1, 1));
    }
}
