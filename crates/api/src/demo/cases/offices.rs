//! Where the generated cases are worked on: offices and institutions of their own, so that the file
//! numbers and log-ins of the stories stay theirs.

use chrono::{DateTime, Duration, Utc};
use domain::parties::unit::Country;
use serde_json::{Value, json};

use super::super::story::Step;
use super::names::{BATAK, BUGIS, CHINESE, IBAN, INDIAN, JAVANESE, MALAY, People};

/// A unit whose cases are told.
pub struct Office {
    /// What its answers are saved under.
    pub key: &'static str,
    /// The country.
    pub country: Country,
    /// The code of the state, for a MyKad, or of the regency, for an NIK.
    pub place_code: u32,
    /// When its workers record, in minutes after midnight in Greenwich.
    opens: i64,
    /// Who comes, the more often the more often named.
    pub peoples: &'static [&'static People],
    /// State or province, district or regency.
    pub area: (&'static str, &'static str),
    /// Subdistricts with a village in each.
    pub places: &'static [(&'static str, &'static str)],
    /// The caseworkers, by turns.
    pub workers: &'static [&'static str],
    /// Who decides.
    pub superior: &'static str,
}

impl Office {
    /// How long after midnight in Greenwich its workers record what they did.
    pub const fn opens(&self) -> Duration {
        Duration::minutes(self.opens)
    }

    /// What people pay with.
    pub const fn currency(&self) -> &'static str {
        match self.country {
            Country::My => "MYR",
            Country::Id => "IDR",
        }
    }

    /// The smallest note, in the smallest unit of the currency.
    pub const fn smallest_note(&self) -> i64 {
        match self.country {
            Country::My => 100,
            Country::Id => 100_000,
        }
    }
}

/// Kuching.
pub static KUCHING: Office = Office {
    key: "kuching",
    country: Country::My,
    place_code: 13,
    opens: 120,
    peoples: &[&IBAN, &IBAN, &CHINESE, &MALAY],
    area: ("Sarawak", "Kuching"),
    places: &[
        ("Kuching", "Kampung Gita"),
        ("Padawan", "Kampung Landeh"),
        ("Kuching", "Taman Malihah"),
        ("Siburan", "Rumah Panjang Entingan"),
    ],
    workers: &["jelian", "siewhui"],
    superior: "rosmah",
};

/// The children's home near Kuching.
pub static SANTUBONG: Office = Office {
    key: "santubong",
    country: Country::My,
    place_code: 13,
    opens: 150,
    peoples: &[&IBAN, &MALAY, &CHINESE],
    area: ("Sarawak", "Kuching"),
    places: &[
        ("Santubong", "Kampung Buntal"),
        ("Kuching", "Kampung Tabuan"),
    ],
    workers: &["magdalene"],
    superior: "hamdan",
};

/// Kota Bharu.
pub static KOTA_BHARU: Office = Office {
    key: "kota_bharu",
    country: Country::My,
    place_code: 3,
    opens: 90,
    peoples: &[&MALAY, &MALAY, &MALAY, &CHINESE, &INDIAN],
    area: ("Kelantan", "Kota Bharu"),
    places: &[
        ("Kemumin", "Kampung Pengkalan Chepa"),
        ("Kubang Kerian", "Kampung Demit"),
        ("Salor", "Kampung Peringat"),
    ],
    workers: &["solehah", "azhari"],
    superior: "nikmah",
};

/// Makassar.
pub static MAKASSAR: Office = Office {
    key: "makassar",
    country: Country::Id,
    place_code: 7371,
    opens: 60,
    peoples: &[&BUGIS, &BUGIS, &JAVANESE],
    area: ("Sulawesi Selatan", "Kota Makassar"),
    places: &[
        ("Tallo", "Kelurahan Rappokalling"),
        ("Biringkanaya", "Kelurahan Untia"),
        ("Tamalate", "Kelurahan Barombong"),
    ],
    workers: &["rahmawati", "arsyad"],
    superior: "tenri",
};

/// Medan.
pub static MEDAN: Office = Office {
    key: "medan",
    country: Country::Id,
    place_code: 1271,
    opens: 180,
    peoples: &[&BATAK, &BATAK, &JAVANESE],
    area: ("Sumatera Utara", "Kota Medan"),
    places: &[
        ("Medan Labuhan", "Kelurahan Pekan Labuhan"),
        ("Medan Tembung", "Kelurahan Bantan"),
        ("Medan Johor", "Kelurahan Kwala Bekala"),
    ],
    workers: &["togar", "lina"],
    superior: "rotua",
};

