//! What agreement is worth. Enters: comparisons. Leaves: log-odds that two listings are the same person, and the weight of
//! each field in it. The model is Fellegi and Sunter's (1969) with a third class: a pair is one person, two strangers, or
//! two *relatives*, who share father, grandfather, family name and fate without being the same. What agreement on a word
//! is worth depends on how rare the word is.

use crate::compare::Comparison;
use crate::field::{Field, Trait};
use crate::level::{DIFFERS, LEVELS, MOVED, NEAR, SAME, UNTOLD};

/// Probabilities of levels, for each field.
pub(crate) type Table = [[f64; LEVELS]; Field::COUNT];

/// What the classes of pairs look like.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// Natural logarithms of the classes' tables.
    logs: Classes,
    /// How likely a listing has its person in the other list, 0 to 1; or, within one list, how many others it has.
    pub(crate) found: f64,
    /// How many listings are of a relative, for each listing.
    pub(crate) relatives: f64,
    /// How many listings a listing may be linked to.
    pub(crate) among: f64,
    /// Whether a listing is one person of the other list at the most.
    pub(crate) compete: bool,
}

/// For each class of pairs the probabilities of levels, or their logarithms.
#[derive(Clone, Debug)]
pub(crate) struct Classes {
    /// Pairs that are one person.
    pub(crate) same: Table,
    /// Pairs of relatives.
    pub(crate) kin: Table,
    /// Pairs of strangers.
    pub(crate) strangers: Table,
}

impl Classes {
    fn logs(&self) -> Self {
        let logs = |table: &Table| table.map(|row| row.map(|p| if p > 0.0 { p.ln() } else { 0.0 }));
        Self { same: logs(&self.same), kin: logs(&self.kin), strangers: logs(&self.strangers) }
    }
}

/// The evidence of one pair, as natural logarithms of ratios to strangers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) same: f64,
    pub(crate) kin: f64,
}

/// Levels from [`SAME`] on.
type Shape = [f64; LEVELS - 1];

const NAMES: [Shape; 4] = [
    [0.80, 0.10, 0.05, 0.01, 0.01, 0.03],
    [0.78, 0.07, 0.04, 0.01, 0.06, 0.04],
    [0.78, 0.07, 0.05, 0.01, 0.02, 0.07],
    [0.75, 0.08, 0.05, 0.03, 0.05, 0.04],
];
const BORN: Shape = [0.75, 0.10, 0.07, 0.03, 0.0, 0.05];
const AGE: Shape = [0.55, 0.28, 0.08, 0.05, 0.0, 0.04];
const SEX: Shape = [0.97, 0.0, 0.0, 0.0, 0.0, 0.03];
const DIED: Shape = [0.70, 0.10, 0.05, 0.07, 0.0, 0.08];
/// Relatives of the person are found among those whom the companions are linked to, surely or perhaps.
const TOGETHER: Shape = [0.75, 0.10, 0.0, 0.0, 0.0, 0.15];
const STRANGERS_TOGETHER: Shape = [0.04, 0.04, 0.0, 0.0, 0.0, 0.92];
const WRITTEN: Shape = [0.75, 0.08, 0.04, 0.0, 0.0, 0.13];

const KIN_FATHER: Shape = [0.45, 0.04, 0.03, 0.01, 0.07, 0.40];
const KIN_GRANDFATHER: Shape = [0.55, 0.04, 0.04, 0.01, 0.03, 0.33];
const KIN_FAMILY: Shape = [0.85, 0.07, 0.03, 0.01, 0.03, 0.01];
const KIN_FATE: Shape = [0.45, 0.05, 0.05, 0.05, 0.0, 0.40];

fn row(shape: Shape) -> [f64; LEVELS] {
    let mut row = [0.0; LEVELS];
    row[1..].copy_from_slice(&shape);
    row
}

/// What is believed of pairs that are one person before any data is seen.
pub(crate) fn same_before() -> Table {
    let mut table = [row(WRITTEN); Field::COUNT];
    for (n, shape) in NAMES.into_iter().enumerate() {
        table[n] = row(shape);
    }
    for (field, shape) in [
        (Field::Born, BORN),
        (Field::Age, AGE),
        (Field::Sex, SEX),
        (Field::Died, DIED),
        (Field::Together, TOGETHER),
    ] {
        table[field.index()] = row(shape);
    }
    table
}

/// What is believed of strangers of one family name.
pub(crate) fn strangers_together() -> [f64; LEVELS] {
    row(STRANGERS_TOGETHER)
}

