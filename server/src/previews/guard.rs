//! Where the server may go by itself: to the internet, and nowhere else. Names are resolved here, each address is looked
//! at, and the connection is made to exactly those that may be: what a name means a moment later changes nothing.
//!
//! After the registries of special addresses: <https://www.iana.org/assignments/iana-ipv4-special-registry> and
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;
use url::{Host, Url};

/// What may be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The name by which people know this server: it does not ask itself.
    pub own: Option<String>,
    /// One address beside the internet, for tests.
    pub also: Option<SocketAddr>,
}

impl Reach {
    /// Whether an address may be asked for, as far as that shows before its name is resolved: by http or https, on
    /// their own ports, with nobody's password, and not where a number leads into a network of somebody's own.
    pub(super) fn admits(&self, url: &Url) -> bool {
        let port = url.port_or_known_default();
        let is_usual = matches!((url.scheme(), port), ("http", Some(80)) | ("https", Some(443)));
        let is_also = self.also.is_some_and(|also| port == Some(also.port()));
        let has_password = !url.username().is_empty() || url.password().is_some();
        let is_admitted = match url.host() {
            Some(Host::Domain(name)) => self.own.as_deref() != Some(name.trim_end_matches('.')),
            Some(Host::Ipv4(address)) => self.admits_address(address.into()),
            Some(Host::Ipv6(address)) => self.admits_address(address.into()),
            None => false,
        };
        matches!(url.scheme(), "http" | "https") && (is_usual || is_also) && !has_password && is_admitted
    }

    fn admits_address(&self, address: IpAddr) -> bool {
        is_public(address) || self.also.is_some_and(|also| also.ip() == address)
    }
}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.clone();
        Box::pin(async move {
            // Port 0: that of the address is used.
            let found = lookup_host((name.as_str(), 0)).await?;
            let admitted: Vec<_> = found.filter(|address| reach.admits_address(address.ip())).collect();
            if admitted.is_empty() {
                return Err("the name leads nowhere that may be asked".into());
            }
            Ok::<Addrs, _>(Box::new(admitted.into_iter()))
        })
    }
}

/// Whether an address is one of the internet, and of nobody's own network.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 31, 196)
            | (192, 52, 193)
            | (192, 88, 99)
            | (192, 168, _)
            | (192, 175, 48)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

/// Only what is handed out (`2000::/3`), without what is set apart of it and what stands for an address of version 4.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let is_set_apart = match address.segments() {
        // Protocols, Teredo, benchmarks and examples.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] => true,
        // 6to4, whose way leads to an address of version 4; and examples.
        [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => true,
        [first, ..] => first & 0xe000 != 0x2000,
    };
    !is_set_apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        for own in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2001:2::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(own.parse().unwrap()), "{own}");
        }
        for public in
            ["1.1.1.1", "8.8.8.8", "100.63.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1", "2001:4860:4860::8888"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_address_is_looked_at_before_anything_is_asked() {
        let reach = Reach { own: Some("chat.example.org".to_owned()), also: None };
        for no in [
            "ftp://example.org/",
            "http://example.org:8080/",
            "https://example.org:80/",
            "http://example.org:22/",
            "https://me:secret@example.org/",
            "https://me@example.org/",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/latest/",
            "https://chat.example.org/r/1",
            "https://chat.example.org./r/1",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            assert!(!reach.admits(&Url::parse(no).unwrap()), "{no}");
        }
        for yes in
            ["http://example.org/", "https://example.org:443/a?b#c", "https://8.8.8.8/", "https://bücher.example/"]
        {
            assert!(reach.admits(&Url::parse(yes).unwrap()), "{yes}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_not_followed() {
        let found = Reach::default().resolve("localhost".parse().unwrap()).await;
        assert!(found.is_err(), "localhost");
    }
}
