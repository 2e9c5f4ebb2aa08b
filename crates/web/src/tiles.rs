//! A tile server that a team configured for the map's ground. Enters: the template of its addresses, and whom to credit.
//! Leaves: both, with the one origin that pages may fetch pictures from besides their own. None unless asked for: pages
//! fetch nothing from elsewhere by themselves.

use crate::Error;
use std::fmt;

/// A tile server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    template: String,
    credit: String,
    origin: String,
}

impl Tiles {
    /// Understands a template such as `https://tiles.example/{z}/{x}/{y}.png`, and takes note of whom to credit.
    ///
    /// # Errors
    /// `Network` where the template is no address over HTTP or HTTPS with `{z}`, `{x}` and `{y}` in its path, or nobody is
    /// credited.
    ///
    /// ```
    /// let tiles = web::Tiles::new("https://tiles.example:8443/a/{z}/{x}/{y}.png", "A Map Maker").unwrap();
    /// assert_eq!(tiles.origin(), "https://tiles.example:8443");
    /// assert!(web::Tiles::new("https://tiles.example/{z}.png", "A Map Maker").is_err());
    /// assert!(web::Tiles::new("javascript:{z}{x}{y}", "A Map Maker").is_err());
    /// ```
    pub fn new(template: &str, credit: &str) -> Result<Self, Error> {
        let wrong = |what: &str| {
            Error::Network(format!(
                "{template}: {what}; write it as https://tiles.example/{{z}}/{{x}}/{{y}}.png"
            ))
        };
        let scheme = ["https://", "http://"].into_iter().find(|scheme| template.starts_with(scheme));
        let scheme = scheme.ok_or_else(|| wrong("a tile server has an address over https or http"))?;
        let rest = template.get(scheme.len()..).unwrap_or_default();
        let (host, path) = rest.split_once('/').ok_or_else(|| wrong("the address has no path"))?;
        // What stands in a policy may hold none of the letters that part its words.
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if host.is_empty() || !host.chars().all(plain) {
            return Err(wrong("its host is none, or has a user or wildcard in it"));
        }
        if !path.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\".contains(&byte)) {
            return Err(wrong("it has letters that an address has not"));
        }
        if let Some(part) = ["{z}", "{x}", "{y}"].into_iter().find(|part| path.matches(part).count() != 1) {
            return Err(wrong(&format!("its path needs {part} once")));
        }
        let credit = credit.trim();
        if credit.is_empty() || credit.chars().any(char::is_control) {
            return Err(wrong("say whom its map credits"));
        }
        let (template, credit) = (template.to_owned(), credit.to_owned());
        Ok(Self { origin: format!("{scheme}{host}"), template, credit })
    }

    /// The one origin that pictures come from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The template of addresses.
    pub(crate) fn template(&self) -> &str {
        &self.template
    }

    /// Whom the map credits.
    pub(crate) fn credit(&self) -> &str {
        &self.credit
    }
}

impl fmt::Display for Tiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_open_the_policy_wider_is_refused() {
        for template in [
            "https://*.example/{z}/{x}/{y}",
            "https://a b/{z}/{x}/{y}",
            "https://a.example; script-src */{z}/{x}/{y}",
            "https://user@a.example/{z}/{x}/{y}",
            "https:///{z}/{x}/{y}",
            "//a.example/{z}/{x}/{y}",
            "data:image/png,{z}{x}{y}",
            "https://{z}.example/{x}/{y}",
            "https://a.example/{z}/{z}/{x}/{y}",
            "https://a.example/{z}/{x}/{y}\"",
        ] {
            assert!(Tiles::new(template, "A Map Maker").is_err(), "{template}");
        }
        assert!(Tiles::new("https://a.example/{z}/{x}/{y}", " ").is_err());
        let local = Tiles::new("http://127.0.0.1:9000/{z}/{y}/{x}?k=1", "A").expect("tiles");
        assert_eq!(local.origin(), "http://127.0.0.1:9000");
    }
}
