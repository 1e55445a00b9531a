//! The shapes that repeat in the tables: a collection of things with keys, and a thing of which there is one.

use crate::catalog::Argument;

/// What names an entry of a collection of configuration.
pub(super) const KEY: Argument = Argument::path("key").help("key or name");

/// The list of a collection, and its entries one by one.
macro_rules! reads {
    ($many:literal, [$($path:literal),+], $columns:expr, $wide:expr) => {
        [
            $crate::catalog::Operation::list("list", concat!($($path),+))
                .about(concat!("List ", $many))
                .named_by("key")
                .columns($columns, $wide),
            $crate::catalog::Operation::get("get", concat!($($path,)+ "/{key}"))
                .about(concat!("Show ", $many))
                .arguments(&[$crate::vendor::sps::rows::KEY])
                .named_by("key"),
        ]
    };
}

/// A collection: its list, its entries, and every change of them; its columns and its own changes where it has others.
macro_rules! collection {
    (
        $name:literal, $about:literal, $one:literal, $many:literal, [$($path:literal),+],
        columns($columns:expr, $wide:expr), changes($($change:expr),+ $(,)?) $(,)?
    ) => {
        $crate::catalog::Group {
            name: $name,
            about: $about,
            operations: &{
                let [list, get] = reads!($many, [$($path),+], $columns, $wide);
                [
                    list,
                    get,
                    $($change,)+
                    $crate::vendor::sps::code::replace(concat!($($path),+)).about(concat!("Replace ", $one)),
                    $crate::catalog::Operation::delete("delete", concat!($($path,)+ "/{key}"))
                        .about(concat!("Delete ", $many))
                        .arguments(&[$crate::vendor::sps::rows::KEY]),
                ]
            },
            groups: &[],
        }
    };
    (
        $name:literal, $about:literal, $one:literal, $many:literal, [$($path:literal),+],
        columns($columns:expr, $wide:expr) $(,)?
    ) => {
        collection!(
            $name, $about, $one, $many, [$($path),+], columns($columns, $wide),
            changes(
                $crate::vendor::sps::code::create(concat!($($path),+)).about(concat!("Create ", $one)),
                $crate::vendor::sps::code::edit(concat!($($path),+)).about(concat!("Change ", $one)),
            )
        )
    };
    ($name:literal, $about:literal, $one:literal, $many:literal, [$($path:literal),+] $(,)?) => {
        collection!($name, $about, $one, $many, [$($path),+], columns(&["key", "name"], &[]))
    };
}

/// A collection that is only read.
macro_rules! shelf {
    ($name:literal, $about:literal, $many:literal, [$($path:literal),+]) => {
        $crate::catalog::Group {
            name: $name,
            about: $about,
            operations: &reads!($many, [$($path),+], &["key", "name"], &[]),
            groups: &[],
        }
    };
}

/// A thing of which there is one; what a change of it may end is said before.
macro_rules! singleton {
    ($name:literal, $about:literal, $what:literal, [$($path:literal),+] $(, warns $warning:literal)? $(,)?) => {
        $crate::catalog::Group {
            name: $name,
            about: $about,
            operations: &[
                $crate::catalog::Operation::get("get", concat!($($path),+))
                    .about(concat!("Show ", $what))
                    .named_by("key"),
                $crate::vendor::sps::code::set(concat!($($path),+))
                    .about(concat!("Change ", $what))
                    $(.effect($crate::catalog::Effect::Destroy).warning($warning))?,
            ],
            groups: &[],
        }
    };
}

/// What stands below a node of the tree.
macro_rules! children {
    ($about:literal, [$($path:literal),+]) => {
        $crate::catalog::Operation::list("list", concat!($($path),+))
            .about($about)
            .named_by("key")
            .columns(&["key"], &[])
    };
}
