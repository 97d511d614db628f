//! The list of acknowledged writes. What is on it is on the disk before it counts.

use std::{
    fs::File,
    io::{BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Condvar, Mutex},
    time::Duration,
};

use serde_json::{Value, json};
use uuid::Uuid;

use super::Findings;
use crate::story::Wish;

/// The list, in a file of one JSON line for each write, in the order of their acknowledgement.
pub struct Ledger {
    path: PathBuf,
    book: Mutex<Book>,
    turn: Condvar,
    read: u64,
}

struct Book {
    file: Option<File>,
    unwritten: Vec<u8>,
    entered: usize,
    durable: usize,
}

/// An acknowledged write, read back from the list.
pub struct Entry {
    /// Its key, which is its request id as well.
    pub key: String,
    /// How many events it leaves.
    pub events: usize,
    /// The table of the record it made or changed, with what the record holds now.
    pub table: String,
    /// The record, without dashes.
    pub record: String,
    /// The version of the record after it.
    pub version: i64,
    /// What the record says after it, where the driver knows.
    pub text: Option<String>,
}

impl Ledger {
    pub fn new(path: &Path) -> Self {
        let file = File::create_new(path).unwrap();
        // The name of the file must be as durable as what will be in it.
        File::open(path.parent().unwrap())
            .unwrap()
            .sync_all()
            .unwrap();
        let book = Book {
            file: Some(file),
            unwritten: Vec::new(),
            entered: 0,
            durable: 0,
        };
        Self {
            path: path.to_owned(),
            book: Mutex::new(book),
            turn: Condvar::new(),
            read: 0,
        }
    }

    /// Enters a write. Returns when it is durable; whoever comes first writes for all who wait.
    pub fn enter(&self, wish: &Wish, record: Uuid, version: i64) {
        let mut line = json!({
            "key": wish.key, "events": wish.events, "table": wish.table,
            "record": record.simple().to_string(), "version": version, "text": wish.text,
        })
        .to_string();
        line.push('\n');
        let mut book = self.book.lock().unwrap();
        book.unwritten.extend_from_slice(line.as_bytes());
        book.entered += 1;
        let mine = book.entered;
        while book.durable < mine {
            let Some(mut file) = book.file.take() else {
                book = self.turn.wait(book).unwrap();
                continue;
            };
            let (lines, last) = (std::mem::take(&mut book.unwritten), book.entered);
            drop(book);
            file.write_all(&lines).unwrap();
            file.sync_data().unwrap();
            book = self.book.lock().unwrap();
            book.file = Some(file);
            book.durable = last;
            self.turn.notify_all();
        }
    }

    /// How many writes are on the list.
    pub fn count(&self) -> usize {
        self.book.lock().unwrap().durable
    }

    /// Waits until that many are.
    pub fn wait_for(&self, count: usize, patience: Duration) -> Result<(), Findings> {
        let book = self.book.lock().unwrap();
        let few = |book: &mut Book| book.durable < count;
        let (book, waited) = self.turn.wait_timeout_while(book, patience, few).unwrap();
        if waited.timed_out() {
            let durable = book.durable;
            return Err(vec![format!(
                "only {durable} of {count} writes were answered in {patience:?}"
            )]);
        }
        Ok(())
    }

    /// What was entered since the last call, from the file.
    pub fn read_on(&mut self) -> Vec<Entry> {
        let mut file = BufReader::new(File::open(&self.path).unwrap());
        file.seek(SeekFrom::Start(self.read)).unwrap();
        let mut entries = Vec::new();
        let mut line = String::new();
        while file.read_line(&mut line).unwrap() > 0 {
            self.read += line.len() as u64;
            entries.push(Entry::parse(&line));
            line.clear();
        }
        entries
    }
}

impl Entry {
    fn parse(line: &str) -> Self {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        Self {
            key: text("key"),
            events: usize::try_from(line["events"].as_u64().unwrap()).unwrap(),
            table: text("table"),
            record: text("record"),
            version: line["version"].as_i64().unwrap(),
            text: line["text"].as_str().map(str::to_owned),
        }
    }
}
