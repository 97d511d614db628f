//! Values come back from both back-ends as they went in.

use crate::rig::{Fault, Place, on_postgres};
use api::db::types::{Bytes, Code, Id, Instant, Json, sql};
use api::db::{Db, Tx};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use domain::{record_id, vocabulary};
use serde_json::{Value, json};
use uuid::Uuid;

record_id!(ThingId, "A thing.");
vocabulary! {
    /// Colours.
    pub enum Colour ("colour", closed) {
        DeepRed = "deep_red" | "merah tua" | "merah tua" | "deep red" | "°",
        Blue = "blue" | "biru" | "biru" | "blue" | "°",
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql::{Id, Instant, Json};

    things (id) {
        id -> Id,
        at -> Instant,
        maybe_at -> Nullable<Instant>,
        doc -> Json,
        colour -> Text,
        born -> Date,
        bytes -> Binary,
        seq -> BigInt,
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = things)]
struct Thing {
    id: Id,
    at: Instant,
    maybe_at: Option<Instant>,
    doc: Json<Value>,
    colour: Code<Colour>,
    born: NaiveDate,
    bytes: Bytes,
    seq: i64,
}

fn place() -> Place {
    let place = Place::new();
    place.outside().run(if on_postgres() {
        "CREATE TABLE things (id uuid PRIMARY KEY, at timestamptz NOT NULL, maybe_at timestamptz,
         doc jsonb NOT NULL, colour text NOT NULL, born date NOT NULL, bytes bytea NOT NULL,
         seq bigint NOT NULL)"
    } else {
        "CREATE TABLE things (id BLOB PRIMARY KEY, at INTEGER NOT NULL, maybe_at INTEGER,
         doc TEXT NOT NULL CHECK (json_valid(doc)), colour TEXT NOT NULL, born TEXT NOT NULL,
         bytes BLOB NOT NULL, seq INTEGER NOT NULL) STRICT"
    });
    place
}

/// Numbers without pattern, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 11
    }

    fn text(&mut self) -> String {
        let pool = [
            'a', 'é', '界', '\'', '"', '\\', '\n', '😀', '%', '_', '\u{7f}', ' ',
        ];
        (0..self.next() % 20)
            .map(|_| pool[(self.next() % 12) as usize])
            .collect()
    }

    fn thing(&mut self, seq: i64) -> Thing {
        let micros = (self.next() % 8_000_000_000_000_000) as i64 - 4_000_000_000_000_000;
        let text = self.text();
        Thing {
            id: Id(Uuid::from_u64_pair(self.next() << 11, self.next() << 11)),
            at: Instant::from_micros(micros).unwrap(),
            maybe_at: (self.next().is_multiple_of(2))
                .then(|| Instant::from_micros(-micros).unwrap()),
            doc: Json(json!({ "text": text, "list": [self.next(), null, true, 1.5], "": {} })),
            colour: Code(if self.next().is_multiple_of(2) {
                Colour::Blue
            } else {
                Colour::DeepRed
            }),
            born: NaiveDate::from_num_days_from_ce_opt((self.next() % 1_000_000) as i32 + 400)
                .unwrap(),
            bytes: (0..self.next() % 40).map(|_| self.next() as u8).collect(),
            seq,
        }
    }
}

macro_rules! both {
    ($tx:expr, $conn:ident => $query:expr) => {
        match $tx {
            Tx::Sqlite($conn) => $query,
            Tx::Pg($conn) => $query,
        }
    };
}

#[actix_web::test]
async fn every_value_comes_back_as_it_went_in() {
    let place = place();
    let db = Db::open(&place.settings()).unwrap();
    let mut numbers = Numbers(7);
    let things: Vec<Thing> = (0..500).map(|seq| numbers.thing(seq)).collect();
    let sent = things.clone();
    db.write(move |tx| -> Result<(), Fault> {
        for thing in sent {
            both!(tx, conn => diesel::insert_into(things::table).values(thing).execute(*conn)?);
        }
        Ok(())
    })
    .await
    .unwrap();

    let back: Vec<Thing> = db
        .read(api::db::Lane::Interactive, |tx| -> Result<_, Fault> {
            Ok(both!(tx, conn => {
                things::table.order(things::seq).select(Thing::as_select()).load(*conn)?
            }))
        })
        .await
        .unwrap();
    assert_eq!(back, things);

    // The order of the database is the order of the types, and their bounds can be compared.
    let mut ids: Vec<(Instant, Id)> = things.iter().map(|thing| (thing.at, thing.id)).collect();
    ids.sort();
    let middle = ids[250];
    let (sorted, newest, after): (Vec<(Instant, Id)>, Option<Instant>, i64) = db
        .read_snapshot(api::db::Lane::Slow, move |tx| -> Result<_, Fault> {
            let order = things::table
                .order((things::at, things::id))
                .select((things::at, things::id));
            let newest = things::table.select(diesel::dsl::max(things::at));
            let after = things::table.filter(things::at.gt(middle.0)).count();
            Ok(both!(tx, conn => (
                order.load(*conn)?,
                newest.get_result(*conn)?,
                after.get_result(*conn)?,
            )))
        })
        .await
        .unwrap();
    assert_eq!(sorted, ids);
    assert_eq!(newest, Some(ids[499].0));
    assert_eq!(after, 249);
}

#[actix_web::test]
async fn a_time_is_cut_to_microseconds_when_it_is_made() {
    let time: DateTime<Utc> = "2026-03-01T08:00:00.123456Z".parse().unwrap();
    let instant = Instant::from(time + TimeDelta::nanoseconds(789));
    assert_eq!(instant, Instant(time));
    assert_eq!(Instant::from_micros(instant.micros()), Some(instant));
}

#[actix_web::test]
async fn a_typed_id_and_its_column_value_are_the_same() {
    let id = ThingId(Uuid::from_u128(7));
    assert_eq!(Id::from(id).to::<ThingId>(), id);
}

#[actix_web::test]
async fn a_word_that_is_not_in_the_list_is_an_error_and_no_guess() {
    let place = place();
    let db = Db::open(&place.settings()).unwrap();
    let result: Result<Code<Colour>, Fault> = db
        .read(api::db::Lane::Interactive, |tx| {
            let query = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>("'green'"));
            Ok(both!(tx, conn => query.get_result(*conn)?))
        })
        .await;
    assert!(matches!(result, Err(Fault::Statement(_))), "{result:?}");
}
