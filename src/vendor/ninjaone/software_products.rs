//! `ninjaone software-products`: software that patching knows besides operating systems.

use crate::catalog::{Group, Operation};

pub(super) const SOFTWARE_PRODUCTS: Group = Group {
    name: "software-products",
    about: "Software other than operating systems that can be patched",
    operations: &[Operation::list("list", "/v2/software-products")
        .about("List software products that can be patched")
        .columns(&["id", "vendorName", "productName", "installable", "active"], &[])
        .members(&["id", "vendorName", "productName", "installable", "active"])],
    groups: &[],
};
