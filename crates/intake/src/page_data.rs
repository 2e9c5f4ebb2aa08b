//! What a page's JSON-LD tells of its article (schema.org `NewsArticle` and its kin). Enters: the script's
//! text. Leaves: dates and names. Never fails: a block that is not JSON tells nothing.

use serde_json::Value;

/// What one block of JSON-LD tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PageData {
    pub(crate) published: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) headline: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

/// Reads a block; where it describes several things, the first that has a date of publication is meant.
pub(crate) fn read(block: &str) -> PageData {
    let Ok(value) = serde_json::from_str::<Value>(block.trim()) else { return PageData::default() };
    let things = things_of(&value);
    let article = things.iter().find(|thing| thing.get("datePublished").is_some()).or(things.first());
    article.map(|thing| describe(thing)).unwrap_or_default()
}

/// The objects of a block: itself, its list, or its `@graph`.
fn things_of(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(fields) => match fields.get("@graph") {
            Some(Value::Array(list)) => list.iter().collect(),
            _ => vec![value],
        },
        _ => Vec::new(),
    }
}

fn describe(thing: &Value) -> PageData {
    let string = |name: &str| thing.get(name).and_then(text_of);
    PageData {
        published: string("datePublished"),
        publisher: thing.get("publisher").and_then(name_of),
        headline: string("headline"),
        url: string("url"),
        language: string("inLanguage"),
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned)
}

/// An organisation's name: a string, an object's `name`, or that of the first in a list.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) => {
            list.first().and_then(|one| one.get("name").and_then(text_of).or_else(|| text_of(one)))
        }
        Value::Object(fields) => fields.get("name").and_then(text_of),
        _ => text_of(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_a_graph() {
        let block = r#"{"@graph": [{"@type": "WebSite", "name": "M"},
            {"@type": "NewsArticle", "datePublished": "2024-05-24", "publisher": [{"name": "Meridian"}]}]}"#;
        let data = read(block);
        assert_eq!(data.published.as_deref(), Some("2024-05-24"));
        assert_eq!(data.publisher.as_deref(), Some("Meridian"));
    }

    #[test]
    fn what_is_no_json_tells_nothing() {
        assert_eq!(read("{oops"), PageData::default());
        assert_eq!(read("3"), PageData::default());
    }
}
