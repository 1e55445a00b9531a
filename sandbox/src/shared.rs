//! Machines that several vendors know: what names them is the same with each. One vendor computes it as for any other
//! machine, and the others repeat it from here.

/// The MAC address of the sixth router of RMS, which NinjaRMM watches, too.
pub(crate) const ROUTER_MAC: &str = "00:1E:42:5A:31:C2";

/// The place of that router with NinjaRMM.
pub(crate) const ROUTER_AT_NINJA: u64 = 18;

/// The serial of the thirteenth machine of NinjaOne, a server that was moved there from NinjaRMM.
pub(crate) const SERVER_SERIAL: &str = "SN10000103";

/// Its MAC address.
pub(crate) const SERVER_MAC: &str = "02:00:5E:5A:31:CB";

/// Its address, which is all that BeyondTrust knows of it.
pub(crate) const SERVER_ADDRESS: &str = "10.21.0.13";

/// The place of that server with NinjaRMM.
pub(crate) const SERVER_AT_NINJA: u64 = 22;

/// The Jump Client on that server.
pub(crate) const SERVER_AT_BEYONDTRUST: u64 = 5;

/// The serial of a gateway of Cisco's with an agent on it; NinjaOne knows the computer inside.
pub(crate) const GATEWAY_SERIAL: &str = "FCW24470006";

/// The place of that computer with NinjaOne.
pub(crate) const GATEWAY_AT_NINJAONE: u64 = 23;
