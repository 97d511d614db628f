//! What brings children to an office or a home in Malaysia, in Malay.

use super::{Indicator, Order, Problem};
use crate::demo::cases::people::Who;

/// A child nobody looks after.
pub static NEGLECT: Problem = Problem {
    category: "child_neglect",
    who: Who::Child,
    channel: "agency_referral",
    agency: "Sekolah Kebangsaan",
    urgency: "urgent",
    order: None,
    told: [
        "Guru melaporkan dia datang lapar dan tertidur di kelas; ibunya bekerja malam dan bapanya di laut.",
        "Tidak hadir ke sekolah dua puluh hari; ditemui menjaga dua adik di rumah yang berkunci.",
    ],
    issue: "Tiada orang dewasa di rumah pada waktu malam.",
    cause: "environmental",
    needs: [3, 3, 2, 0, 3],
    hazard: (
        "Kebakaran atau kemalangan ketika kanak-kanak bersendirian.",
        3,
        4,
    ),
    measure: "Nenek tidur di rumah itu sehingga jadual ibu berubah.",
    resource: ("extended_family", "Neneknya tinggal dua lorong dari rumah."),
    wish: "Mahu ibu ada ketika tidur.",
    goal: "Ada orang dewasa setiap malam dan hadir ke sekolah.",
    criterion: "Hadir lima hari seminggu selama sebulan.",
    indicator: Indicator {
        name: "Hari hadir ke sekolah dalam seminggu",
        measure: "frequency",
        most: 5.0,
        from: 1.0,
        to: 5.0,
    },
    strategy: (
        "Mengubah jadual jagaan bersama keluarga besar dan majikan ibu.",
        "mediation",
        "casework",
        "mezzo",
    ),
    otherwise: "Keluarga angkat sementara di kampung yang sama.",
    title: "Jadual malam keluarga",
    sessions: [
        "Melukis rumah dan siapa yang tidur di mana; dia melukis nenek paling besar.",
        "Perbincangan dengan ibu, nenek dan penyelia kilang tentang syif siang.",
    ],
    crisis: "Adik bongsu tertelan minyak tanah ketika mereka bersendirian.",
    findings: "Kehadiran naik dan guru berkata dia mula bermain pada waktu rehat.",
    change: "Ibunya bekerja siang; kanak-kanak hadir ke sekolah dan makan pagi.",
    future: ("school", "Kelas pemulihan membaca sehingga akhir tahun."),
    scope: "academic",
};

/// A child who was hurt.
pub static ABUSE: Problem = Problem {
    category: "child_abuse",
    who: Who::Ward,
    channel: "agency_referral",
    agency: "Hospital, Pasukan SCAN",
    urgency: "emergency",
    order: Some(Order {
        kind: "statute",
        reference: "Akta Kanak-Kanak 2001, s. 18, fail",
        by: "Pelindung",
    }),
    told: [
        "Bekas pukulan pada kaki dan belakang; cerita orang dewasa tentang kejadian itu berubah-ubah.",
        "Kanak-kanak memberitahu jururawat bahawa dia dipukul dengan tali paip kerana terkencing.",
    ],
    issue: "Dipukul oleh orang yang menjaganya.",
    cause: "learned",
    needs: [3, 4, 2, 0, 2],
    hazard: ("Dicederakan semula jika pulang ke rumah yang sama.", 4, 5),
    measure: "Tinggal di tempat selamat; lawatan hanya dengan pengawasan.",
    resource: ("extended_family", "Ibu saudaranya sudi menjadi penjaga."),
    wish: "Mahu tidur dengan lampu terbuka dan tiada orang marah.",
    goal: "Selamat, pulih daripada ketakutan, dan dijaga tanpa pukulan.",
    criterion: "Tiada kecederaan baharu, dan tidur sepanjang malam lima hari seminggu.",
    indicator: Indicator {
        name: "Malam tidur lena dalam seminggu",
        measure: "frequency",
        most: 7.0,
        from: 1.0,
        to: 6.0,
    },
    strategy: (
        "Bermain dan melukis dengan kaunselor, dan latihan keibubapaan untuk penjaga.",
        "psychosocial_therapy",
        "casework",
        "micro",
    ),
    otherwise: "Penempatan jangka panjang dengan ibu saudara melalui mahkamah.",
    title: "Tempat selamat dan bermain untuk pulih",
    sessions: [
        "Bermain rumah-rumahan; boneka kecil disembunyikan, kemudian dikeluarkan semula.",
        "Berlatih dengan penjaga: apa yang dibuat apabila marah, sebelum tangan diangkat.",
    ],
    crisis: "Ahli keluarga cuba mengambilnya dari sekolah tanpa kebenaran.",
    findings: "Mimpi buruk berkurang; dia bercakap tentang kawan baharunya.",
    change: "Tinggal dengan ibu saudara, bersekolah, dan ketawa apabila bermain.",
    future: (
        "support",
        "Kaunseling sebulan sekali bersama ibu saudaranya.",
    ),
    scope: "behaviour",
};

