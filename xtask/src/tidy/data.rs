//! Where the data under `data/` comes from. Enters: its files. Leaves: those whose first lines do not say source and
//! licence, and which `data/README.md` does not name either.

use super::Finding;
use crate::tree::Tree;

/// The list of the data files.
const LIST: &str = "data/README.md";
/// Words that say where facts come from.
const SOURCE: [&str; 6] = ["source", "facts", "written", "compiled", "own work", "methodology"];
/// Words that say what others may do with them.
const LICENCE: [&str; 5] = ["licence", "license", "apache-2.0", "cc0", "cc by"];

/// Finds data of unknown origin.
pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let list = tree.text(LIST).unwrap_or_default();
    let data = tree.files().filter(|file| file.starts_with("data/") && !Tree::has_ending(file, "md"));
    let unknown = data.filter(|file| {
        let named = file.strip_prefix("data/").is_some_and(|path| list.contains(&format!("`{path}`")));
        !named && !says_whence(&tree.text(file).unwrap_or_default())
    });
    let what = "say source and licence in its first lines, or in data/README.md";
    unknown.map(|file| Finding::new(file, 1, what)).collect()
}

/// Whether the comment at the head of a file says source and licence.
fn says_whence(text: &str) -> bool {
    let head = text.lines().take_while(|line| line.starts_with('#') || line.starts_with("//"));
    let head = head.collect::<Vec<_>>().join("\n").to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| head.contains(word));
    says(&SOURCE) && says(&LICENCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    #[test]
    fn data_of_unknown_origin_is_found() {
        let (_folder, tree) = planted(&[
            ("data/README.md", "| `map/listed.bin` | … |"),
            ("data/map/listed.bin", "\0"),
            ("data/told.tsv", "# Source: own. Licence: MIT.\na\tb\n"),
            ("data/half.tsv", "# Source: own.\na\tb\n"),
            ("data/late.tsv", "a\tb\n# Source: own. Licence: MIT.\n"),
        ]);
        let found: Vec<String> = find(&tree).into_iter().map(|finding| finding.file).collect();
        assert_eq!(found, ["data/half.tsv", "data/late.tsv"]);
    }
}
