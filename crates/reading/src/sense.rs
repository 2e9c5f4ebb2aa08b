//! What a phrase may mean: the typed form of the lexicon's attributes.

use value::{AccountKind, Harm, MethodName, Range, Sex, TargetEffect};

/// One thing that a phrase may mean.
#[derive(Clone, Debug)]
pub(crate) enum Sense {
    /// A cardinal number word.
    Number(u32),
    /// "hundred", "thousand", "dozen".
    Multiplier(u32),
    /// A vague number, by its key in the coding policy.
    Vague(String),
    /// What bounds a number: "more than", "up to".
    Bound(Bound),
    /// A noun for people.
    People(PeopleNoun),
    /// A word of harm.
    Harm(HarmWord),
    /// A means of attack.
    Means(MeansWord),
    /// A thing that may be hit, by its class.
    Target(String),
    /// What became of a thing.
    Damage(TargetEffect),
    /// A party, by its place in the registry.
    Actor(usize),
    /// A rule of law, by its place in the registry.
    Norm(usize),
    /// A word for those who report: "medical sources", "witnesses", "police said".
    Source(SourceWord),
    /// A word that steers reading: negation, cumulation, provisional tolls.
    Cue(Cue),
}

impl Sense {
    /// How many classes of sense there are.
    pub(crate) const CLASSES: usize = 13;

    /// The class: the variant's number. Of one class the longest phrase wins.
    pub(crate) fn class(&self) -> usize {
        match self {
            Self::Number(_) => 0,
            Self::Multiplier(_) => 1,
            Self::Vague(_) => 2,
            Self::Bound(_) => 3,
            Self::People(_) => 4,
            Self::Harm(_) => 5,
            Self::Means(_) => 6,
            Self::Target(_) => 7,
            Self::Damage(_) => 8,
            Self::Actor(_) => 9,
            Self::Norm(_) => 10,
            Self::Source(_) => 11,
            Self::Cue(_) => 12,
        }
    }
}

/// How a phrase bounds the number after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// "at least"
    AtLeast,
    /// "more than"
    MoreThan,
    /// "up to", "as many as"
    UpTo,
    /// "fewer than"
    FewerThan,
    /// "about"
    About,
    /// "nearly"
    Nearly,
}

/// The groups that counts are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Children,
    Women,
    Men,
    Combatants,
}

/// A noun for people.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PeopleNoun {
    pub(crate) group: Option<Group>,
    pub(crate) sex: Option<Sex>,
    /// More than one ("civilians"); one otherwise ("a civilian").
    pub(crate) plural: bool,
    /// The noun says that the people are civilians.
    pub(crate) civilian: bool,
    /// A word of kinship: the people are part of a family that is told of.
    pub(crate) kin: bool,
    /// Those who shoot rather than those who are shot: suspects, gunmen.
    pub(crate) suspect: bool,
    /// A whole that is not counted itself: a family, a crowd.
    pub(crate) collective: bool,
    /// How many the form of the word says, as a dual does.
    pub(crate) number: Option<u32>,
}

/// How a word of harm stands to the people harmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// "killed": active or passive, as its surroundings tell.
    Verb,
    /// "killing": the people follow.
    Gerund,
    /// "died": the people go before.
    Intransitive,
    /// "the death of": the people follow.
    NounOf,
    /// "dead" in "12 dead", "left 12 dead": the number goes before.
    Adjective,
    /// "deaths" in "12 deaths": the number goes before.
    CountNoun,
    /// "the death toll": the number follows, after "to" or "at".
    Toll,
    /// "took his own life": one person, who may go before.
    Own,
    /// "a fatal shooting", "a double homicide": the event tells that somebody died, or how many.
    Event,
}

/// A word of harm.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HarmWord {
    pub(crate) harm: Harm,
    pub(crate) frame: Frame,
    /// "casualties": killed and injured, undivided.
    pub(crate) undivided: bool,
    /// Of harm only where a hospital follows: "sent four people to the hospital".
    pub(crate) hospital: bool,
    /// "shot", "hit": whoever is also said to be dead is counted there.
    pub(crate) blow: bool,
    /// How many the word itself tells of: two in "a double homicide", two or more in "a murder-suicide".
    pub(crate) number: Option<Range>,
    /// A count noun whose form says that there were several: "قتلى".
    pub(crate) plural: bool,
}

/// A means of attack.
#[derive(Clone, Debug)]
pub(crate) struct MeansWord {
    pub(crate) method: MethodName,
    /// The weapon by its plain name, where the phrase names one.
    pub(crate) weapon: Option<String>,
    /// The kind of event that the phrase tells of, where it tells of one.
    pub(crate) kind: Option<AccountKind>,
    /// Whether the phrase alone tells that an attack took place ("airstrike"), or only names a thing ("missile").
    pub(crate) event: bool,
    /// Whether a finer means beside it replaces it ("attack", "strike").
    pub(crate) weak: bool,
    /// How many of the first words of the phrase name a weapon: one in "bomb attack", none in "was shot"; `None` where all do.
    pub(crate) named: Option<usize>,
}

/// A word for those who report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceWord {
    /// A head of a phrase of its own: "medical sources", "residents".
    Head,
    /// "according to": the source follows.
    Before,
    /// "said": the source goes before or follows.
    Verb,
}

/// Words that steer reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// "no", "not", "without".
    Negation,
    /// "so far", "likely to increase": the toll may change.
    Provisional,
    /// "rose to": a new toll replaces the old.
    Rose,
    /// "including", "among them": parts of a whole follow.
    Including,
    /// "mostly", "most of whom".
    Mostly,
    /// "since", "so far this year", "continued to": more than one event is spoken of.
    Cumulative,
    /// "another", "separate", "second": a further event.
    Another,
    /// "planned", "would", "threatened to": not told as having happened.
    Unreal,
    /// "charged", "arrested", "suspect": people spoken of may be those who did it.
    Accused,
}
