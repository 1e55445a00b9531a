//! Arguments that rows of many subjects share.

use crate::catalog::{Argument, Kind};
use crate::moment::{Meant, Written};

pub(super) const DEVICE: Argument = Argument::path("id").help("device");
pub(super) const PAGE_SIZE: Argument = Argument::paging("pageSize", Kind::Integer);
pub(super) const CURSOR: Argument = Argument::paging("cursor", Kind::String);
pub(super) const LANG: Argument = Argument::query("lang", Kind::String).help("language of the texts, as `en`");
pub(super) const TZ: Argument =
    Argument::query("tz", Kind::String).help("time zone of times within the texts, as `Europe/Vienna`");
pub(super) const INSTALLED_BEFORE: Argument = Argument::query("installedBefore", Kind::String)
    .when(Meant::Until, Written::Seconds)
    .help("only what was installed before");
pub(super) const INSTALLED_AFTER: Argument = Argument::query("installedAfter", Kind::String)
    .when(Meant::From, Written::Seconds)
    .help("only what was installed after");
