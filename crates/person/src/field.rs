//! What a list tells of a person: its columns, and the fields that two listings are compared by. Enters: a header.
//! Leaves: what it stands for. Never guesses from the cells.

/// What a column of a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// A whole name, in any script.
    Name,
    /// The given name alone.
    GivenName,
    /// What stands between given and family name, such as father and grandfather.
    MiddleName,
    /// The family name alone.
    FamilyName,
    /// Age in years at death.
    Age,
    /// Day of birth.
    Born,
    /// Sex.
    Sex,
    /// Day of death, or of the incident.
    Died,
    /// Something that is compared as it is written.
    Trait(Trait),
}

/// What is compared as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trait {
    /// Place of death.
    Place,
    /// The incident's name in the list.
    Incident,
    /// Address of electronic mail.
    Email,
    /// Telephone number.
    Phone,
    /// Number of an identity document.
    Identifier,
    /// Street.
    Street,
    /// Number of the house, or a further line of the address.
    House,
    /// Town, quarter or village of residence.
    Locality,
    /// Province or state of residence.
    Region,
    /// Postal code.
    Postcode,
    /// Place of birth.
    Birthplace,
    /// Occupation.
    Occupation,
}

impl Trait {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::ALL.len();
    /// All, in order.
    const ALL: [Self; 12] = [
        Self::Place,
        Self::Incident,
        Self::Email,
        Self::Phone,
        Self::Identifier,
        Self::Street,
        Self::House,
        Self::Locality,
        Self::Region,
        Self::Postcode,
        Self::Birthplace,
        Self::Occupation,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Place => "place of death",
            Self::Incident => "incident",
            Self::Email => "mail address",
            Self::Phone => "telephone",
            Self::Identifier => "identity number",
            Self::Street => "street",
            Self::House => "house",
            Self::Locality => "residence",
            Self::Region => "region",
            Self::Postcode => "postal code",
            Self::Birthplace => "place of birth",
            Self::Occupation => "occupation",
        }
    }
}

/// Headers that are recognised, by what they stand for.
const KNOWN: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "name",
            "full name",
            "name en",
            "name ar",
            "name he",
            "name uk",
            "name ru",
            "name my",
            "english name",
            "arabic name",
            "victim",
            "victim name",
            "person",
        ],
    ),
    (Column::GivenName, &["given name", "first name", "forename", "given names", "first names"]),
    (Column::MiddleName, &["middle name", "middle names", "father name", "patronymic"]),
    (Column::FamilyName, &["surname", "family name", "last name"]),
    (Column::Age, &["age", "age years"]),
    (
        Column::Born,
        &["dob", "date of birth", "birth date", "birthdate", "born", "birth year", "year of birth"],
    ),
    (Column::Sex, &["sex", "gender"]),
    (Column::Died, &["date", "date of death", "incident date", "dod", "death date", "died"]),
    (Column::Trait(Trait::Place), &["place", "place of death", "location", "incident place"]),
    (Column::Trait(Trait::Incident), &["incident", "incident id", "incident code"]),
    (Column::Trait(Trait::Email), &["email", "e mail", "mail"]),
    (Column::Trait(Trait::Phone), &["phone", "telephone", "mobile"]),
    (
        Column::Trait(Trait::Identifier),
        &["identity number", "national id", "id number", "soc sec id", "ssn", "passport"],
    ),
    (Column::Trait(Trait::Street), &["address", "address 1", "street"]),
    (Column::Trait(Trait::House), &["address 2", "street number", "house number"]),
    (
        Column::Trait(Trait::Locality),
        &["city", "town", "suburb", "village", "residence", "neighbourhood", "neighborhood"],
    ),
    (Column::Trait(Trait::Region), &["state", "province", "governorate", "region", "district"]),
    (Column::Trait(Trait::Postcode), &["postcode", "postal code", "zip", "zip code", "postcode fake"]),
    (Column::Trait(Trait::Birthplace), &["birth place", "birthplace", "place of birth"]),
    (Column::Trait(Trait::Occupation), &["occupation", "profession", "job"]),
];

impl Column {
    /// The header by which it is recognised first.
    pub fn header(self) -> &'static str {
        let headers = KNOWN.iter().find(|(column, _)| *column == self).map(|(_, headers)| *headers);
        headers.and_then(<[_]>::first).copied().unwrap_or_default()
    }

    /// The column of a common header, in any case, with blanks, hyphens or underscores.
    pub fn recognise(header: &str) -> Option<Self> {
        let plain: String = header
            .trim()
            .chars()
            .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
            .collect();
        KNOWN.iter().find(|(_, headers)| headers.contains(&plain.as_str())).map(|(column, _)| *column)
    }
}

/// What two listings are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The person's own name.
    Given,
    /// The part after it.
    Father,
    /// The parts between father and family.
    Grandfather,
    /// The last part.
    Family,
    /// Day of birth.
    Born,
    /// Age.
    Age,
    /// Sex.
    Sex,
    /// Day of death.
    Died,
    /// Whom they are listed with.
    Together,
    /// Something compared as written.
    Trait(Trait),
}

impl Field {
    /// How many there are.
    pub(crate) const COUNT: usize = 9 + Trait::COUNT;

    /// All, in the order of [`Field::index`].
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let own = [
            Self::Given,
            Self::Father,
            Self::Grandfather,
            Self::Family,
            Self::Born,
            Self::Age,
            Self::Sex,
            Self::Died,
            Self::Together,
        ];
        own.into_iter().chain(Trait::ALL.into_iter().map(Self::Trait))
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given name",
            Self::Father => "father's name",
            Self::Grandfather => "grandfather's name",
            Self::Family => "family name",
            Self::Born => "day of birth",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::Died => "day of death",
            Self::Together => "relatives listed together",
            Self::Trait(which) => which.name(),
        }
    }

    /// Its place in a comparison.
    pub(crate) fn index(self) -> usize {
        match self {
            Self::Given => 0,
            Self::Father => 1,
            Self::Grandfather => 2,
            Self::Family => 3,
            Self::Born => 4,
            Self::Age => 5,
            Self::Sex => 6,
            Self::Died => 7,
            Self::Together => 8,
            Self::Trait(which) => 9 + which as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_headers_are_recognised_and_others_are_not() {
        assert_eq!(Column::recognise("Date of Birth"), Some(Column::Born));
        assert_eq!(Column::recognise("name_ar"), Some(Column::Name));
        assert_eq!(Column::recognise("given-name"), Some(Column::GivenName));
        assert_eq!(Column::recognise("status"), None);
        assert!(KNOWN.iter().all(|(column, _)| Column::recognise(column.header()) == Some(*column)));
    }
}
