//! The closed vocabularies of the contract. Each term serialises in `snake_case`.

use serde::{Deserialize, Serialize};

macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every term, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The contract's word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The term of a contract word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}

terms! {
    /// What happened, in the widest sense.
    AccountKind {
        /// An attack by any means that is not named more closely.
        Attack = "attack",
        /// A planted, thrown or carried explosive.
        Bombing = "bombing",
        /// A fire that was set.
        Arson = "arson",
        /// People taken or held.
        Kidnapping = "kidnapping",
        /// Goods taken by force.
        Robbery = "robbery",
        /// A vehicle, ship or aircraft seized.
        Hijacking = "hijacking",
        /// People killed by means that are not told.
        Killing = "killing",
        /// Shots fired by people.
        Shooting = "shooting",
        /// A mine or a remnant of war that went off.
        UnexplodedOrdnance = "unexploded_ordnance",
        /// Another event.
        Other = "other",
    }
}

terms! {
    /// The means of an attack.
    MethodName {
        /// From a crewed aircraft, or from the air without more.
        Airstrike = "airstrike",
        /// From an uncrewed aircraft.
        DroneStrike = "drone_strike",
        /// Guns, mortars, rockets and tanks.
        Artillery = "artillery",
        /// Troops on the ground.
        GroundOperation = "ground_operation",
        /// From ships.
        NavalBombardment = "naval_bombardment",
        /// Rifles, pistols, machine guns.
        SmallArms = "small_arms",
        /// Bombs placed by people: car bombs, IEDs, mines laid for the purpose.
        PlantedExplosive = "planted_explosive",
        /// Mines and remnants that went off later.
        UnexplodedOrdnance = "unexploded_ordnance",
        /// Fire-raising munitions, white phosphorus among them.
        Incendiary = "incendiary",
        /// Toxic agents.
        Chemical = "chemical",
        /// Fire set by people.
        Arson = "arson",
        /// Another means.
        Other = "other",
        /// Not told.
        Unknown = "unknown",
    }
}

terms! {
    /// How an actor stands to an event in the account's words.
    ActorRole {
        /// Alleged to have done it.
        Suspected = "suspected",
        /// Admitted it, or the report proves it.
        Known = "known",
        /// Named, but the account says it was not that actor.
        Denied = "denied",
        /// What the attack was aimed at.
        Targeted = "targeted",
    }
}

terms! {
    /// What an actor is.
    ActorKind {
        /// A person or unnamed persons ("gunmen").
        Individual = "individual",
        /// A group or force.
        Organization = "organization",
        /// A state, its army or its police.
        State = "state",
    }
}

terms! {
    /// How fine a place is known, finest first.
    PlacePrecision {
        /// A building or a coordinate.
        Exact = "exact",
        /// A street or road.
        Street = "street",
        /// A named landmark: a hospital, a mosque, a roundabout.
        Landmark = "landmark",
        /// A quarter or camp within a place.
        Neighbourhood = "neighbourhood",
        /// A village.
        Village = "village",
        /// A town.
        Town = "town",
        /// A city.
        City = "city",
        /// Third-order division.
        Subdistrict = "subdistrict",
        /// Second-order division.
        District = "district",
        /// First-order division.
        Province = "province",
        /// A country.
        Country = "country",
    }
}

terms! {
    /// How fine a date is known.
    DatePrecision {
        /// A time of day is given.
        Hour = "hour",
        /// One day.
        Day = "day",
        /// A range of days.
        Days = "days",
        /// A month.
        Month = "month",
        /// A year.
        Year = "year",
    }
}

terms! {
    /// What became of a thing that was hit.
    TargetEffect {
        /// Not there any more.
        Destroyed = "destroyed",
        /// Hurt but standing.
        Damaged = "damaged",
        /// Said to be unhurt.
        None = "none",
        /// Not told.
        Unknown = "unknown",
    }
}

terms! {
    /// What became of a person.
    VictimStatus {
        /// Died.
        Killed = "killed",
        /// Hurt and alive.
        Injured = "injured",
        /// Not found.
        Missing = "missing",
        /// Taken and held.
        Kidnapped = "kidnapped",
        /// Taken and set free.
        Released = "released",
        /// Not hurt.
        Unharmed = "unharmed",
    }
}

terms! {
    /// Sex as the account tells it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
}

terms! {
    /// What a tally counts.
    Effect {
        /// Deaths.
        Killed = "killed",
        /// Injuries.
        Injured = "injured",
        /// Both, undivided ("casualties").
        KilledOrInjured = "killed_or_injured",
        /// People missing or held.
        Missing = "missing",
    }
}

terms! {
    /// Where a party stands on an allegation.
    PositionTaken {
        /// Says that it did it.
        Admitted = "admitted",
        /// Says that it did part of it, or something like it.
        PartlyAdmitted = "partly_admitted",
        /// Says that it did not.
        Denied = "denied",
        /// Has assessed the allegation as credible.
        AssessedCredible = "assessed_credible",
        /// Has assessed the allegation as not credible.
        AssessedNonCredible = "assessed_non_credible",
        /// Says that it is looking into it.
        UnderReview = "under_review",
        /// Was asked and did not answer.
        NoComment = "no_comment",
    }
}

terms! {
    /// How well an incident is supported, in the terms of Airwars' published methodology.
    Grade {
        /// A party has accepted responsibility for it.
        Confirmed = "confirmed",
        /// Two or more independent sources, and no party contests it.
        Fair = "fair",
        /// A single source.
        Weak = "weak",
        /// Sources attribute it to different parties.
        Contested = "contested",
        /// Shown not to have happened, or not to have harmed civilians.
        Discounted = "discounted",
    }
}

terms! {
    /// Whether it is known that a strike took place, in the terms of Airwars' published methodology.
    StrikeStatus {
        /// A party has declared it.
        Declared = "declared",
        /// Two or more independent sources tell of it.
        Likely = "likely",
        /// Sources attribute it to different parties.
        Contested = "contested",
        /// One source tells of it.
        SingleSource = "single_source",
    }
}

terms! {
    /// The kinds of harm that are counted.
    Harm {
        /// Dead.
        Killed = "killed",
        /// Wounded or hurt.
        Injured = "injured",
        /// Not found, held or disappeared.
        Missing = "missing",
    }
}