/// Units: what each is saved under, who makes it, above it, kind, country, code, name, time zone, weekend.
const UNITS: [[&str; 9]; 7] = [
    [
        "sarawak",
        "pentadbir",
        "{hq_my/unit/id}",
        "state_office",
        "MY",
        "JKMN-SWK",
        "JKM Negeri Sarawak",
        "Asia/Kuching",
        WESTERN,
    ],
    [
        "kuching",
        "pentadbir",
        "{sarawak/id}",
        "district_office",
        "MY",
        "PKMD-KCH",
        "Pejabat Kebajikan Masyarakat Daerah Kuching",
        "Asia/Kuching",
        WESTERN,
    ],
    [
        "santubong",
        "pentadbir",
        "{sarawak/id}",
        "institution",
        "MY",
        "RKK-STB",
        "Rumah Kanak-Kanak Santubong",
        "Asia/Kuching",
        WESTERN,
    ],
    [
        "kelantan",
        "pentadbir",
        "{hq_my/unit/id}",
        "state_office",
        "MY",
        "JKMN-KTN",
        "JKM Negeri Kelantan",
        "Asia/Kuala_Lumpur",
        EASTERN,
    ],
    [
        "kota_bharu",
        "pentadbir",
        "{kelantan/id}",
        "district_office",
        "MY",
        "PKMD-KBR",
        "Pejabat Kebajikan Masyarakat Daerah Kota Bharu",
        "Asia/Kuala_Lumpur",
        EASTERN,
    ],
    [
        "makassar",
        "administrator",
        "{hq_id/unit/id}",
        "district_office",
        "ID",
        "DINSOS-MKS",
        "Dinas Sosial Kota Makassar",
        "Asia/Makassar",
        WESTERN,
    ],
    [
        "medan",
        "administrator",
        "{hq_id/unit/id}",
        "district_office",
        "ID",
        "DINSOS-MDN",
        "Dinas Sosial Kota Medan",
        "Asia/Jakarta",
        WESTERN,
    ],
];

const WESTERN: &str = "saturday sunday";
const EASTERN: &str = "friday saturday";

/// Workers: user name, full name, position, unit, role.
const WORKERS: [(&str, &str, &str, &str, &str); 15] = [
    (
        "dayang",
        "Dayang Zuraidah binti Awang Bujang",
        "Pengarah Negeri",
        "sarawak",
        "director",
    ),
    (
        "rosmah",
        "Rosmah binti Drahman",
        "Penyelia",
        "kuching",
        "supervisor",
    ),
    (
        "jelian",
        "Jelian anak Ranggau",
        "Pegawai Kebajikan Masyarakat",
        "kuching",
        "caseworker",
    ),
    (
        "siewhui",
        "Chai Siew Hui",
        "Pegawai Kebajikan Masyarakat",
        "kuching",
        "caseworker",
    ),
    (
        "hamdan",
        "Hamdan bin Sirat",
        "Pengetua",
        "santubong",
        "supervisor",
    ),
    (
        "magdalene",
        "Magdalene anak Saga",
        "Kaunselor",
        "santubong",
        "caseworker",
    ),
    (
        "nikmah",
        "Nik Mahani binti Nik Man",
        "Penyelia",
        "kota_bharu",
        "supervisor",
    ),
    (
        "solehah",
        "Solehah binti Che Noh",
        "Pegawai Kebajikan Masyarakat",
        "kota_bharu",
        "caseworker",
    ),
    (
        "azhari",
        "Azhari bin Daud",
        "Penolong Pegawai Kebajikan Masyarakat",
        "kota_bharu",
        "caseworker",
    ),
    (
        "tenri",
        "Andi Tenri Olle",
        "Supervisor Pekerja Sosial",
        "makassar",
        "supervisor",
    ),
    (
        "rahmawati",
        "Rahmawati Daeng Kebo",
        "Pekerja Sosial",
        "makassar",
        "caseworker",
    ),
    (
        "arsyad",
        "Muhammad Arsyad",
        "Pendamping PKH",
        "makassar",
        "caseworker",
    ),
    (
        "rotua",
        "Rotua Siregar",
        "Supervisor Pekerja Sosial",
        "medan",
        "supervisor",
    ),
    (
        "togar",
        "Togar Simanjuntak",
        "Pekerja Sosial",
        "medan",
        "caseworker",
    ),
    (
        "lina",
        "Herlina Br. Ginting",
        "Pendamping PKH",
        "medan",
        "caseworker",
    ),
];

/// Registers units and workers.
pub fn register(at: DateTime<Utc>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut tell = |who: &str, request: String, body: Value, save: &str| {
        steps.push(Step {
            say: request.clone(),
            at: Some(at),
            who: who.to_owned(),
            request,
            body: Some(body),
            expect: 201,
            save: (!save.is_empty()).then(|| save.to_owned()),
            ..Step::default()
        });
    };
    for [key, who, parent, kind, country, code, name, zone, weekend] in UNITS {
        let weekend: Vec<_> = weekend.split(' ').collect();
        let body = json!({"parent_id": parent, "kind": kind, "country": country, "code": code,
            "name": name, "time_zone": zone, "weekend": weekend});
        tell(who, "POST /v1/units".into(), body, key);
    }
    for (username, full_name, position, unit, role) in WORKERS {
        let who = UNITS.iter().find(|it| it[0] == unit).map_or("", |it| it[1]);
        let unit_id = format!("{{{unit}/id}}");
        let body = json!({"username": username, "full_name": full_name, "position": position,
            "unit_id": unit_id});
        tell(who, "POST /v1/workers".into(), body, username);
        let grants = format!("POST /v1/workers/{{{username}/id}}/grants");
        tell(who, grants, json!({"role": role, "unit_id": unit_id}), "");
    }
    steps
}

/// The full name of a worker.
pub fn full_name(username: &str) -> &'static str {
    let known = WORKERS.iter().find(|it| it.0 == username);
    known.map_or("", |it| it.1)
}
