//! The invented customers, places and operators of the fleet.

/// The companies of the account, by id: the account itself and its subsidiaries.
pub(in crate::rms) const COMPANIES: &[(u64, &str)] = &[
    (7034, "Example Ltd"),
    (7035, "Nordmart Retail"),
    (7036, "Baltic Wind Parks"),
    (7037, "Aqua Metering Services"),
    (7038, "City Light Signage"),
    (7039, "Hanse Logistics"),
    (7040, "Alpine Ski Lifts"),
    (7041, "Grain & Field Co-op"),
];

/// Places, with latitude and longitude in ten-thousandths of a degree.
pub(super) const CITIES: &[(&str, i64, i64)] = &[
    ("Vilnius", 546_872, 252_797),
    ("Kaunas", 548_985, 239_036),
    ("Riga", 569_496, 241_052),
    ("Tallinn", 594_370, 247_536),
    ("Gdansk", 543_520, 186_466),
    ("Hamburg", 535_511, 99_937),
    ("Bremen", 530_793, 88_017),
    ("Rotterdam", 519_244, 44_777),
    ("Malmo", 556_050, 130_038),
    ("Turku", 604_518, 222_666),
    ("Graz", 470_707, 154_395),
    ("Leeds", 538_008, -15_491),
];

/// What stands at a place.
pub(super) const SITES: &[&str] =
    &["store", "depot", "kiosk", "pump", "gate", "mast", "substation", "warehouse", "lift"];

/// Operators with country and network code.
pub(super) const OPERATORS: &[(&str, &str, &str)] = &[
    ("Telia LT", "246", "01"),
    ("BITE GSM", "246", "02"),
    ("Tele2", "248", "03"),
    ("LMT", "247", "01"),
    ("Orange PL", "260", "03"),
    ("Vodafone DE", "262", "02"),
];

/// Tags of the account: sites by region, then roles.
pub(in crate::rms) const TAGS: &[(u64, &str, &str)] = &[
    (11, "north", "#4287f5"),
    (12, "south", "#f5a742"),
    (13, "east", "#42f58d"),
    (14, "west", "#f54242"),
    (15, "critical", "#b00020"),
    (16, "pilot", "#7b42f5"),
];

/// Every company has the same share of a fleet.
pub(super) fn company(index: u64) -> u64 {
    COMPANIES[usize::try_from(index % COMPANIES.len() as u64).unwrap_or(0)].0
}

/// How many of the first `count` devices began with that company.
pub(super) fn births(company: u64, count: u64) -> u64 {
    let Some(place) = COMPANIES.iter().position(|(id, _)| *id == company) else {
        return 0;
    };
    (count + COMPANIES.len() as u64 - 1 - place as u64) / COMPANIES.len() as u64
}
