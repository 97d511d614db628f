//! The words of the guide: its work processes, what is done in each, and what one should know.
//! The skills are in [`crate::intervention::Skill`].

crate::vocabulary! {
    /// A work process of the manual.
    pub enum WorkProcess ("work_process", open) {
        DocumentAndCheckCase = "document_and_check_case" | "Dokumentasi dan semakan kes" | "Dokumentasi dan pemeriksaan kasus" | "Document and check the case" | "M276",
        IdentifyIssues = "identify_issues" | "Kenal pasti isu/masalah" | "Mengidentifikasi isu/masalah" | "Identify issues and problems" | "M290",
        IdentifyMainNeeds = "identify_main_needs" | "Kenal pasti keperluan utama" | "Mengidentifikasi kebutuhan utama" | "Identify the main needs" | "M293",
        IdentifyResources = "identify_resources" | "Kenal pasti sumber-sumber" | "Mengidentifikasi sumber-sumber" | "Identify resources" | "M294",
        IdentifyRealIssues = "identify_real_issues" | "Kenal pasti isu/masalah/keperluan sebenar" | "Mengidentifikasi isu/masalah/kebutuhan sebenarnya" | "Identify the real issues and needs" | "M295",
        DetermineCaseIssues = "determine_case_issues" | "Tentukan isu/masalah/keperluan kes" | "Menetapkan isu/masalah/kebutuhan kasus" | "Settle the issues and needs of the case" | "M296",
        SetGoals = "set_goals" | "Tentukan matlamat pengurusan penyelesaian kes" | "Menetapkan tujuan penanganan kasus" | "Set the goals" | "M308",
        DetermineRoles = "determine_roles" | "Tentukan peranan klien & pekerja kes/perujuk" | "Menetapkan peran klien dan pekerja kasus/perujuk" | "Settle the roles of client, caseworker and referrer" | "M309",
        FormPlan = "form_plan" | "Bentuk pelan tindakan kes" | "Menyusun rencana intervensi kasus" | "Form the plan" | "M310",
        DetermineStrategy = "determine_strategy" | "Tentukan strategi tindakan/intervensi" | "Menetapkan strategi tindakan/intervensi" | "Choose the strategy of intervention" | "M313",
        CarryOutStrategy = "carry_out_strategy" | "Laksanakan strategi tindakan/intervensi" | "Melaksanakan strategi tindakan/intervensi" | "Carry out the strategy" | "M314",
        IdentifyMonitoringScope = "identify_monitoring_scope" | "Kenal pasti skop pemantauan" | "Mengidentifikasi lingkup pemantauan" | "Set the scope of monitoring" | "M326",
        IdentifyMonitoringMethod = "identify_monitoring_method" | "Kenal pasti kaedah pemantauan" | "Mengidentifikasi metode pemantauan" | "Set the method of monitoring" | "M328",
        CarryOutMonitoring = "carry_out_monitoring" | "Laksanakan pemantauan kemajuan" | "Melaksanakan pemantauan kemajuan" | "Monitor the progress" | "M329",
        PrepareProgressReport = "prepare_progress_report" | "Sediakan laporan kemajuan" | "Menyusun laporan perkembangan" | "Prepare the progress report" | "M330",
        EvaluateProgress = "evaluate_progress" | "Menilai kemajuan kes/pencapaian matlamat" | "Mengevaluasi kemajuan kasus/pencapaian tujuan" | "Evaluate progress and goals reached" | "M331",
        ReviewPlan = "review_plan" | "Semak semula proses perancangan & intervensi" | "Meninjau ulang perencanaan dan intervensi" | "Review plan and intervention" | "M334",
        EvaluateReadiness = "evaluate_readiness" | "Menilai penamatan dari aspek kefungsian" | "Mengevaluasi terminasi dari segi keberfungsian" | "Evaluate the readiness for termination" | "M335",
        NotifyReadiness = "notify_readiness" | "Maklumkan kesediaan penamatan" | "Memberitahukan kesiapan terminasi" | "Tell of the readiness for termination" | "M348",
        ConfirmFuturePlan = "confirm_future_plan" | "Peneguhan rancangan masa hadapan kes" | "Meneguhkan rencana masa depan klien" | "Confirm the client's future plan" | "M349",
        DocumentTermination = "document_termination" | "Sediakan dokumentasi penamatan" | "Menyiapkan dokumentasi terminasi" | "Prepare the papers of the termination" | "M350",
    }

    /// What is done in a work process; in words of our own.
    pub enum WorkActivity ("work_activity", open) {
        CheckDocuments = "check_documents" | "Semak dokumen kes yang dirujuk dengan senarai semak kemasukan" | "Periksa berkas kasus yang dirujuk dengan daftar periksa dokumen masuk" | "Check the papers of the referred case against the admission checklist" | "M276",
        AcceptIfComplete = "accept_if_complete" | "Terima kes jika tiada dokumen yang kurang" | "Terima kasus bila dokumennya lengkap" | "Take the case on when nothing is missing" | "M276",
        ReturnIfIncomplete = "return_if_incomplete" | "Jika ada yang kurang, pulangkan kes kepada agensi perujuk atau rujuk ke perkhidmatan lain" | "Bila ada yang kurang, kembalikan kasus kepada lembaga perujuk atau rujuk ke layanan lain" | "When something is missing, send the case back to the referring agency or on to another service" | "M276",

        Interview = "interview" | "Temu bual untuk meneroka isu dan masalah klien" | "Lakukan wawancara untuk menggali masalah klien" | "Interview to explore the issues" | "M290",
        Observe = "observe" | "Buat pemerhatian terhadap klien" | "Lakukan observasi terhadap klien" | "Observe the client" | "M290",
        ExamineHealth = "examine_health" | "Bawa klien menjalani pemeriksaan fizikal dan kesihatan" | "Antar klien menjalani pemeriksaan fisik dan kesehatan" | "Have the client physically and medically examined" | "M290",
        ReviewDocuments = "review_documents" | "Teliti dokumen daripada perujuk: laporan perubatan, akhlak dan polis" | "Telaah dokumen dari perujuk: laporan medis, litmas, dan laporan polisi" | "Read the referrer's papers: medical, probation and police reports" | "M290",

        ListNeeds = "list_needs" | "Senaraikan keperluan dalam setiap bidang: fizikal, emosi/psikologi, sosial, kerohanian dan sosioekonomi" | "Daftarlah kebutuhan di setiap bidang: fisik, emosional/psikologis, sosial, spiritual, dan sosial ekonomi" | "List the needs in every area: physical, emotional/psychological, social, spiritual, socioeconomic" | "M293",

        ListInternalResources = "list_internal_resources" | "Senaraikan sumber dalaman: yang ada pada klien dan dalam institusi" | "Daftarlah sumber internal: yang ada pada klien dan di dalam panti" | "List the resources inside: the client's own and the institution's" | "M294",
        ListExternalResources = "list_external_resources" | "Senaraikan sumber luaran: sokongan keluarga dan komuniti" | "Daftarlah sumber eksternal: dukungan keluarga dan masyarakat" | "List the resources outside: family support, community" | "M294",

        StateIssue = "state_issue" | "Nyatakan perkara yang klien mahu selesaikan" | "Rumuskan apa yang ingin diselesaikan klien" | "Put down what the client wants solved" | "M295",
        StateBarriers = "state_barriers" | "Nyatakan halangan dan cabaran untuk menyelesaikannya" | "Rumuskan hambatan dan tantangan penyelesaiannya" | "Put down what stands in the way" | "M295",
        StateNeeds = "state_needs" | "Nyatakan apa yang klien perlukan" | "Rumuskan apa yang dibutuhkan klien" | "Put down what the client needs" | "M295",
        StateOpportunities = "state_opportunities" | "Nyatakan peluang dan potensi yang boleh diterokai" | "Rumuskan peluang dan potensi yang dapat digali" | "Put down openings and potential worth exploring" | "M295",
        Analyse = "analyse" | "Analisis masalah dan keperluan berdasarkan empat pernyataan di atas" | "Analisis masalah dan kebutuhan berdasarkan keempat rumusan di atas" | "Analyse problem and need from the four statements above" | "M295",

        ExplainIndicators = "explain_indicators" | "Jelaskan kepada klien petunjuk masalah yang ditemui" | "Jelaskan kepada klien tanda-tanda masalah yang ditemukan" | "Explain to the client the signs of the problem that were found" | "M296",
        AgreePriorities = "agree_priorities" | "Tetapkan bersama klien isu yang akan ditangani mengikut keutamaan" | "Sepakati dengan klien masalah mana yang ditangani dan urutan prioritasnya" | "Settle with the client which issues are dealt with and in what order" | "M296",

        FindChangeGoals = "find_change_goals" | "Cari matlamat yang membawa perubahan" | "Temukan tujuan yang membawa perubahan" | "Find goals that bring change" | "M308",
        SetTerm = "set_term" | "Tetapkan tempoh setiap matlamat, pendek atau panjang, mengikut sumber yang ada" | "Tetapkan jangka waktu tiap tujuan, pendek atau panjang, sesuai sumber yang tersedia" | "Set the time for each goal, short or long term, as the resources at hand allow" | "M308",

        ExplainActivities = "explain_activities" | "Jelaskan aktiviti atau program yang membawa kepada matlamat" | "Jelaskan kegiatan atau program yang mengarah ke tujuan" | "Explain the activities or programmes that lead to the goal" | "M309",
        ExplainRoles = "explain_roles" | "Jelaskan siapa bertanggungjawab atas apa" | "Jelaskan siapa bertanggung jawab atas apa" | "Explain who is responsible for what" | "M309",
        ResolveRoleObstacles = "resolve_role_obstacles" | "Kenal pasti dan selesaikan halangan dalam melaksanakan peranan itu" | "Temukan dan atasi hambatan dalam menjalankan peran itu" | "Find and settle the obstacles to playing those roles" | "M309",

        StateInterventions = "state_interventions" | "Tulis intervensi yang akan dilaksanakan" | "Tuliskan intervensi yang akan dilakukan" | "Write down the interventions to be done" | "M310",
        ChartMilestones = "chart_milestones" | "Lukis carta perbatuan" | "Gambarkan bagan tonggak capaian" | "Draw the chart of milestones" | "M310",
        StateResponsibilities = "state_responsibilities" | "Tulis tanggungjawab pekerja kes dan setiap pihak yang terlibat" | "Tuliskan tanggung jawab pekerja kasus dan tiap pihak yang terlibat" | "Write down what the caseworker and each party answers for" | "M310",
        ChooseIndicators = "choose_indicators" | "Pilih indikator dan cara pengukuran yang sesuai" | "Pilih indikator dan cara pengukuran yang sesuai" | "Choose fitting indicators and measures" | "M310",
        PrepareAlternative = "prepare_alternative" | "Sediakan pelan alternatif" | "Siapkan rencana alternatif" | "Prepare an alternative plan" | "M310",

        ListStrategies = "list_strategies" | "Senaraikan strategi yang mungkin" | "Daftarlah strategi yang mungkin" | "List the possible strategies" | "M313",
        SetLevel = "set_level" | "Tentukan peringkatnya: mikro, mezo atau makro" | "Tentukan tingkatnya: mikro, mezzo, atau makro" | "Set the level: micro, mezzo or macro" | "M313",
        ChooseStrategy = "choose_strategy" | "Pilih strategi yang sesuai dengan matlamat, jangka masa dan peringkat" | "Pilih strategi yang cocok dengan tujuan, jangka waktu, dan tingkatnya" | "Choose the one that fits goal, time frame and level" | "M313",

        CarryOut = "carry_out" | "Bertindak mengikut pelan" | "Bertindaklah sesuai rencana" | "Act as planned" | "M314",
        AssessAndAdapt = "assess_and_adapt" | "Nilai tindakan yang dibuat dan ubah suai strategi" | "Nilai tindakan yang sudah dilakukan dan sesuaikan strategi" | "Judge what was done and adapt the strategy" | "M314",
        SpotCrisis = "spot_crisis" | "Kesan krisis yang timbul dan buat intervensi krisis" | "Kenali krisis yang timbul dan lakukan intervensi krisis" | "Notice crises that arise and intervene in them" | "M314",
        CatalyseChange = "catalyse_change" | "Galakkan perubahan sebagai pemangkin" | "Dorong perubahan sebagai katalisator" | "Encourage change as a catalyst" | "M314",

        SetScope = "set_scope" | "Tentukan secara keseluruhan apa yang dipantau" | "Tentukan secara menyeluruh apa yang dipantau" | "Establish what is to be monitored overall" | "M326",
        SetItems = "set_items" | "Tentukan butirannya, misalnya persekolahan, kemahiran, kesihatan, tingkah laku" | "Tentukan rinciannya, misalnya sekolah, keterampilan, kesehatan, perilaku" | "Set the items, such as schooling, skills, health, behaviour" | "M327",
        SetIndicators = "set_indicators" | "Tentukan indikator (jadual, rekod, laporan) dan ukuran yang digunakan" | "Tentukan indikator (jadwal, catatan, laporan) dan ukuran yang dipakai" | "Set the indicators (timetables, records, reports) and the measure to be used" | "M327",

        SetMethod = "set_method" | "Tentukan kaedahnya" | "Tentukan metodenya" | "Set the method" | "M328",
        FindInstruments = "find_instruments" | "Cari instrumen atau borang: alat pandang dengar, ujian psikologi, soal selidik" | "Cari instrumen atau formulir: alat audiovisual, tes psikologi, kuesioner" | "Find instruments or forms: audio-visual means, psychological tests, questionnaires" | "M328",
        WeighLimits = "weigh_limits" | "Timbang halangan, cabaran dan had setiap instrumen" | "Timbang hambatan, tantangan, dan batas tiap instrumen" | "Weigh the obstacles, challenges and limits of each instrument" | "M328",
        ChooseInstrument = "choose_instrument" | "Pilih instrumen, borang atau rekod yang sesuai" | "Pilih instrumen, formulir, atau catatan yang sesuai" | "Choose the fitting instrument, form or record" | "M328",
        SetInterval = "set_interval" | "Tetapkan selang tempoh pemantauan" | "Tetapkan selang waktu pemantauan" | "Set the interval of monitoring" | "M328",

        Monitor = "monitor" | "Pantau mengikut selang tempoh dengan instrumen atau borang yang ditetapkan" | "Pantau sesuai selang waktu dengan instrumen atau formulir yang ditetapkan" | "Monitor at the set interval with the set instrument or form" | "M329",
        RecordFindings = "record_findings" | "Rekodkan dapatan pemantauan" | "Catat hasil pemantauan" | "Record what was found" | "M329",

        CompileReport = "compile_report" | "Susun laporan pemantauan keseluruhan; boleh disertai rakaman video, gambar dan carta" | "Susun laporan pemantauan menyeluruh; dapat disertai rekaman video, foto, dan bagan" | "Compile the overall monitoring report; video, pictures and charts may be part of it" | "M330",
        AnalyseFindings = "analyse_findings" | "Analisis dapatan pemantauan" | "Analisis hasil pemantauan" | "Analyse what was found" | "M330",

        StateProgress = "state_progress" | "Nyatakan kemajuan dan matlamat yang dicapai" | "Uraikan kemajuan dan tujuan yang tercapai" | "State the progress and the goals reached" | "M331",
        Conclude = "conclude" | "Rumuskan kemajuan dan pencapaian: apa yang berkesan dan apa yang menghalang" | "Simpulkan kemajuan dan capaian: apa yang berhasil dan apa yang menghambat" | "Sum up progress and goals reached: what worked and what hindered" | "M331",
        AdjustMonitoring = "adjust_monitoring" | "Suai atur pemantauan atau borangnya, jika perlu" | "Sesuaikan pemantauan atau formulirnya, bila perlu" | "Adjust the monitoring or its forms, if needed" | "M331",

        RearrangePlan = "rearrange_plan" | "Sesuaikan dan susun semula pelan serta strategi, jika perlu" | "Sesuaikan dan tata ulang rencana serta strategi, bila perlu" | "Adapt and rearrange plan and strategy, if needed" | "M334",
        SuggestImprovements = "suggest_improvements" | "Cadangkan penambahbaikan pelan atau intervensi" | "Usulkan perbaikan rencana atau intervensi" | "Suggest improvements to plan or intervention" | "M334",

        CollectReports = "collect_reports" | "Dapatkan laporan semua pihak yang terlibat, misalnya keluarga, komuniti, sekolah" | "Mintalah laporan dari semua pihak terkait, misalnya keluarga, masyarakat, sekolah" | "Get the reports of every party involved, such as family, community, school" | "M335",
        InterviewFunctioning = "interview_functioning" | "Temu bual klien tentang kefungsian sosial dan rancangan masa hadapannya" | "Wawancarai klien tentang keberfungsian sosial dan rencana masa depannya" | "Interview the client on social functioning and future plans" | "M335",
        PrepareFinalReport = "prepare_final_report" | "Sediakan laporan akhir intervensi (kesediaan keluar)" | "Susun laporan akhir intervensi (kesiapan keluar)" | "Prepare the final intervention report (readiness to leave)" | "M335",
        ConferWithBoard = "confer_with_board" | "Adakan persidangan kes dengan Lembaga Pelawat, jika berkaitan" | "Adakan konferensi kasus dengan Lembaga Pelawat, bila berlaku" | "Hold a case conference with the Board of Visitors where one applies" | "M335",

        Notify = "notify" | "Maklumkan kepada klien serta keluarga atau penjaganya bahawa penamatan akan tiba" | "Beri tahu klien serta keluarga atau walinya bahwa terminasi akan dilakukan" | "Tell client and family or guardian that termination is coming" | "M348",

        RemindFuturePlan = "remind_future_plan" | "Ingatkan klien tentang rancangan masa hadapan yang telah dipersetujui" | "Ingatkan klien pada rencana masa depan yang telah disepakati" | "Remind the client of the future plan that was agreed" | "M349",
        ListSupportNetwork = "list_support_network" | "Senaraikan jaringan sokongan sosial tempat klien boleh meminta bantuan" | "Daftarlah jaringan dukungan sosial yang dapat didatangi klien" | "List the social support the client can turn to" | "M349",

        PrepareHandover = "prepare_handover" | "Sediakan borang akuan penyerahan" | "Siapkan berita acara serah terima" | "Prepare the hand-over form" | "M350",
        HandOver = "hand_over" | "Serahkan dokumen peribadi (kad pengenalan, sijil kelahiran, buku akaun bank, kad rawatan) dan harta (wang, pakaian, buku)" | "Serahkan dokumen pribadi (KTP, akta kelahiran, buku tabungan, kartu berobat) dan barang milik (uang, pakaian, buku)" | "Hand over personal papers (identity card, birth certificate, bank book, treatment card) and belongings (money, clothes, books)" | "M350",
        GetReceipt = "get_receipt" | "Dapatkan akuan penerimaan daripada klien" | "Mintalah tanda terima dari klien" | "Get the client's acknowledgement of receipt" | "M350",
        UpdateFile = "update_file" | "Kemas kini fail" | "Mutakhirkan berkas" | "Bring the file up to date" | "M350",
        CloseFile = "close_file" | "Tutup fail" | "Tutup berkas" | "Close the file" | "M350",
    }

    /// What one should know for a work process.
    pub enum Knowledge ("knowledge", open) {
        AbcModel = "abc_model" | "Model ABC (afektif-tingkah laku-kognitif)" | "Model ABC (afektif-perilaku-kognitif)" | "ABC model (affect, behaviour, cognition)" | "M295",
        AdmissionDocumentChecklist = "admission_document_checklist" | "Senarai semak dokumen kemasukan kes" | "Daftar periksa dokumen masuk kasus" | "Checklist of admission documents" | "M276",
        BehaviourTheory = "behaviour_theory" | "Teori tingkah laku" | "Teori perilaku" | "Behaviour theory" | "M314",
        BowlbyAttachmentTheory = "bowlby_attachment_theory" | "Teori kelekatan Bowlby" | "Teori kelekatan Bowlby" | "Bowlby's attachment theory" | "M290",
        CaseworkMethods = "casework_methods" | "Kaedah kerja kes (individu/kelompok/komuniti)" | "Metode pekerjaan sosial (individu/kelompok/komunitas)" | "Methods of casework (individual, group, community)" | "M313",
        CognitiveBehaviouralTheory = "cognitive_behavioural_theory" | "Teori kognitif-tingkah laku" | "Teori kognitif-perilaku" | "Cognitive-behavioural theory" | "M290",
        CognitiveTheory = "cognitive_theory" | "Teori kognitif" | "Teori kognitif" | "Cognitive theory" | "M314",
        CommunicationTheory = "communication_theory" | "Teori komunikasi" | "Teori komunikasi" | "Communication theory" | "M314",
        ConflictResolution = "conflict_resolution" | "Penyelesaian konflik" | "Resolusi konflik" | "Conflict resolution" | "M309",
        ConflictTheory = "conflict_theory" | "Teori konflik" | "Teori konflik" | "Conflict theory" | "M290",
        DevelopmentalTheory = "developmental_theory" | "Teori perkembangan (Piaget, Erikson)" | "Teori perkembangan (Piaget, Erikson)" | "Developmental theory (Piaget, Erikson)" | "M290",
        EcologicalSystems = "ecological_systems" | "Sistem ekologi" | "Sistem ekologi" | "Ecological systems" | "M313",
        EcologicalTheory = "ecological_theory" | "Teori ekologi" | "Teori ekologi" | "Ecological theory" | "M294",
        EmotionalTheory = "emotional_theory" | "Teori emosi" | "Teori emosi" | "Theory of emotion" | "M314",
        EmpowermentTheory = "empowerment_theory" | "Teori pemerkasaan" | "Teori pemberdayaan" | "Empowerment theory" | "M313",
        FileManagement = "file_management" | "Sistem pengurusan fail" | "Sistem pengelolaan berkas" | "File management" | "M350",
        FunctionalStructuralTheory = "functional_structural_theory" | "Teori fungsi dan struktur" | "Teori struktural-fungsional" | "Structural functionalism" | "M313",
        GanttChart = "gantt_chart" | "Carta Gantt" | "Bagan Gantt" | "Gantt chart" | "M310",
        InteractionalTheory = "interactional_theory" | "Teori interaksional" | "Teori interaksional" | "Interactional theory" | "M313",
        LearningTheory = "learning_theory" | "Teori pembelajaran" | "Teori belajar" | "Learning theory" | "M314",
        LifeSpanTheory = "life_span_theory" | "Teori jangka hayat" | "Teori rentang kehidupan" | "Life-span theory" | "M314",
        MaslowHierarchyOfNeeds = "maslow_hierarchy_of_needs" | "Hierarki keperluan Maslow" | "Hierarki kebutuhan Maslow" | "Maslow's hierarchy of needs" | "M290",
        MotivationTheory = "motivation_theory" | "Teori motivasi" | "Teori motivasi" | "Motivation theory" | "M314",
        PriorityAnalysis = "priority_analysis" | "Analisis keutamaan" | "Analisis prioritas" | "Analysis of priorities" | "M296",
        PsychologicalTestInstruments = "psychological_test_instruments" | "Instrumen ujian psikologi" | "Instrumen tes psikologi" | "Instruments of psychological testing" | "M328",
        PsychosocialTheory = "psychosocial_theory" | "Teori psikososial" | "Teori psikososial" | "Psychosocial theory" | "M293",
        RelevantLaw = "relevant_law" | "Undang-undang berkaitan" | "Peraturan perundang-undangan terkait" | "The law that applies" | "M348",
        ResilienceTheory = "resilience_theory" | "Teori daya tahan" | "Teori resiliensi" | "Resilience theory" | "M294",
        RiskManagement = "risk_management" | "Pengurusan risiko" | "Manajemen risiko" | "Risk management" | "M295",
        RoleTheory = "role_theory" | "Teori peranan" | "Teori peran" | "Role theory" | "M309",
        SingleSystemDesign = "single_system_design" | "Reka bentuk sistem tunggal" | "Desain sistem tunggal" | "Single-system design" | "M310",
        StrengthsBasedPerspective = "strengths_based_perspective" | "Perspektif berasaskan kekuatan" | "Perspektif berbasis kekuatan" | "Strengths-based perspective" | "M294",
        SystemsTheory = "systems_theory" | "Teori sistem" | "Teori sistem" | "Systems theory" | "M290",
        TaskCentredTheory = "task_centred_theory" | "Teori berpusatkan tugas" | "Teori berpusat pada tugas" | "Task-centred theory" | "M308",
    }
}
