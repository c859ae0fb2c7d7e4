//! Where this Snug lives for browsers: the hosts it answers to, the origins it trusts and
//! the name of its cookie. All three follow from `--public-url` alone.
//!
//! Without a public address only the machine itself is served, so that a page on the
//! internet can neither reach it by a name of its own (DNS rebinding) nor by a form.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use axum::http::Uri;

/// `https://chat.example.org`: the address people type, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    is_secure: bool,
    /// Lower case, without the scheme's own port.
    host: String,
}

impl PublicUrl {
    /// Whether browsers reach it by https.
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_secure { "https" } else { "http" }, self.host)
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri: Uri = text.trim().parse().map_err(|_| "write it like https://chat.example.org".to_owned())?;
        let is_secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("begin it with https:// (or http:// in a network of your own)".to_owned()),
        };
        if uri.path() != "/" || uri.query().is_some() {
            return Err("leave out the path: Snug has a host name to itself".to_owned());
        }
        let host = uri.authority().and_then(|a| normal_host(a.as_str(), is_secure));
        let host =
            host.ok_or_else(|| "write the host as a plain name or address, with a port if need be".to_owned())?;
        Ok(Self { is_secure, host })
    }
}

/// The rules that follow from the public address; see the module.
#[derive(Clone, Debug)]
pub struct Site {
    public_url: Option<PublicUrl>,
    more_origins: Vec<String>,
}

impl Site {
    /// The site at `public_url`, or on this machine alone. Pages of `more_origins` may post
    /// and connect too.
    pub fn new(public_url: Option<PublicUrl>, more_origins: Vec<String>) -> Self {
        Self { public_url, more_origins }
    }

    /// Tells the operator, once at the start, what the address means for safety.
    pub(crate) fn warn_of_what_is_open(&self, address: SocketAddr) {
        match &self.public_url {
            Some(url) if !url.is_secure() && !is_loopback_name(without_port(&url.host)) => tracing::warn!(
                "Passwords and messages travel unencrypted: use this in a network of your own, or put https before it"
            ),
            None if !address.ip().is_loopback() => tracing::warn!(
                "Listening beyond this machine, but without --public-url only requests for localhost are answered"
            ),
            _ => {}
        }
    }

    /// Whether browsers reach the site by https.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::is_secure)
    }

    /// Whether only this machine itself is served.
    pub fn is_loopback_only(&self) -> bool {
        self.public_url.is_none()
    }

    /// `__Host-` binds a cookie to https and to this very host; browsers refuse it without.
    pub fn cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-sid" } else { "sid" }
    }

    /// Whether a request for `host` (the `Host` header) is meant for this site.
    pub fn serves(&self, host: &str) -> bool {
        let Some(host) = normal_host(host, self.is_secure()) else { return false };
        match &self.public_url {
            Some(url) => url.host == host,
            None => is_loopback_name(without_port(&host)),
        }
    }

    /// Whether a page of `origin` may post to and connect with this site, which was asked for
    /// as `host`. Exact: a neighbour on another port is a stranger.
    pub fn trusts(&self, origin: &str, host: &str) -> bool {
        origin == self.origin(host) || self.more_origins.iter().any(|o| o == origin)
    }

    /// The site's own origin, when asked for as `host`.
    pub fn origin(&self, host: &str) -> String {
        match &self.public_url {
            Some(url) => url.to_string(),
            None => format!("http://{}", normal_host(host, false).unwrap_or_default()),
        }
    }

    /// Where the page's socket connects to, for the content security policy.
    pub fn socket_origin(&self, host: &str) -> String {
        // "http" becomes "ws" and "https" becomes "wss".
        self.origin(host).replacen("http", "ws", 1)
    }
}

