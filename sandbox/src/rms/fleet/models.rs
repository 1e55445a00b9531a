//! The router models of the fleet and what they are made of.

/// A model with what all devices of it share.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: &'static str,
    pub(super) firmware: &'static str,
    pub(super) product_code: &'static str,
    pub(super) hardware_revision: &'static str,
    pub(super) modem: Option<Modem>,
    pub(super) has_wifi: bool,
    pub(super) has_position: bool,
    pub(super) has_pins: bool,
}

/// A mobile modem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Modem {
    pub(super) maker: &'static str,
    pub(super) model: &'static str,
    pub(super) firmware: &'static str,
    pub(super) technology: &'static str,
}

/// The releases that are found in the field; the last is the newest.
pub(super) const RELEASES: &[&str] = &["07.06.10", "07.09.5", "07.13.4", "07.16.2"];

const EG06: Modem = Modem { maker: "Quectel", model: "EG06", firmware: "EG06ELAR04A05M4G", technology: "LTE" };
const RG501: Modem =
    Modem { maker: "Quectel", model: "RG501Q-EU", firmware: "RG501QEUAAR12A10M4G", technology: "5G-NSA" };
const EC25: Modem = Modem { maker: "Quectel", model: "EC25", firmware: "EC25EFAR06A06M4G", technology: "LTE" };
const SLM750: Modem = Modem { maker: "MeiG", model: "SLM750", firmware: "SLM750_4.0.6_EQ101", technology: "LTE" };
const RG520: Modem =
    Modem { maker: "Quectel", model: "RG520N-EU", firmware: "RG520NEUDCR03A01M4G", technology: "5G-SA" };

const fn model(name: &'static str, firmware: &'static str, product_code: &'static str, modem: Option<Modem>) -> Model {
    Model {
        name,
        firmware,
        product_code,
        hardware_revision: "1307",
        modem,
        has_wifi: true,
        has_position: false,
        has_pins: false,
    }
}

/// The mix of models; what is listed more than once is more common.
pub(super) const MODELS: &[Model] = &[
    Model { has_position: true, has_pins: true, ..model("RUTX11", "RUTX", "RUTX11000000", Some(EG06)) },
    Model { has_position: true, has_pins: true, ..model("RUTX50", "RUTX", "RUTX50000000", Some(RG501)) },
    Model { has_position: true, has_pins: true, ..model("RUT956", "RUT9M", "RUT956200000", Some(EC25)) },
    model("RUT241", "RUT2M", "RUT241024000", Some(SLM750)),
    model("RUT241", "RUT2M", "RUT241024000", Some(SLM750)),
    Model { has_wifi: false, has_pins: true, ..model("TRB140", "TRB1", "TRB140003000", Some(EC25)) },
    Model { has_wifi: false, ..model("TRB500", "TRB5", "TRB500000000", Some(RG520)) },
    model("TAP200", "TAP2", "TAP200000000", None),
    Model { has_wifi: false, ..model("TSW202", "TSW2", "TSW202000000", None) },
    Model { has_wifi: false, ..model("OTD140", "OTD1", "OTD140000000", Some(EC25)) },
];
