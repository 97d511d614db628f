//! Who is calling: log-in, guessing, tokens, sessions, passwords, machines.
mod forged;
mod guesses;
mod keys;
mod log_in;
mod machines;
mod password;
mod refresh;
mod sessions;

use serde_json::json;
use tests::{App, Client, PASSWORD, Reply};

/// A log-in with this password.
fn log_in(client: &Client, username: &str, password: &str) -> Reply {
    let body = json!({"username": username, "password": password});
    client.post("/v1/sessions", body).send()
}

/// The tokens of a new session of Siti's.
fn opened(app: &App) -> Reply {
    log_in(&app.anonymous(), "siti", PASSWORD).created()
}

/// Asks for the next pair of tokens.
fn refresh(app: &App, token: &str) -> Reply {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
    app.anonymous().form("/oauth/token", &fields).send()
}

fn text(reply: &Reply, name: &str) -> String {
    reply[name].as_str().unwrap().to_owned()
}

/// Whether an access token opens anything.
fn is_good(app: &App, token: &str) -> bool {
    let reply = app.with_token(token).get("/v1/me").send();
    match reply.status {
        200 => true,
        _ => {
            reply.problem(401, "unauthenticated");
            false
        }
    }
}