/// Lower case, without the port that the scheme implies. `None` for anything that is not a
/// name or an address with perhaps a port.
fn normal_host(host: &str, is_secure: bool) -> Option<String> {
    let name = without_port(host);
    let port = &host[name.len()..];
    let is_name = match name.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').is_some_and(|a| a.parse::<std::net::Ipv6Addr>().is_ok()),
        None => !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')),
    };
    let port = match port.strip_prefix(':') {
        None => "",
        Some(digits) if digits.parse::<u16>().is_err() || digits.starts_with('+') => return None,
        Some("443") if is_secure => "",
        Some("80") if !is_secure => "",
        Some(_) => port,
    };
    is_name.then(|| format!("{}{port}", name.to_ascii_lowercase()))
}

/// The host without `:port`; an IPv6 address keeps its brackets.
fn without_port(host: &str) -> &str {
    let end_of_name = if host.starts_with('[') { host.find(']').map_or(host.len(), |i| i + 1) } else { 0 };
    match host[end_of_name..].find(':') {
        Some(colon) => &host[..end_of_name + colon],
        None => host,
    }
}

fn is_loopback_name(name: &str) -> bool {
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(url: &str) -> Site {
        Site::new(Some(url.parse().unwrap()), vec![])
    }

    #[test]
    fn without_a_public_address_only_this_machine_is_served() {
        let site = Site::new(None, vec![]);
        for host in ["localhost", "localhost:3000", "LOCALHOST:8080", "127.0.0.1:3000", "[::1]:3000", "[::1]"] {
            assert!(site.serves(host), "{host}");
        }
        for host in [
            "",
            ":3000",
            "chat.example.org",
            "127.0.0.1.example.org",
            "localhost.",
            "localhost:3000@evil.example",
            "127.0.0.2",
            "[::1",
            "[::1]x",
            "localhost:+80",
            "localhost:99999",
            "192.168.1.5:3000",
        ] {
            assert!(!site.serves(host), "{host}");
        }
        assert_eq!(site.cookie_name(), "sid");
    }

    #[test]
    fn a_public_address_serves_its_own_host_and_no_other() {
        let site = public("https://Chat.Example.org");
        assert!(site.serves("chat.example.org"));
        assert!(site.serves("chat.example.org:443"));
        for host in ["chat.example.org:80", "example.org", "localhost", "a.chat.example.org", "chat.example.org."] {
            assert!(!site.serves(host), "{host}");
        }
        assert_eq!(site.cookie_name(), "__Host-sid");
        assert_eq!(site.socket_origin("whatever"), "wss://chat.example.org");
        assert!(public("http://192.168.1.5:3000").serves("192.168.1.5:3000"));
        assert_eq!(public("http://192.168.1.5:3000").cookie_name(), "sid");
    }

    #[test]
    fn an_origin_is_trusted_only_when_it_is_exactly_the_site() {
        let site = Site::new(None, vec!["http://127.0.0.1:8080".into()]);
        assert!(site.trusts("http://localhost:3000", "localhost:3000"));
        assert!(site.trusts("http://127.0.0.1:8080", "127.0.0.1:3000"));
        for origin in
            ["null", "", "http://localhost:3001", "https://localhost:3000", "http://127.0.0.1:3000", "http://localhost"]
        {
            assert!(!site.trusts(origin, "localhost:3000"), "{origin}");
        }
        let site = public("https://chat.example.org:443");
        assert!(site.trusts("https://chat.example.org", "chat.example.org"));
        for origin in ["http://chat.example.org", "https://evil.example", "https://chat.example.org.evil.example"] {
            assert!(!site.trusts(origin, "chat.example.org"), "{origin}");
        }
    }

    #[test]
    fn a_public_address_is_a_scheme_and_a_host() {
        for bad in ["chat.example.org", "ftp://x", "https://x/chat", "https://x?y", "https://u@x", "https://", "/"] {
            assert!(bad.parse::<PublicUrl>().is_err(), "{bad}");
        }
        assert_eq!("https://x/".parse::<PublicUrl>().unwrap().to_string(), "https://x");
        assert_eq!("https://X:8443".parse::<PublicUrl>().unwrap().to_string(), "https://x:8443");
    }
}
