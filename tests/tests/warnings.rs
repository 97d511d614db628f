//! What is odd but not wrong is told in the language of who asks, and once told stays so.

use serde_json::json;
use tests::App;

#[test]
fn a_warning_speaks_the_callers_language_and_a_repeated_answer_the_first_one() {
    let app = App::start();
    let siti = app.as_caseworker();
    let register = |key: &str, language: &str| {
        let person = json!({"full_name": "Tok Wan", "birth_date": "1904-01-01"});
        siti.post("/v1/persons", person)
            .key(key)
            .header("accept-language", language)
            .send()
            .created()
    };
    let first = register("one", "ms");
    assert_eq!(first.warnings(), ["unusual_age"]);
    let told = |reply: &tests::Reply| reply["warnings"][0]["detail"].clone();
    assert!(told(&first).to_string().contains("Semak tarikh lahir"));
    let again = register("one", "en");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(told(&again), told(&first));
    let other = register("two", "en");
    assert!(told(&other).to_string().contains("Check the birth date"));
}
