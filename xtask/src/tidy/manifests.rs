//! What the manifests agree on. Enters: the `Cargo.toml` files. Leaves: packages that take their own edition, oldest
//! Rust, licence or lints instead of the workspace's.

use super::Finding;
use crate::tree::Tree;
use toml::{Table, Value};

/// What the workspace says.
const WORKSPACE: [(&str, &str); 3] =
    [("edition", "2024"), ("rust-version", "1.95"), ("license", "Apache-2.0 OR MIT")];

/// Finds manifests that disagree.
pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().filter(|file| *file == "Cargo.toml" || file.ends_with("/Cargo.toml")) {
        let text = tree.text(file).unwrap_or_default();
        let breaches = match text.parse::<Table>() {
            Ok(manifest) if file == "Cargo.toml" => of_workspace(&manifest),
            Ok(manifest) => of_package(&manifest),
            Err(error) => vec![error.to_string()],
        };
        findings.extend(breaches.into_iter().map(|what| Finding::new(file, 0, what)));
    }
    findings
}

fn of_workspace(manifest: &Table) -> Vec<String> {
    let package = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    let said = |key: &str| package.and_then(|package| package.get(key)).and_then(Value::as_str);
    let wrong = WORKSPACE.into_iter().filter(|(key, value)| said(key) != Some(value));
    wrong.map(|(key, value)| format!("workspace.package.{key} is not {value:?}")).collect()
}

fn of_package(manifest: &Table) -> Vec<String> {
    let inherits =
        |value: Option<&Value>| value.and_then(|value| value.get("workspace")) == Some(&Value::Boolean(true));
    let package = manifest.get("package");
    let keys = WORKSPACE.into_iter().map(|(key, _)| key).chain(["version"]);
    let own = keys.filter(|key| !inherits(package.and_then(|package| package.get(*key))));
    let mut breaches: Vec<String> = own.map(|key| format!("write {key}.workspace = true")).collect();
    if !inherits(manifest.get("lints")) {
        breaches.push("write [lints] workspace = true".to_owned());
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    const ROOT: &str =
        "[workspace.package]\nedition = \"2024\"\nrust-version = \"1.95\"\nlicense = \"Apache-2.0 OR MIT\"\n";
    const MEMBER: &str = "[package]\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n[lints]\nworkspace = true\n";

    #[test]
    fn manifests_that_agree_pass() {
        let (_folder, tree) = planted(&[("Cargo.toml", ROOT), ("crates/text/Cargo.toml", MEMBER)]);
        assert_eq!(find(&tree), []);
    }

    #[test]
    fn a_package_with_its_own_edition_or_lints_is_found() {
        let own = MEMBER
            .replace("edition.workspace = true", "edition = \"2021\"")
            .replace("[lints]\nworkspace = true\n", "");
        let (_folder, tree) =
            planted(&[("Cargo.toml", &ROOT.replace("1.95", "1.80")), ("crates/text/Cargo.toml", &own)]);
        assert_eq!(find(&tree).len(), 3);
    }
}