/// A youth whom the parents could not keep.
pub static BEYOND_CONTROL: Problem = Problem {
    category: "child_beyond_control",
    who: Who::Youth,
    channel: "court_order",
    agency: "Mahkamah Bagi Kanak-Kanak",
    urgency: "routine",
    order: Some(Order {
        kind: "court_order",
        reference: "Kuching 87-",
        by: "Mahkamah Bagi Kanak-Kanak, Kuching",
    }),
    told: [
        "Lari dari rumah berkali-kali dan tidak bersekolah; ibu bapa memohon bantuan mahkamah.",
        "Keluar dengan kumpulan lumba haram setiap malam; bapa berkata dia tidak lagi didengar.",
    ],
    issue: "Pergaduhan setiap hari dengan ibu bapa dan tiada sekolah.",
    cause: "social_psychological",
    needs: [1, 4, 4, 2, 1],
    hazard: ("Lari dan kembali kepada kumpulan lama.", 3, 3),
    measure: "Warden malam, dan panggilan ke rumah setiap Ahad.",
    resource: (
        "interest",
        "Suka enjin dan boleh membuka motosikal sendiri.",
    ),
    wish: "Mahu belajar mekanik, bukan duduk dalam kelas.",
    goal: "Menguruskan marah tanpa bergaduh dan tamat latihan kemahiran.",
    criterion: "Tiada pergaduhan selama empat minggu.",
    indicator: Indicator {
        name: "Pergaduhan dalam seminggu",
        measure: "frequency",
        most: 20.0,
        from: 6.0,
        to: 0.0,
    },
    strategy: (
        "Melatih cara berhenti sebelum meletup, dalam kumpulan kecil di bengkel.",
        "cbt",
        "group_work",
        "micro",
    ),
    otherwise: "Mentor seorang dengan seorang jika kumpulan tidak sesuai.",
    title: "Berhenti, fikir, pilih",
    sessions: [
        "Main peranan: kawan mengejek motosikalnya; tiga jalan keluar dicuba.",
        "Panggilan video dengan bapa; lima minit pertama senyap, kemudian tentang enjin.",
    ],
    crisis: "Bergaduh di dorm dan keluar melalui pagar; ditemui di stesen bas.",
    findings: "Pergaduhan berkurang sejak bengkel bermula; guru memuji ketekunannya.",
    change: "Tiga minggu tanpa bergaduh dan pulang bercuti tanpa masalah.",
    future: (
        "school",
        "Kolej vokasional, jurusan mekanik, mulai Januari.",
    ),
    scope: "behaviour",
};

/// A youth who broke the law.
pub static IN_CONFLICT: Problem = Problem {
    category: "child_in_conflict_with_law",
    who: Who::Youth,
    channel: "court_order",
    agency: "Mahkamah Bagi Kanak-Kanak",
    urgency: "routine",
    order: Some(Order {
        kind: "court_order",
        reference: "Kuching 83-",
        by: "Mahkamah Bagi Kanak-Kanak, Kuching",
    }),
    told: [
        "Didapati bersalah mencuri motosikal bersama dua orang rakan; ini kali pertama.",
        "Memecah masuk kedai untuk rokok dan telefon; laporan akhlak menyebut bapa yang tiada.",
    ],
    issue: "Mengikut rakan tanpa memikirkan akibat.",
    cause: "learned",
    needs: [1, 3, 4, 2, 2],
    hazard: ("Mengulangi kesalahan apabila bertemu rakan lama.", 3, 3),
    measure: "Tidak keluar tanpa pegawai dalam bulan pertama.",
    resource: (
        "family_support",
        "Ibunya melawat setiap minggu walaupun jauh.",
    ),
    wish: "Mahu ibunya tidak menangis lagi di mahkamah.",
    goal: "Menamatkan tempoh perintah tanpa kesalahan dan bersedia untuk bekerja.",
    criterion: "Markah tingkah laku di asrama sekurang-kurangnya lapan daripada sepuluh.",
    indicator: Indicator {
        name: "Markah tingkah laku mingguan",
        measure: "score",
        most: 10.0,
        from: 4.0,
        to: 8.0,
    },
    strategy: (
        "Latihan kemahiran kerja kayu, dan perjumpaan memulihkan hubungan dengan mangsa.",
        "skills_training",
        "casework",
        "micro",
    ),
    otherwise: "Perintah khidmat masyarakat jika mangsa tidak mahu bertemu.",
    title: "Kerja kayu dan bertemu pemilik motosikal",
    sessions: [
        "Menulis surat kepada pemilik; draf ketiga barulah dia menyebut nama orang itu.",
        "Di bengkel kayu: kerusi pertamanya senget, dan dia membuatnya semula.",
    ],
    crisis: "Ditemui dengan telefon curi di bawah tilam; dua penghuni bergaduh kerananya.",
    findings: "Markah naik setiap minggu; pemilik motosikal menerima maafnya.",
    change: "Tiada kesalahan baharu, boleh membina perabot, dan bercakap jujur dengan ibunya.",
    future: (
        "income_or_work",
        "Perantis di kedai perabot milik rakan ibunya.",
    ),
    scope: "skills",
};
