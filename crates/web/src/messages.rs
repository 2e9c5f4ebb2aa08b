//! The words of the pages in the languages that they come in. Enters: `data/messages`. Leaves: a text for a key.
//! Numbers stand apart from words, so that no language's plurals are needed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Tongue {
    /// English.
    #[default]
    English,
    /// Arabic.
    Arabic,
}

impl Tongue {
    /// Every language.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Arabic];

    /// The language of a BCP 47 tag.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', ';']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|tongue| tongue.tag().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header (RFC 9110, 12.5.4) that the pages come in; its order is taken
    /// for its preference.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(Self::from_tag)
    }

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// The direction of its script, as HTML names it.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }

    fn file(self) -> &'static str {
        match self {
            Self::English => include_str!("../../../data/messages/en.toml"),
            Self::Arabic => include_str!("../../../data/messages/ar.toml"),
        }
    }
}

/// The texts of one language.
#[derive(Debug)]
pub(crate) struct Messages {
    texts: BTreeMap<String, String>,
    for_scripts: String,
}

impl Messages {
    /// Those of a language.
    pub(crate) fn of(tongue: Tongue) -> &'static Self {
        static ALL: OnceLock<[Messages; 2]> = OnceLock::new();
        let [english, arabic] = ALL.get_or_init(|| Tongue::ALL.map(|tongue| Self::parse(tongue.file())));
        match tongue {
            Tongue::English => english,
            Tongue::Arabic => arabic,
        }
    }

    fn parse(file: &str) -> Self {
        // The files are part of the program, and a test reads them.
        let texts: BTreeMap<String, String> = toml::from_str(file).unwrap_or_default();
        let js: BTreeMap<&String, &String> = texts.iter().filter(|(key, _)| key.starts_with("js-")).collect();
        let for_scripts = serde_json::to_string(&js).unwrap_or_default().replace('<', "\\u003c");
        Self { texts, for_scripts }
    }

    /// The text of a key; the key itself where there is none.
    pub(crate) fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a term of the contract, such as `grade` and `fair`.
    pub(crate) fn term(&self, kind: &str, word: &str) -> String {
        let key = format!("{kind}.{word}");
        self.texts.get(&key).cloned().unwrap_or_else(|| word.replace('_', " "))
    }

    /// Those that scripts need, as JSON that may stand in a page.
    pub(crate) fn for_scripts(&self) -> &str {
        &self.for_scripts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(tongue: Tongue) -> BTreeSet<String> {
        let texts: BTreeMap<String, String> =
            toml::from_str(tongue.file()).expect("each message is a text under a key");
        texts.into_keys().collect()
    }

    #[test]
    fn every_language_has_every_text() {
        assert_eq!(keys(Tongue::English), keys(Tongue::Arabic));
    }

    #[test]
    fn every_text_that_a_page_asks_for_is_there() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let keys = keys(Tongue::English);
        let mut asked = 0;
        for file in std::fs::read_dir(folder).expect("templates are beside the sources") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("a template");
            for part in text.split("page.t(\"").skip(1) {
                let key = part.split('"').next().unwrap_or_default();
                assert!(keys.contains(key), "{}: there is no message {key}", path.display());
                asked += 1;
            }
        }
        assert!(asked > 100, "{asked} messages are asked for");
    }

    #[test]
    fn a_language_is_chosen_by_the_browsers_wish() {
        assert_eq!(Tongue::accepted("fr-FR, ar;q=0.8, en;q=0.5"), Some(Tongue::Arabic));
        assert_eq!(Tongue::accepted("en-GB,en;q=0.9"), Some(Tongue::English));
        assert_eq!(Tongue::accepted("fr"), None);
    }
}
