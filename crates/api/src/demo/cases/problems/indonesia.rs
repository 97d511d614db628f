//! What brings grown-ups to a city's social office in Indonesia, in Indonesian.

use super::{Indicator, Problem};
use crate::demo::cases::people::Who;

/// An older person who lives alone.
pub static OLDER_PERSON: Problem = Problem {
    category: "older_person",
    who: Who::Older,
    channel: "complaint",
    agency: "",
    urgency: "routine",
    order: None,
    told: [
        "Dilaporkan ketua RT: tinggal sendiri di gubuk tepi rel, makan dari pemberian tetangga.",
        "Anak-anaknya di seberang pulau dan tidak dapat dihubungi; penglihatannya hampir hilang.",
    ],
    issue: "Hidup sendiri tanpa penghasilan dan tanpa perawatan.",
    cause: "biological",
    needs: [3, 2, 4, 1, 3],
    hazard: (
        "Tersesat atau terjatuh karena tidak lagi melihat jelas.",
        3,
        3,
    ),
    measure: "Tali pegangan dari pintu ke sumur dipasang tetangga.",
    resource: (
        "community",
        "Posyandu lansia berkumpul di balai RW setiap Kamis.",
    ),
    wish: "Ingin tetap dekat makam istrinya.",
    goal: "Makan cukup, mata dioperasi, dan ada yang menjenguk setiap hari.",
    criterion: "Dijenguk setiap hari selama sebulan menurut buku jaga RT.",
    indicator: Indicator {
        name: "Hari dijenguk dalam seminggu",
        measure: "frequency",
        most: 7.0,
        from: 2.0,
        to: 7.0,
    },
    strategy: (
        "Menyusun jaga bergilir dengan RT dan menghubungkan ke operasi katarak gratis.",
        "network_building",
        "community_work",
        "mezzo",
    ),
    otherwise: "Panti werdha dengan kunjungan ke makam setiap bulan.",
    title: "Jaga bergilir dan operasi katarak",
    sessions: [
        "Duduk di bale-bale sambil menyusun jadwal dengan ibu-ibu RT; beliau hafal semua nama.",
        "Mengantar pemeriksaan mata; takut pada jarum, tenang ketika tangannya dipegang.",
    ],
    crisis: "Ditemukan pingsan di dekat sumur pada siang hari yang terik.",
    findings: "Operasi mata pertama berhasil; buku jaga terisi hampir setiap hari.",
    change: "Melihat lagi, makan teratur, dan menjadi pencerita di posyandu.",
    future: (
        "support",
        "Jaga bergilir diteruskan RT; dapur umum mengantar makan siang.",
    ),
    scope: "social_functioning",
};

/// Somebody whose house the flood took.
pub static DISASTER: Problem = Problem {
    category: "disaster_victim",
    who: Who::Adult,
    channel: "outreach",
    agency: "",
    urgency: "urgent",
    order: None,
    told: [
        "Rumah di bantaran sungai hanyut dalam banjir; sekeluarga tidur di masjid.",
        "Kehilangan perahu dan jaring; tidak mau meninggalkan tenda karena menunggu kabar adiknya.",
    ],
    issue: "Kehilangan rumah dan mata pencaharian sekaligus.",
    cause: "environmental",
    needs: [4, 4, 2, 2, 4],
    hazard: ("Putus asa ketika hujan turun lagi.", 2, 4),
    measure: "Relawan tidur di tenda yang sama selama musim hujan.",
    resource: (
        "religious_association",
        "Pengurus masjid membuka dapur dan tempat simpan barang.",
    ),
    wish: "Ingin melaut lagi sebelum musim angin barat.",
    goal: "Tinggal di hunian tetap dan kembali bekerja.",
    criterion: "Masuk hunian tetap dan melaut empat hari seminggu.",
    indicator: Indicator {
        name: "Hari bekerja dalam seminggu",
        measure: "frequency",
        most: 7.0,
        from: 0.0,
        to: 4.0,
    },
    strategy: (
        "Dukungan psikososial sambil mengurus data korban, hunian dan bantuan perahu.",
        "psychosocial_therapy",
        "casework",
        "micro",
    ),
    otherwise: "Kerja di tambak milik kerabat sampai perahu datang.",
    title: "Dari tenda ke laut",
    sessions: [
        "Mendengarkan cerita malam banjir sampai selesai, tanpa memotong.",
        "Mengisi formulir hunian dan memotret sisa fondasi rumah.",
    ],
    crisis: "Hujan deras menimbulkan kepanikan; ia berlari ke sungai mencari adiknya.",
    findings: "Tidur lebih nyenyak, dan perahu kelompok mulai dipakai bergantian.",
    change: "Menempati hunian tetap dan memimpin kelompok nelayan kecil.",
    future: (
        "housing",
        "Hunian tetap blok C; cicilan perahu lewat kelompok.",
    ),
    scope: "economic",
};

