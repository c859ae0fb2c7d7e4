//! What the list of sessions calls a device: a guess from `User-Agent`, for people who want
//! to know whether a session is theirs.

/// “Firefox on Linux”, or as much of it as can be told.
pub(crate) fn device(user_agent: &str) -> String {
    // Order matters: Edge and Opera say Chrome too, and Chrome says Safari too.
    const BROWSERS: [(&str, &str); 6] = [
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Chrom", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let known = |list: &[(&str, &'static str)]| list.iter().find(|(m, _)| user_agent.contains(m)).map(|(_, n)| *n);
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => {
            let program: String = user_agent.chars().take_while(|c| c.is_ascii_alphanumeric()).take(30).collect();
            if program.is_empty() { "An unknown device".to_owned() } else { program }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_told_by_browser_and_system() {
        let chrome =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome on macOS");
        assert_eq!(device(&format!("{chrome} Edg/156.0")), "Edge on macOS");
        assert_eq!(
            device("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"),
            "Firefox on Linux"
        );
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19 Safari/604.1";
        assert_eq!(device(iphone), "Safari on iPhone");
        assert_eq!(device("curl/8.5.0"), "curl");
        assert_eq!(device(""), "An unknown device");
    }
}
