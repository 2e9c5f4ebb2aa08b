//! Links in Markdown. Enters: the documents. Leaves: links to files that are not there. Never looks at the network.

use super::Finding;
use crate::tree::Tree;

/// Finds links that lead nowhere.
pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_ending("md") {
        let text = tree.text(file).unwrap_or_default();
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, target) in links(&text) {
            if !tree.path(folder).join(&target).exists() {
                findings.push(Finding::new(file, line, format!("the link to {target} leads nowhere")));
            }
        }
    }
    findings
}

/// The local files that a document links to, with the lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let ends = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            found.extend(ends.filter_map(|(target, _)| Some((n + 1, local(target)?))));
        }
    }
    found
}

/// The path of a link's target, where it is a file beside the document.
fn local(target: &str) -> Option<String> {
    let path = target.split([' ', '#']).next().unwrap_or_default().trim_matches(['<', '>']);
    let elsewhere = path.contains("://") || path.starts_with("mailto:");
    (!path.is_empty() && !elsewhere).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    #[test]
    fn only_local_links_that_lead_nowhere_are_found() {
        let text = "[a](docs/there.md#part) [b](https://example.org) [c](#here)\n[d](docs/gone.md)\n```\n[e](gone.md)\n```\n";
        let (_folder, tree) = planted(&[("README.md", text), ("docs/there.md", "[up](../README.md)")]);
        let found: Vec<usize> = find(&tree).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [2]);
    }
}
