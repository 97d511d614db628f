//! What people are called, people by people.

/// How the names of a people are made.
pub enum Naming {
    /// Own name, connector, father's name: *bin*, *a/l*, *anak*.
    Patronymic {
        /// The connector of a daughter and of a son.
        connector: (&'static str, &'static str),
        /// What fathers are called.
        fathers: &'static [&'static str],
    },
    /// The family's name stands first.
    FamilyFirst(&'static [&'static str]),
    /// The family's or clan's name stands last.
    FamilyLast(&'static [&'static str]),
    /// One name, and nothing else.
    Single,
}

/// A people, as far as a register knows it.
pub struct People {
    /// The languages of most, the best one first.
    pub languages: &'static [&'static str],
    /// What women are called, with how it is written in their own script where that is another.
    pub women: &'static [(&'static str, &'static str)],
    /// The same of men.
    pub men: &'static [(&'static str, &'static str)],
    /// How a whole name is made.
    pub naming: Naming,
}

/// Malays.
pub static MALAY: People = People {
    languages: &["ms"],
    women: &[
        ("Nor Azlina", ""),
        ("Siti Hajar", ""),
        ("Wan Rohaya", ""),
        ("Nurul Iffah", ""),
        ("Zaharah", ""),
        ("Kalsom", ""),
        ("Noraini", ""),
        ("Fatin Najwa", ""),
    ],
    men: &[
        ("Mohd Khairul", ""),
        ("Ahmad Fadhli", ""),
        ("Wan Ismail", ""),
        ("Muhammad Aqil", ""),
        ("Abdul Rahim", ""),
        ("Nik Hasbullah", ""),
        ("Zulkarnain", ""),
        ("Sa‘aidin", ""),
    ],
    naming: Naming::Patronymic {
        connector: ("binti", "bin"),
        fathers: &[
            "Che Harun",
            "Mat Zin",
            "Yaacob",
            "Abdul Ghani",
            "Deraman",
            "Mamat",
            "Awang Ali",
            "Salleh",
            "Wan Embong",
            "Jusoh",
        ],
    },
};

/// Malaysian Chinese; the second form is how they write themselves.
pub static CHINESE: People = People {
    languages: &["zh-Hans", "ms"],
    women: &[
        ("Siew Ling", "秀玲"),
        ("Mei Fong", "美凤"),
        ("Ai Choo", "爱珠"),
        ("Hui Min", "惠敏"),
    ],
    men: &[
        ("Kok Leong", "国良"),
        ("Chee Keong", "志强"),
        ("Ah Seng", "亚成"),
        ("Jun Wei", "俊伟"),
    ],
    naming: Naming::FamilyFirst(&["Bong", "Lau", "Kueh", "Ting", "Voon", "Chai"]),
};

/// Malaysian Indians; the second form is Tamil.
pub static INDIAN: People = People {
    languages: &["ta", "ms"],
    women: &[
        ("Kavitha", "கவிதா"),
        ("Letchumi", "லெட்சுமி"),
        ("Saraswathy", "சரஸ்வதி"),
    ],
    men: &[
        ("Muniandy", "முனியாண்டி"),
        ("Saravanan", "சரவணன்"),
        ("Arumugam", "ஆறுமுகம்"),
    ],
    naming: Naming::Patronymic {
        connector: ("a/p", "a/l"),
        fathers: &["Perumal", "Veloo", "Ramasamy", "Krishnan", "Suppiah"],
    },
};

/// Iban of Sarawak.
pub static IBAN: People = People {
    languages: &["iba", "ms"],
    women: &[
        ("Senang", ""),
        ("Dayang", ""),
        ("Imuk", ""),
        ("Lenta", ""),
        ("Agnes Bunga", ""),
    ],
    men: &[
        ("Ngumbang", ""),
        ("Bujang", ""),
        ("Jugah", ""),
        ("Entingi", ""),
        ("Christopher Sawing", ""),
    ],
    naming: Naming::Patronymic {
        connector: ("anak", "anak"),
        fathers: &[
            "Jali", "Unting", "Medan", "Gani", "Sulang", "Ranggau", "Brayun",
        ],
    },
};

/// Javanese, many of whom have one name only.
pub static JAVANESE: People = People {
    languages: &["jv", "id"],
    women: &[
        ("Suparmi", ""),
        ("Tuminah", ""),
        ("Wagiyem", ""),
        ("Lestari", ""),
    ],
    men: &[
        ("Wagiyo", ""),
        ("Sukirman", ""),
        ("Paijo", ""),
        ("Triyono", ""),
    ],
    naming: Naming::Single,
};

/// Batak, whose clan stands last.
pub static BATAK: People = People {
    languages: &["bbc", "id"],
    women: &[
        ("Tiurma", ""),
        ("Lamria", ""),
        ("Rosmauli", ""),
        ("Duma Sari", ""),
        ("Elfrida", ""),
    ],
    men: &[
        ("Parulian", ""),
        ("Maruli", ""),
        ("Binsar", ""),
        ("Hotman Tua", ""),
        ("Jonggi", ""),
    ],
    naming: Naming::FamilyLast(&[
        "Hutagalung",
        "Sihombing",
        "Lumban Gaol",
        "Tampubolon",
        "Nababan",
        "Silalahi",
    ]),
};

/// Bugis and Makassar.
pub static BUGIS: People = People {
    languages: &["bug", "id"],
    women: &[
        ("Andi Tenri", ""),
        ("Besse Intang", ""),
        ("Sitti Ramlah", ""),
        ("Nurhaedah", ""),
        ("I Mina", ""),
    ],
    men: &[
        ("Andi Mappatoba", ""),
        ("Ambo Tuwo", ""),
        ("Baharuddin", ""),
        ("La Ode Syafri", ""),
        ("Muh. Jufri", ""),
    ],
    naming: Naming::FamilyLast(&[
        "Daeng Ngai",
        "Daeng Sikki",
        "Daeng Bau",
        "Pawellangi",
        "Daeng Tonji",
    ]),
};
