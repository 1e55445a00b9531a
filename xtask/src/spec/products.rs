//! Descriptions that are put together: the files of several products, and the kinds of one body.

use super::described::{Described, Parameter};

/// The operations of all files. Of those that several products have, nothing is required that one of them can do without.
pub(super) fn together(files: Vec<(&'static str, Vec<Described>)>) -> Vec<Described> {
    let count = files.len();
    let mut found: Vec<(Vec<&'static str>, Described)> = Vec::new();
    for (product, operations) in files {
        for operation in operations {
            let known =
                found.iter_mut().find(|(_, one)| (&one.method, &one.path) == (&operation.method, &operation.path));
            match known {
                None => found.push((vec![product], operation)),
                Some((products, one)) => {
                    one.query = both(products, std::mem::take(&mut one.query), product, operation.query);
                    one.body = both(products, std::mem::take(&mut one.body), product, operation.body);
                    products.push(product);
                }
            }
        }
    }
    let only = |products: &[&'static str]| products.first().copied().filter(|_| products.len() < count);
    found.into_iter().map(|(products, one)| Described { only: only(&products), ..one }).collect()
}

/// What two products take, each marked that is of one alone.
fn both(
    products: &[&'static str],
    ours: Vec<Parameter>,
    product: &'static str,
    theirs: Vec<Parameter>,
) -> Vec<Parameter> {
    let first = products.first().copied();
    let (shared, added): (Vec<_>, Vec<_>) = theirs.into_iter().partition(|other| has(&ours, &other.name));
    let mut taken: Vec<Parameter> = ours
        .into_iter()
        .map(|mut one| match shared.iter().find(|other| other.name == one.name) {
            Some(other) => {
                one.required &= other.required;
                widen(&mut one, other);
                one
            }
            None => Parameter { required: false, only: first, ..one },
        })
        .collect();
    taken.extend(added.into_iter().map(|one| Parameter { required: false, only: Some(product), ..one }));
    taken
}

/// The members of a body that is of one kind or another: required is what each kind requires.
pub(super) fn either(kinds: Vec<Vec<Parameter>>) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for member in kinds.iter().flatten() {
        match found.iter_mut().find(|one| one.name == member.name) {
            Some(one) => widen(one, member),
            None => found.push(member.clone()),
        }
    }
    for one in &mut found {
        one.required = kinds.iter().all(|kind| kind.iter().any(|member| member.name == one.name && member.required));
    }
    found
}

fn has(members: &[Parameter], name: &str) -> bool {
    members.iter().any(|member| member.name == name)
}

/// A choice between the values of both; where one of them takes any, any may be given.
fn widen(one: &mut Parameter, other: &Parameter) {
    match one.values.is_empty() || other.values.is_empty() {
        true => one.values.clear(),
        false => {
            let new = other.values.iter().filter(|value| !one.values.contains(value)).cloned().collect::<Vec<_>>();
            one.values.extend(new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::described::Kind;
    use super::*;

    fn member(name: &str, values: &[&str], required: bool) -> Parameter {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Parameter { name: name.to_owned(), kind: Kind::String, values, required, only: None }
    }

    fn operation(path: &str, query: Vec<Parameter>) -> Described {
        Described { method: "GET".to_owned(), path: path.to_owned(), query, ..Described::default() }
    }

    #[test]
    fn what_products_share_requires_what_both_require_and_offers_what_either_takes() {
        let ours = vec![member("type", &["a"], true), member("name", &[], true), member("left", &[], true)];
        let theirs = vec![member("type", &["a", "b"], true), member("name", &[], false), member("right", &[], true)];

        let found = together(vec![("L", vec![operation("/x", ours)]), ("R", vec![operation("/x", theirs)])]);

        let expected = vec![
            member("type", &["a", "b"], true),
            member("name", &[], false),
            Parameter { only: Some("L"), ..member("left", &[], false) },
            Parameter { only: Some("R"), ..member("right", &[], false) },
        ];
        assert_eq!(found, [operation("/x", expected)]);
    }

    #[test]
    fn an_operation_of_one_product_is_marked_and_keeps_what_it_requires() {
        let own = vec![operation("/own", vec![member("name", &[], true)])];

        let found = together(vec![("L", vec![]), ("R", own)]);
        let alone = together(vec![("", vec![operation("/x", vec![])])]);

        let expected = Described { only: Some("R"), ..operation("/own", vec![member("name", &[], true)]) };
        assert_eq!((found, alone), (vec![expected], vec![operation("/x", vec![])]));
    }

    #[test]
    fn a_body_of_several_kinds_has_the_members_of_all() {
        let kinds =
            vec![vec![member("type", &["a"], true), member("key", &[], true)], vec![member("type", &["b"], true)]];

        let found = either(kinds);

        assert_eq!(found, [member("type", &["a", "b"], true), member("key", &[], false)]);
    }
}