/// Somebody who came back from forced work.
pub static TRAFFICKING: Problem = Problem {
    category: "trafficking_victim",
    who: Who::Woman,
    channel: "agency_referral",
    agency: "Balai Pelayanan Pelindungan Pekerja Migran",
    urgency: "urgent",
    order: None,
    told: [
        "Dipulangkan setelah dua tahun bekerja tanpa upah; paspornya ditahan majikan.",
        "Dijanjikan pekerjaan di restoran, lalu dikurung; lari lewat jendela dan ditolong sopir truk.",
    ],
    issue: "Takut, malu pulang, dan masih berutang pada perekrut.",
    cause: "social_psychological",
    needs: [2, 4, 3, 2, 3],
    hazard: ("Didatangi perekrut yang menagih utang.", 3, 5),
    measure: "Alamat dirahasiakan dan polisi mengetahui nama perekrut.",
    resource: (
        "family_support",
        "Adiknya menjemput di bandara dan tidak banyak bertanya.",
    ),
    wish: "Ingin upahnya dibayar dan namanya bersih.",
    goal: "Aman, pulih, dan mempunyai penghasilan sendiri.",
    criterion: "Tidak ada ancaman selama delapan minggu dan gaji pertama diterima.",
    indicator: Indicator {
        name: "Rasa aman menurut dirinya",
        measure: "rating",
        most: 10.0,
        from: 1.0,
        to: 7.0,
    },
    strategy: (
        "Konseling, pendampingan hukum atas upah, dan pelatihan tata boga.",
        "counselling",
        "casework",
        "micro",
    ),
    otherwise: "Rumah aman di provinsi lain.",
    title: "Aman dahulu, lalu upah",
    sessions: [
        "Menuliskan kejadian menurut urutannya, hanya sejauh yang ia mau.",
        "Bersama pengacara menghitung upah yang belum dibayar.",
    ],
    crisis: "Seorang tak dikenal menunggu di depan rumah adiknya dan menyebut namanya.",
    findings: "Laporan polisi diterima; ia mengikuti pelatihan setiap hari.",
    change: "Bekerja di dapur hotel dan menjadi saksi dengan tenang.",
    future: (
        "income_or_work",
        "Kontrak kerja setahun di hotel; sidang dilanjutkan dengan pendamping.",
    ),
    scope: "social_functioning",
};

/// A person with a disability who stays at home.
pub static DISABILITY: Problem = Problem {
    category: "disability",
    who: Who::Adult,
    channel: "walk_in",
    agency: "",
    urgency: "routine",
    order: None,
    told: [
        "Tuli sejak kecil; keluarga hanya memakai isyarat rumah, dan ia tidak pernah bersekolah.",
        "Lumpuh sebelah setelah stroke; kehilangan pekerjaan di bengkel.",
    ],
    issue: "Tidak bekerja dan hampir tidak bertemu siapa pun.",
    cause: "biological",
    needs: [2, 3, 4, 0, 3],
    hazard: ("Murung berkepanjangan karena terkurung di rumah.", 2, 3),
    measure: "Kunjungan teman sebaya setiap Sabtu.",
    resource: (
        "club_or_organisation",
        "Komunitas penyandang disabilitas kota punya bengkel kecil.",
    ),
    wish: "Ingin punya teman yang mengerti.",
    goal: "Berkomunikasi dengan orang lain dan bekerja paruh waktu.",
    criterion: "Mengikuti kegiatan komunitas tiga kali seminggu.",
    indicator: Indicator {
        name: "Kegiatan di luar rumah dalam seminggu",
        measure: "frequency",
        most: 10.0,
        from: 0.0,
        to: 3.0,
    },
    strategy: (
        "Pendampingan ke komunitas dan pelatihan kerja dengan juru bahasa.",
        "accompaniment",
        "resource_linkage",
        "mezzo",
    ),
    otherwise: "Pelatihan di rumah oleh relawan.",
    title: "Keluar rumah bersama teman sebaya",
    sessions: [
        "Pertama kali naik angkot bersama ke bengkel komunitas.",
        "Berlatih memperkenalkan diri; tertawa ketika keliru.",
    ],
    crisis: "Jatuh dari tangga ketika sendirian dan baru ditemukan sore hari.",
    findings: "Datang ke bengkel dua sampai tiga kali seminggu tanpa diantar.",
    change: "Bekerja paruh waktu dan mengajar isyarat kepada keponakannya.",
    future: ("income_or_work", "Upah harian di bengkel komunitas."),
    scope: "skills",
};

/// A person with a mental illness who was locked in.
pub static MENTAL_HEALTH: Problem = Problem {
    category: "mental_health",
    who: Who::Adult,
    channel: "complaint",
    agency: "",
    urgency: "urgent",
    order: None,
    told: [
        "Dikurung keluarganya di kamar belakang sejak setahun karena mengamuk; obat terputus.",
        "Berjalan tanpa tujuan di terminal; keluarga di luar kota mencarinya berbulan-bulan.",
    ],
    issue: "Pengobatan terputus dan keluarga takut.",
    cause: "biological",
    needs: [3, 4, 4, 1, 2],
    hazard: ("Dikurung kembali ketika gejala muncul.", 3, 4),
    measure: "Kader desa datang dua hari sekali; puskesmas siaga.",
    resource: ("family_support", "Kakaknya mau belajar merawat."),
    wish: "Ingin mandi di sungai seperti dulu.",
    goal: "Bebas di rumah, minum obat teratur, dan kembali bekerja ringan.",
    criterion: "Minum obat enam hari seminggu selama enam minggu.",
    indicator: Indicator {
        name: "Hari minum obat dalam seminggu",
        measure: "frequency",
        most: 7.0,
        from: 0.0,
        to: 6.0,
    },
    strategy: (
        "Melanjutkan pengobatan lewat puskesmas dan menguatkan keluarga serta tetangga.",
        "psychosocial_therapy",
        "casework",
        "micro",
    ),
    otherwise: "Rawat inap singkat dengan persetujuan keluarga.",
    title: "Pintu terbuka, obat teratur",
    sessions: [
        "Melepas gembok bersama kader dan kakaknya; ia meminta teh.",
        "Berjalan ke sungai dan pulang sebelum panas.",
    ],
    crisis: "Memecahkan kaca dan melukai tangannya sendiri.",
    findings: "Gejala mereda; ia menyapu halaman setiap pagi.",
    change: "Tinggal bebas, membantu di kebun, dan dikenal tetangga kembali.",
    future: ("health", "Kontrol bulanan di puskesmas diantar kakaknya."),
    scope: "health",
};