/// What is believed of relatives, given strangers: what makes a person one of a kind is theirs by chance alone.
pub(crate) fn kin_before(strangers: &Table) -> Table {
    let mut table = *strangers;
    for (field, shape) in
        [(Field::Father, KIN_FATHER), (Field::Grandfather, KIN_GRANDFATHER), (Field::Family, KIN_FAMILY)]
    {
        table[field.index()] = row(shape);
    }
    table[Field::Together.index()] = row(TOGETHER);
    for field in FATE {
        table[field.index()] = row(KIN_FATE);
    }
    table
}

/// What relatives share beside their name.
const FATE: [Field; 7] = [
    Field::Died,
    Field::Trait(Trait::Place),
    Field::Trait(Trait::Incident),
    Field::Trait(Trait::Street),
    Field::Trait(Trait::Locality),
    Field::Trait(Trait::Region),
    Field::Trait(Trait::Postcode),
];

/// Whether what relatives share in a field is learned; what is not is theirs by chance.
pub(crate) fn kin_share(field: usize) -> bool {
    (Field::Father.index()..=Field::Family.index()).contains(&field)
        || field == Field::Together.index()
        || FATE.iter().any(|fate| fate.index() == field)
}

impl Model {
    /// A model of these classes, to be learned on.
    pub(crate) fn of(classes: &Classes, among: usize, compete: bool) -> Self {
        Self { logs: classes.logs(), found: 0.5, relatives: 3.0, among: among.max(1) as f64, compete }
    }

    /// A model that has learned nothing and tells nothing.
    pub(crate) fn blank(among: usize, compete: bool) -> Self {
        let even = [[1.0; LEVELS]; Field::COUNT];
        Self::of(&Classes { same: even, kin: even, strangers: even }, among, compete)
    }

    /// The model with other classes.
    pub(crate) fn with(&self, classes: &Classes, found: f64, relatives: f64) -> Self {
        Self { logs: classes.logs(), found, relatives, ..*self }
    }

    /// The evidence of a pair.
    pub(crate) fn weigh(&self, pair: &Comparison) -> Evidence {
        let mut sum = Evidence { same: 0.0, kin: 0.0 };
        for field in 0..Field::COUNT {
            let weight = self.weight(field, pair);
            sum.same += weight.same;
            sum.kin += weight.kin;
        }
        sum
    }

    /// The evidence of one field.
    pub(crate) fn weight(&self, field: usize, pair: &Comparison) -> Evidence {
        let level = pair.levels[field];
        if level == UNTOLD {
            return Evidence { same: 0.0, kin: 0.0 };
        }
        let at = usize::from(level);
        let chance = f64::from(pair.chance[field]);
        let by_word = chance < 0.0 && matches!(level, SAME | NEAR | MOVED);
        let strangers = if by_word { chance } else { self.logs.strangers[field][at] };
        let kin = if kin_share(field) { self.logs.kin[field][at] - strangers } else { 0.0 };
        Evidence { same: self.logs.same[field][at] - strangers, kin }
    }

    /// Odds that any pair is one person, against the listing's being nobody of the other list. Where a person may be in
    /// a list several times there is no such rival.
    pub(crate) fn prior_odds(&self) -> f64 {
        let rival = if self.compete { 1.0 - self.found } else { 1.0 };
        self.found / self.among / rival
    }

    /// How likely a pair of different people is a pair of relatives, 0 to 0.5.
    pub(crate) fn related(&self) -> f64 {
        (self.relatives / self.among).min(0.5)
    }

    /// Odds that a pair is one person against strangers or relatives, before what the rest of the lists says.
    pub(crate) fn ratio(&self, evidence: Evidence) -> f64 {
        let kin = self.related();
        evidence.same.exp() / (1.0 - kin + kin * evidence.kin.exp())
    }
}

/// How often the given name of one person can differ wholly between two lists. Without a bound, brothers and sisters who
/// died together are learned to be one person.
const GIVEN_DIFFERS: f64 = 0.03;

/// Keeps what is learned of one person within what a person can be.
pub(crate) fn bounded(same: &mut Table) {
    let row = &mut same[Field::Given.index()];
    row[usize::from(DIFFERS)] = row[usize::from(DIFFERS)].min(GIVEN_DIFFERS);
    settled(same);
}

/// Makes each row of a table sum to one, where no level is impossible.
pub(crate) fn settled(table: &mut Table) {
    for row in table {
        row[usize::from(UNTOLD)] = 0.0;
        let levels = usize::from(SAME)..=usize::from(DIFFERS);
        row[levels.clone()].iter_mut().for_each(|p| *p = p.max(1e-4));
        let sum: f64 = row[levels.clone()].iter().sum();
        row[levels].iter_mut().for_each(|p| *p /= sum);
    }
}
