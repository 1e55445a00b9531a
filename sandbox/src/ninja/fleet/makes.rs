//! The kinds of computers that agents run on, and what is installed there.

use crate::random::Dice;

/// A kind of computer.
#[derive(Debug)]
pub(super) struct Make {
    pub(super) role: &'static str,
    pub(super) short: &'static str,
    pub(super) system_maker: &'static str,
    pub(super) system: &'static str,
    pub(super) build: Option<&'static str>,
    pub(super) maker: &'static str,
    pub(super) model: &'static str,
    pub(super) disk: (&'static str, &'static str),
}

const MAKES: &[Make] = &[
    Make {
        role: "WINDOWS_WORKSTATION",
        short: "PC",
        system_maker: "Microsoft Corporation",
        system: "Microsoft Windows 11 Pro",
        build: Some("22631"),
        maker: "Dell Inc.",
        model: "OptiPlex 7010",
        disk: ("C:", "NTFS"),
    },
    Make {
        role: "WINDOWS_WORKSTATION",
        short: "NB",
        system_maker: "Microsoft Corporation",
        system: "Microsoft Windows 10 Home",
        build: None,
        maker: "LENOVO",
        model: "ThinkPad T14",
        disk: ("C:", "NTFS"),
    },
    Make {
        role: "WINDOWS_SERVER",
        short: "SRV",
        system_maker: "Microsoft Corporation",
        system: "Microsoft Windows Server 2022 Standard",
        build: Some("20348"),
        maker: "HPE",
        model: "ProLiant DL380 Gen10",
        disk: ("C:", "NTFS"),
    },
    Make {
        role: "MAC",
        short: "MAC",
        system_maker: "Apple",
        system: "macOS 14.2.1",
        build: None,
        maker: "Apple Inc.",
        model: "MacBookPro18,3",
        disk: ("/", "apfs"),
    },
    Make {
        role: "LINUX_SERVER",
        short: "LX",
        system_maker: "Debian",
        system: "Debian GNU/Linux 12",
        build: None,
        maker: "Supermicro",
        model: "SYS-5019S-M",
        disk: ("/", "ext4"),
    },
];

impl Make {
    pub(super) fn drawn(dice: &mut Dice) -> &'static Make {
        &MAKES[usize::try_from(dice.below(MAKES.len() as u64)).unwrap_or(0)]
    }
}

/// Name, publisher, version and size of programs.
pub(super) const PROGRAMS: &[(&str, Option<&str>, &str, u64)] = &[
    ("Mozilla Firefox (x64 en-US)", Some("Mozilla"), "121.0.1", 221_298_688),
    ("Google Chrome", Some("Google LLC"), "120.0.6099.225", 108_003_328),
    ("7-Zip 23.01 (x64)", Some("Igor Pavlov"), "23.01", 5_771_264),
    ("LibreOffice 7.6", Some("The Document Foundation"), "7.6.4.1", 761_266_176),
    ("In-house \"Till\", édition β", None, "0.9", 0),
    ("PuTTY release 0.80 (64-bit)", Some("Simon Tatham"), "0.80.0.0", 5_242_880),
];

/// Where agents stand.
pub(super) const PLACES: &[&str] = &["RIGA", "KAUNAS", "OSLO", "GHENT", "PORTO", "TURKU"];

/// Who sat there last.
pub(super) const USERS: &[&str] = &["CORP\\anna.berg", "CORP\\j.costa", "WORKGROUP\\admin", "CORP\\liisa"];
