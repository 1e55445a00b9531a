//! OpenAPI files of the user's own: read, compared with the tables, kept, and made into rows. Knows neither the command
//! line nor any vendor by name.

mod compare;
mod described;
mod fault;
mod kept;
mod reader;
mod rows;
mod schema;
mod text;
mod whose;
mod words;

pub use compare::{Difference, Scope, compare, lacking};
pub use described::{Described, File, Layout, Parameter};
pub use fault::Fault;
pub use kept::{Kept, Source};
pub use reader::read;
pub use rows::{ABOUT, GROUP, group};
pub use whose::{placed, whose};

/// An OpenAPI file may be as large as any document.
pub(crate) use crate::documents::LARGEST;
