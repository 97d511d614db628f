//! What the service tells about itself.

use tests::App;

use super::whole;

#[test]
fn the_contract_is_served_as_it_is_made() {
    let app = App::start();
    let served = app.anonymous().get("/openapi.json").send().ok();
    let registry = api::http::routes::Registry::new(api::rooms::routes());
    let made = api::http::contract::text(&api::http::contract::contract(&registry));
    assert!(served.bytes == made.as_bytes());
    assert_eq!(served["openapi"], "3.1.0");
    let printed = tests::kes().arg("openapi").output().unwrap();
    assert!(printed.status.success() && printed.stdout == served.bytes);
}

#[test]
fn the_documentation_needs_no_internet() {
    let app = App::start();
    let anybody = app.anonymous();
    let page = anybody.get("/docs").send().ok();
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'self'")
    );
    let html = page.body.as_str().unwrap().to_owned();
    let mut files = Vec::new();
    for part in html
        .split(['"', '\''])
        .filter(|part| part.contains("://") || part.starts_with("./"))
    {
        assert!(!part.contains("://"), "the page asks for {part}");
        files.push(part.trim_start_matches("./").to_owned());
    }
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let reply = anybody.get(&format!("/docs/{file}")).send().ok();
        assert!(!reply.bytes.is_empty(), "{file}");
    }
    let start = anybody.get("/docs/swagger-initializer.js").send().ok();
    let start = start.body.as_str().unwrap();
    assert!(
        start.contains("/openapi.json") && !start.contains("://"),
        "{start}"
    );
}

#[test]
fn the_service_says_hello_and_how_it_is() {
    let app = App::start();
    let root = app.anonymous().get("/").send().ok();
    assert_eq!(root["name"], "kes");
    for link in ["contract", "docs", "health"] {
        app.anonymous()
            .get(root[link].as_str().unwrap())
            .send()
            .ok();
    }
    app.anonymous().get("/health/live").send().ok();
    let metrics = app.anonymous().get("/metrics").send().ok();
    let text = metrics.body.as_str().unwrap();
    assert!(
        text.contains("kes_http_requests_total{route=\"get_liveness\",status=\"200\"} 1"),
        "{text}"
    );
    app.inside().metrics().drain();
    let reply = whole(
        app.anonymous().get("/health/ready").send(),
        503,
        "unavailable",
    );
    assert_eq!(reply.header("retry-after"), "1");
    app.anonymous().get("/health/live").send().ok();
}
