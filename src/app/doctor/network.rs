//! The way to an account's server: its proxy, its name, a connection, its certificate.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, UNIX_EPOCH};

use secrecy::SecretString;
use url::Url;

use super::super::context::{Context, Opened};
use super::chart::Chart;
use super::judge;
use crate::failure::Code;
use crate::fleet::{Found, Verdict};
use crate::http::probe::{Door, Network, Tunnel};
use crate::http::{Connection, SaidBy, Trust, Way, way};

pub(super) const CHECKS: [&str; 4] = ["proxy", "dns", "tcp", "tls"];

/// A host and its port.
struct Place {
    host: String,
    port: u16,
}

impl Place {
    fn of(url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        // Proxies have a port that is usual for them, which no scheme knows.
        let port = url.port_or_known_default().unwrap_or(1080);
        Self { host, port }
    }

    fn written(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]:{}", self.host, self.port),
            false => format!("{}:{}", self.host, self.port),
        }
    }
}

/// What the checks of one account share.
struct Look<'l> {
    network: &'l dyn Network,
    opened: &'l Opened,
    trust: Trust,
    limit: Duration,
    place: Place,
}

/// Look at all of it; answers the first check that failed.
pub(super) async fn examine(chart: &mut Chart<'_, '_>, network: &dyn Network, opened: &Opened) -> Option<&'static str> {
    let before = chart.checks.len();
    match chart.context.connection(opened.vendor, &opened.account) {
        Err(failure) => {
            chart.note("proxy", Found::from(&failure));
            chart.skip(&CHECKS[1..], "the settings of the connection are not in order");
        }
        Ok(connection) => {
            let url = opened.account.url();
            let way = way(connection.proxy.as_ref(), &connection.environment, url);
            let Connection { trust, timeout, .. } = connection;
            let look = Look { network, opened, trust, limit: timeout, place: Place::of(url) };
            match way {
                Way::Straight { despite } => {
                    chart.note("proxy", straight(despite.as_deref()));
                    look.straight(chart).await;
                }
                Way::Through { proxy, said_by } => look.through(chart, &proxy, &said_by).await,
            }
        }
    }
    chart.checks[before..].iter().find(|check| check.found.verdict == Verdict::Failed).map(|check| check.name)
}

fn straight(despite: Option<&str>) -> Found {
    Found::ok(match despite {
        Some(variable) => format!("none: this host is excepted from `{variable}`"),
        None => "none".to_owned(),
    })
}

