//! Malay.

use super::{Ends, Phrases};

/// The wordings.
pub static MALAY: Phrases = Phrases {
    parents: [("ibu", true), ("bapa", false)],
    aunts: [("ibu saudara", true), ("nenek saudara", true)],
    siblings: [("kakak", true), ("abang", false)],
    children: [("anak perempuan", true), ("anak lelaki", false)],
    besides: &[
        "Ketua kampung mengenali keluarga ini.",
        "Sebelum ini tidak pernah meminta bantuan mana-mana pejabat.",
        "Datang dengan salinan bil dan surat; kebanyakannya sudah luput.",
        "Boleh dihubungi pada waktu petang sahaja.",
        "Seorang jiran menawarkan diri untuk menjadi penghubung.",
    ],
    child_views: &[
        "Dia mengangguk dan bertanya sama ada boleh membawa adiknya.",
        "Dia mahu, asalkan gurunya tidak diberitahu semuanya.",
        "Dia berkata boleh, tetapi mahu duduk dekat pintu.",
    ],
    rights: &[
        "Diterangkan dengan gambar; dia bertanya siapa yang membaca failnya.",
        "Diterangkan dua kali; risalah ditinggalkan di rumah.",
    ],
    elements: [
        "Dicapai dalam dua kali perbincangan.",
        "Semua pihak memahami perkara yang hendak diubah.",
        "Setiap pihak menerima cara kerja yang lain.",
        "Klien mendapat sokongan; pejabat mendapat maklumat yang benar.",
        "Seperti yang tertulis bagi setiap pihak di bawah.",
        "Janji temu ditepati atau dimaklumkan sehari sebelumnya.",
        "Sehingga matlamat disemak pada bulan ketiga.",
    ],
    duties: [
        "Hadir pada janji temu dan memberitahu jika keadaan berubah.",
        "Melawat, menyelaras bantuan dan merekod kemajuan.",
        "Menyediakan kenderaan, borang dan kelulusan tepat pada masanya.",
    ],
    acceptances: &[
        "Lengkap; lawat minggu ini.",
        "Terima. Maklumkan perkembangan.",
    ],
    missing: "Sila hantar surat rujukan dan dokumen pengenalan yang masih berlaku.",
    visits: &[
        "Disambut baik; rumah bersih tetapi peti ais kosong.",
        "Bercakap di beranda; tidak mahu masuk ke rumah pada lawatan pertama.",
        "Ditemui bersama keluarga; semua orang bercakap serentak, klien paling sedikit.",
    ],
    tasks: &[
        "Dapatkan salinan sijil kelahiran daripada Jabatan Pendaftaran Negara.",
        "Telefon klinik tentang tarikh temu janji seterusnya.",
        "Tanya ketua kampung tentang bantuan baik pulih rumah.",
    ],
    roles: [
        "Membuat bahagiannya setiap hari dan mencatat dalam buku.",
        "Mengingatkan, menemani, dan memberitahu jika ada perubahan.",
    ],
    term: "Sumbernya ada sekarang dan boleh digerakkan segera.",
    unwilling: "Tidak mahu menandatangani apa-apa buat masa ini, tetapi tidak membantah kerja itu.",
    approvals: &[
        "Teruskan; semak selepas dua bulan.",
        "Pelan yang baik dan boleh diukur.",
    ],
    responses: &[
        "Mula-mula diam, kemudian bertanya banyak soalan.",
        "Letih tetapi berpuas hati.",
        "Ketawa buat kali pertama.",
        "Tidak bersetuju pada dua perkara, dan perkara itu diubah.",
    ],
    next_steps: &[
        "Lawatan lagi minggu depan pada waktu yang sama.",
        "Klien mencuba sendiri dahulu dan menelefon hari Khamis.",
        "Ajak keluarga pada sesi berikutnya.",
    ],
    monitoring: [
        "Lawatan rumah dan buku catatan klien.",
        "Borang pemantauan mingguan",
        "Tidak menunjukkan mutu, hanya bilangan.",
    ],
    observed: &[
        "Mengikut buku catatan.",
        "Seperti diceritakan oleh keluarga.",
        "Dilihat sendiri semasa lawatan.",
    ],
    analyses: &[
        "Perubahan bermula apabila keluarga turut serta.",
        "Langkah kecil yang dipilih sendiri lebih bertahan.",
    ],
    views: &[
        "Katanya lebih ringan kerana ada orang yang bertanya.",
        "Mahu lebih banyak masa, tetapi gembira dengan hala tuju ini.",
        "Berkata ia berjalan lebih baik daripada yang disangka.",
    ],
    lessons: &[
        "Tanya keluarga sebelum menawarkan perkhidmatan.",
        "Waktu lawatan petang lebih sesuai.",
    ],
    crisis: [
        "Dihantar ke klinik dan ditemani sehingga tenang; keluarga dimaklumkan.",
        "Diperiksa dua kali sehari, dan penyelia dimaklumkan setiap petang.",
        "Keadaan selamat semula; punca dibincangkan dan pelan krisis dikemas kini.",
        "Di rumah dan kawasan sekitarnya",
    ],
    holds: &[
        "Klien dimasukkan ke hospital dan kerja disambung selepas dibenarkan pulang.",
        "Keluarga balik kampung kerana kematian; kerja ditangguhkan atas permintaan mereka.",
    ],
    restricted: "Ahli keluarga bekerja di pejabat yang sama; hanya pegawai yang dinamakan boleh membaca.",
    reopened: "Klien datang semula ke pejabat dan meminta kerja yang terhenti disambung.",
    functioning: &[
        "Mengurus diri, berbelanja dan menghadiri temu janji tanpa diingatkan.",
        "Bergaul dengan jiran dan tahu meminta bantuan apabila perlu.",
    ],
    final_report: "Laporan akhir intervensi.",
    answers: &[
        "Keluarga bersetuju dan akan datang menjemput.",
        "Berterima kasih; mahu dihubungi sekali lagi.",
    ],
    gives: &[
        "Menjenguk setiap minggu.",
        "Menemani ke klinik dan ke pejabat.",
    ],
    fulfilled: "Apa yang dijanjikan telah dibuat oleh semua pihak.",
    summary: "Matlamat dicapai; klien, keluarga dan jaringan sokongan bersedia meneruskan sendiri.",
    closures: &[
        "Fail lengkap. Diluluskan.",
        "Disemak dan diluluskan; jagaan lanjutan seperti dirancang.",
    ],
    custody: [
        "Buku akaun simpanan",
        "Wang tunai, dikira di hadapan klien",
        "Beg berisi pakaian dan kasut sekolah",
        "Bilik kebal pejabat",
        "Klien",
    ],
    ends: Ends {
        moved: [
            "Mengikut saudara ke Miri untuk bekerja di ladang.",
            "Tidak mahu pejabat di sana diberitahu.",
        ],
        died: ["Hospital, melalui telefon", "Sijil kematian, daftar"],
        wish: "Saya mahu berhenti dan menyelesaikannya bersama keluarga sendiri.",
        traced: [
            "Bertanya di stesen bas dan menelefon keluarga.",
            "Dia ada di rumah rakannya dan tidak mahu kembali.",
        ],
        tried: [
            "Jagaan harian di daerah",
            "Penuh sehingga tahun hadapan; tiada pengangkutan.",
        ],
        beyond: [
            "Memerlukan rawatan pakar dan jagaan sepanjang masa.",
            "Hospital pakar negeri",
        ],
        attempt: "Tiada sesiapa di rumah; pesanan ditinggalkan pada jiran.",
        summary: "Kerja terhenti sebelum matlamat dicapai; yang perlu telah dimaklumkan dan direkodkan.",
    },
};
