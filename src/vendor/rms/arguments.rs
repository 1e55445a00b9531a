//! Arguments that rows of many subjects share.

use crate::catalog::{Argument, Kind};
use crate::moment::{Meant, Written};

pub(super) const LIMIT: Argument = Argument::paging("limit", Kind::Integer);
pub(super) const OFFSET: Argument = Argument::paging("offset", Kind::Integer);
pub(super) const Q: Argument = Argument::query("q", Kind::String).help("text to look for");
pub(super) const FIELDS: Argument = Argument::query("fields", Kind::Strings).help("only these members of each record");
pub(super) const FIELDS_ONLY: Argument =
    Argument::query("fields_only", Kind::Boolean).help("the names that --fields takes, instead of records");
pub(super) const SORT: Argument =
    Argument::query("sort", Kind::Strings).help("order at the vendor, `-` in front for descending");
pub(super) const START_DATE: Argument =
    Argument::query("start_date", Kind::String).when(Meant::From, Written::Spaced).required().help("from then on");
pub(super) const END_DATE: Argument =
    Argument::query("end_date", Kind::String).when(Meant::Until, Written::Spaced).required().help("until then");
pub(super) const DEVICE: Argument = Argument::path("id").help("device");
pub(super) const DEVICE_ID: Argument = Argument::path("device_id").help("device");
pub(super) const OF_COMPANY: Argument = Argument::query("company_id", Kind::Integer).help("only of this company");
