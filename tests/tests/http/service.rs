//! What the service tells about itself.

use tests::{App, cases::opened};

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

#[test]
fn the_process_guide_and_the_checklists_name_each_other() {
    let app = App::start();
    let guide = app.anonymous().get("/v1/process-guide").send().ok();
    let all = |list: &serde_json::Value| list.as_array().cloned().unwrap_or_default();
    let stages = all(&guide["stages"]);
    let codes = stages.iter().map(|stage| stage["stage"]["code"].clone());
    assert_eq!(
        codes.collect::<Vec<_>>(),
        [
            "intake",
            "assessment",
            "intervention",
            "monitoring",
            "termination"
        ]
    );
    let processes: Vec<_> = stages
        .iter()
        .flat_map(|one| all(&one["processes"]))
        .collect();
    assert_eq!(processes.len(), 21);
    let tell = processes
        .iter()
        .find(|one| one["process"]["code"] == "notify_readiness");
    let tell = tell.cloned().unwrap_or_default();
    for lang in ["ms", "id", "en"] {
        let text = tell["activities"][0]["labels"][lang].as_str();
        assert!(text.is_some_and(|text| !text.is_empty()), "{lang}");
    }
    let case = opened(&app, "older_person").id();
    let siti = app.as_caseworker();
    let mut linked = 0;
    for query in [
        "to=intervention",
        "to=monitoring",
        "to=termination&reason=goals_achieved",
        "to=closed",
    ] {
        let path = format!("/v1/cases/{case}/checklist?{query}");
        for item in all(&siti.get(&path).send().ok()["items"]) {
            let back: Vec<_> = processes
                .iter()
                .filter(|one| {
                    all(&one["requirements"])
                        .iter()
                        .any(|it| it["code"] == item["code"])
                })
                .map(|one| one["process"]["code"].clone())
                .collect();
            assert_eq!(back, Vec::from_iter(item.get("process").cloned()), "{item}");
            linked += back.len();
        }
    }
    assert!(linked >= 12, "{linked}");
}
