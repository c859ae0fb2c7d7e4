//! A browser without script: pages, forms and cookies, over plain HTTP to a server in
//! this process. It follows no redirect by itself, so that a test sees each answer.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use app::protocol::Page;
use reqwest::header::{CONTENT_TYPE, COOKIE, HOST, HeaderMap, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder};

/// Where the server listens right now; a restart may move it.
#[derive(Clone, Debug)]
pub(crate) struct Address(Arc<Mutex<SocketAddr>>);

impl Address {
    pub(crate) fn new(at: SocketAddr) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    pub(crate) fn get(&self) -> SocketAddr {
        *self.0.lock().unwrap()
    }

    pub(crate) fn set(&self, at: SocketAddr) {
        *self.0.lock().unwrap() = at;
    }
}

/// One browser profile: its cookies, and the address that stands in its address bar.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) address: Address,
    pub(crate) cookies: BTreeMap<String, String>,
    /// What `Host` says, when it is not the socket address itself.
    pub(crate) host: Option<String>,
    /// The scheme of the origin: `https` behind a proxy that ends TLS.
    pub(crate) scheme: &'static str,
    pub(crate) client: Client,
}

impl Browser {
    pub(crate) fn new(address: Address) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { address, cookies: BTreeMap::new(), host: None, scheme: "http", client }
    }

    /// The same browser program with a clean profile.
    pub(crate) fn stranger(&self) -> Self {
        Self { cookies: BTreeMap::new(), ..self.clone() }
    }

    pub(crate) fn host(&self) -> String {
        self.host.clone().unwrap_or_else(|| self.address.get().to_string())
    }

    /// What this browser sends as `Origin` from its own pages.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host())
    }

    pub(crate) fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// A request with cookies and nothing else, to be changed by tests that misbehave.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request =
            self.client.request(method, format!("http://{}{path}", self.address.get())).header(HOST, self.host());
        if self.cookies.is_empty() { request } else { request.header(COOKIE, self.cookie_header()) }
    }

    /// Sends a request and keeps the cookies of its answer.
    pub(crate) async fn send(&mut self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.expect("the answer is whole").to_vec();
        let answer = Answer { status, headers, body };
        for line in answer.set_cookies() {
            let (name, rest) = line.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            let is_removal = value.is_empty() || rest.to_ascii_lowercase().contains("max-age=0");
            if is_removal {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Submits a form the way a browser does: with the `Origin` of its own page.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).header(ORIGIN, self.origin()).form(fields)).await
    }

    /// `POST /api/command` with one frame.
    pub(crate) async fn command(&mut self, frame: &str) -> Answer {
        let request = self.request(Method::POST, "/api/command").header(ORIGIN, self.origin());
        self.send(request.header(CONTENT_TYPE, "application/json").body(frame.to_owned())).await
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("headers are text"))
    }

    /// Where a redirect leads; panics when this is none.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "not a redirect: {}", self.text());
        self.header(LOCATION.as_str()).expect("a redirect says where")
    }

    pub(crate) fn set_cookies(&self) -> Vec<String> {
        self.headers.get_all(SET_COOKIE).iter().map(|v| v.to_str().expect("cookies are text").to_owned()).collect()
    }

    /// Asserts the status, and shows the body where it is another.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "unexpected answer: {}", String::from_utf8_lossy(&self.body));
        self
    }

    /// What the page is born with, from its JSON.
    #[track_caller]
    pub(crate) fn page(&self) -> Page {
        self.try_page().unwrap_or_else(|| panic!("no page in status {}: {}", self.status, self.text()))
    }

    pub(crate) fn try_page(&self) -> Option<Page> {
        let text = self.text();
        let at = text.find("id=\"page\"")?;
        let start = at + text[at..].find('>')? + 1;
        let end = start + text[start..].find("</script>")?;
        Some(serde_json::from_str(&text[start..end]).expect("the page's JSON is a Page"))
    }

    /// The opening tag of the form field called `name`.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let text = self.text();
        let at = text.find(&format!("name=\"{name}\""))?;
        let start = text[..at].rfind('<')?;
        let end = at + text[at..].find('>')?;
        Some(&text[start..=end])
    }

    /// The problem that stands beside the field called `name`, found as assistive technology
    /// finds it: by `aria-describedby`.
    pub(crate) fn problem_beside(&self, name: &str) -> Option<String> {
        let field = self.field(name)?;
        if !field.contains("aria-invalid=\"true\"") {
            return None;
        }
        let ids = attribute(field, "aria-describedby")?;
        let text = self.text();
        let texts = ids.split_whitespace().filter_map(|id| {
            let at = text.find(&format!("id=\"{id}\""))?;
            let start = at + text[at..].find('>')? + 1;
            Some(plain(&text[start..start + text[start..].find("</p>").or_else(|| text[start..].find("</"))?]))
        });
        Some(texts.collect::<Vec<_>>().join(" "))
    }

    /// The value that the form field called `name` was filled with again.
    pub(crate) fn value_of(&self, name: &str) -> Option<String> {
        attribute(self.field(name)?, "value").map(|value| unescaped(&value))
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let marker = format!(" {name}=\"");
    let start = tag.find(&marker)? + marker.len();
    Some(tag[start..start + tag[start..].find('"')?].to_owned())
}

/// The text without tags, comments and entities.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    unescaped(&text).trim().to_owned()
}

fn unescaped(html: &str) -> String {
    let mut text = html.to_owned();
    for (entity, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, c);
    }
    text
}
