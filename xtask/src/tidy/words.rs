//! Words that make sense on one machine only. Enters: sources, manifests and documents. Leaves: lines that name a
//! folder of somebody's machine, or a tool that helped to write them.

use super::Finding;
use crate::readme::mark;
use crate::tree::Tree;

/// Where such words would be read.
const READ: [&str; 8] = [".rs", ".toml", ".md", ".py", ".sh", ".sql", ".json", "/run"];
/// Folders of somebody's machine. Parted, so that this file holds none of them.
const FOLDERS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
/// Folders that may stand in code, but not in what people read.
const SCRATCH: &str = concat!("/tm", "p/");
/// Tools that helped.
const TOOLS: [&str; 5] = [
    concat!("clau", "de"),
    concat!("chat", "gpt"),
    concat!("co", "pilot"),
    concat!("ai-gen", "erated"),
    concat!("co-auth", "ored-by"),
];

/// Finds such words.
pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().filter(|file| READ.iter().any(|ending| file.ends_with(ending))) {
        let text = tree.text(file).unwrap_or_default();
        let is_document = Tree::has_ending(file, "md");
        let mut shown = false;
        for (n, line) in text.lines().enumerate() {
            // The demonstration names the folder that it made; there it is the truth.
            shown = mark(line).unwrap_or(shown);
            let found = word(line, is_document && !shown);
            findings.extend(found.map(|word| {
                Finding::new(file, n + 1, format!("{word} means nothing to a reader elsewhere"))
            }));
        }
    }
    findings
}

fn word(line: &str, is_document: bool) -> Option<&'static str> {
    let line = line.to_lowercase();
    let scratch = is_document.then_some(SCRATCH);
    FOLDERS.into_iter().chain(scratch).chain(TOOLS).find(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    #[test]
    fn folders_of_one_machine_are_found() {
        let text =
            format!("see {}main\nand {SCRATCH}x\n<!-- demo -->\n{SCRATCH}x\n<!-- /demo -->\n", FOLDERS[0]);
        let (_folder, tree) = planted(&[("a.md", &text), ("a.rs", &text), ("a.txt", &text)]);
        let found: Vec<(String, usize)> = find(&tree).into_iter().map(|f| (f.file, f.line)).collect();
        assert_eq!(found, [("a.md".to_owned(), 1), ("a.md".to_owned(), 2), ("a.rs".to_owned(), 1)]);
    }
}