impl Look<'_> {
    async fn straight(&self, chart: &mut Chart<'_, '_>) {
        let Some(addresses) = self.look_up(chart).await else {
            return chart.skip(&["tcp", "tls"], "the host has no address");
        };
        let door = Door { addresses, tunnel: None };
        match self.open(chart, &door).await {
            true => self.greet(chart, door).await,
            false => chart.skip(&["tls"], "there is no connection"),
        }
    }

    async fn look_up(&self, chart: &mut Chart<'_, '_>) -> Option<Vec<SocketAddr>> {
        let Place { host, port } = &self.place;
        if let Ok(address) = host.parse::<IpAddr>() {
            chart.note("dns", Found::ok(format!("`{address}` is an address")));
            return Some(vec![(address, *port).into()]);
        }
        let began = chart.context.clock.now();
        let found = chart.step(self.network.look_up(host.clone(), *port, self.limit)).await;
        let found =
            found.and_then(|found| if found.is_empty() { Err("it has no address".to_owned()) } else { Ok(found) });
        let (verdict, addresses) = match found {
            Ok(addresses) => (Found::ok(written(&addresses)), Some(addresses)),
            Err(why) => {
                let failed = Found::failed(Code::Network, format!("cannot look up `{host}`: {why}"));
                let fix = format!("`nslookup {host}`; if the name is wrong, {}", self.url_setting());
                (failed.fix(fix), None)
            }
        };
        chart.put("dns", verdict, began);
        addresses
    }

    fn url_setting(&self) -> String {
        judge::setting(&self.opened.account, "url = \"https://...\"")
    }

    async fn open(&self, chart: &mut Chart<'_, '_>, door: &Door) -> bool {
        let began = chart.context.clock.now();
        let opened = chart.step(self.network.open(door.clone(), self.limit)).await;
        let is_open = opened.is_ok();
        let place = self.place.written();
        let found = match opened {
            Ok(_) if door.tunnel.is_some() => Found::ok(format!("the proxy opens a way to {place}")),
            Ok(address) => Found::ok(format!("{address} takes connections")),
            Err(why) => {
                let fix = match &door.tunnel {
                    Some(tunnel) => self.past_the_proxy(tunnel, &why),
                    None => format!("ask who runs the firewall for TCP to {place}, or {}", self.url_setting()),
                };
                Found::failed(Code::Network, format!("cannot connect to {place}: {why}")).fix(fix)
            }
        };
        chart.put("tcp", found, began);
        is_open
    }

    fn past_the_proxy(&self, tunnel: &Tunnel, why: &str) -> String {
        match (why.contains("`407"), tunnel.credentials.is_some()) {
            (true, true) => {
                "look at the user name and the password in `HTTPS_PROXY`; letters such as `@` are `%40`".to_owned()
            }
            (true, false) => "`export HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT`".to_owned(),
            (false, _) => {
                format!("ask who runs the proxy for {}, or `export NO_PROXY={}`", tunnel.to, self.place.host)
            }
        }
    }

    async fn greet(&self, chart: &mut Chart<'_, '_>, door: Door) {
        let url = self.opened.account.url();
        if url.scheme() == "http" {
            return chart.note("tls", in_the_clear(url));
        }
        let began = chart.context.clock.now();
        let name = self.place.host.clone();
        let greeted = chart.step(self.network.greet(door, name, self.trust.clone(), self.limit)).await;
        let now = seconds(chart.context);
        let found = match greeted {
            Ok(greeted) => judge::certificate(&greeted, &self.place.host, now, &self.opened.account),
            Err(why) => Found::failed(Code::Network, format!("no TLS with {}: {why}", self.place.written()))
                .fix(format!("look whether the port is one of https, or {}", self.url_setting())),
        };
        chart.put("tls", found, began);
    }

    async fn through(&self, chart: &mut Chart<'_, '_>, proxy: &str, said_by: &SaidBy) {
        let whole = if proxy.contains("://") { proxy.to_owned() } else { format!("http://{proxy}") };
        let Ok(url) = Url::parse(&whole) else {
            chart.note(
                "proxy",
                Found::failed(Code::Usage, format!("{} is no URL", by(said_by))).fix(self.unset(said_by)),
            );
            return chart.skip(&CHECKS[1..], "the proxy is not known");
        };
        let place = Place::of(&url);
        let began = chart.context.clock.now();
        let addresses = chart.step(self.network.look_up(place.host.clone(), place.port, self.limit)).await;
        let door = |addresses| Door { addresses, tunnel: None };
        let reached = match addresses {
            Ok(addresses) => {
                chart.step(self.network.open(door(addresses.clone()), self.limit)).await.map(|_| addresses)
            }
            Err(why) => Err(why),
        };
        let shown = place.written();
        match reached {
            Err(why) => {
                let told = format!("cannot reach `{shown}`, which {} names: {why}", by(said_by));
                chart.put("proxy", Found::failed(Code::Network, told).fix(self.unset(said_by)), began);
                chart.skip(&CHECKS[1..], "the proxy is not reached");
            }
            Ok(addresses) => {
                chart.put("proxy", Found::ok(format!("`{shown}`, as {} says", by(said_by))), began);
                self.behind(chart, &url, addresses).await;
            }
        }
    }

    /// What lies behind the proxy, where it is one that this can speak to.
    async fn behind(&self, chart: &mut Chart<'_, '_>, proxy: &Url, addresses: Vec<SocketAddr>) {
        chart.skip(&["dns"], "the proxy looks names up");
        let is_https = self.opened.account.url().scheme() == "https";
        match (proxy.scheme(), is_https) {
            ("http", true) => {
                let credentials = (!proxy.username().is_empty()).then(|| credentials(proxy));
                let door = Door { addresses, tunnel: Some(Tunnel { to: self.place.written(), credentials }) };
                match self.open(chart, &door).await {
                    true => self.greet(chart, door).await,
                    false => chart.skip(&["tls"], "the proxy opens no way"),
                }
            }
            (scheme, _) => chart.skip(&["tcp", "tls"], &format!("not looked at through a proxy of `{scheme}`")),
        }
    }

    fn unset(&self, said_by: &SaidBy) -> String {
        match said_by {
            SaidBy::Profile => judge::setting(&self.opened.account, "proxy = \"http://HOST:PORT\""),
            SaidBy::Variable(name) => format!("`unset {name}`, or `export NO_PROXY={}`", self.place.host),
        }
    }
}

fn by(said_by: &SaidBy) -> String {
    match said_by {
        SaidBy::Profile => "the profile".to_owned(),
        SaidBy::Variable(name) => format!("`{name}`"),
    }
}

fn credentials(proxy: &Url) -> SecretString {
    let plain = |text: &str| {
        let pair = format!("x={}", text.replace('+', "%2B"));
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    format!("{}:{}", plain(proxy.username()), plain(proxy.password().unwrap_or_default())).into()
}

fn in_the_clear(url: &Url) -> Found {
    let is_loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match is_loopback {
        true => Found::ok("none: plain http to this machine"),
        false => Found::warning("none: credentials travel in the clear").fix("`url = \"https://...\"` in the profile"),
    }
}

fn written(addresses: &[SocketAddr]) -> String {
    let mut shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    shown.dedup();
    shown.join(", ")
}

fn seconds(context: &Context<'_>) -> i64 {
    context.clock.now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

#[cfg(test)]
mod tests;
