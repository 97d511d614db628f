// The first case as a TypeScript program lives it, by generated types only. `make clients` compiles
// this strictly and runs it beside a demo (KES_URL, KES_LOGINS). The story is that of
// stories/first_case.json with another end. A service keeps real time: the three attempts over 14
// days that lost contact asks for cannot pass while we wait, so here he has died.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./generated/contract.js";

type Schemas = components["schemas"];
type Kes = Client<paths>;
type Answer<T> = { data?: T; error?: Schemas["Problem"]; response: Response };
type Worker = { username: string; password: string; role: string };
/** What If-Match wants to hear about a record. */
type Version = { "If-Match": string };

const url = process.env["KES_URL"] ?? "http://127.0.0.1:8080";
const logins = JSON.parse(await readFile(process.env["KES_LOGINS"] ?? "var/demo.json", "utf8")) as {
  workers: Worker[];
};

/** The body of a success; a problem document ends the story. */
function body<T>({ data, error, response }: Answer<T>): T {
  if (data === undefined) {
    throw new Error(`${response.status} ${response.url} ${JSON.stringify(error)}`);
  }
  return data;
}

function version({ response }: Answer<unknown>): Version {
  const tag = response.headers.get("ETag");
  assert(tag, `${response.url} has a version`);
  return { "If-Match": tag };
}

/** The problem document of an act that must not succeed. */
function refused({ error, response }: Answer<unknown>, status: number): Schemas["Problem"] {
  assert.equal(response.status, status, `${response.url} ${JSON.stringify(error)}`);
  assert(error, "a refusal is a problem document");
  return error;
}

/** The rules, and of gates the requirements, that stand against an act. */
function rules({ refusals = [] }: Schemas["Problem"]): string[] {
  return refusals.map(({ requirement, code }) => requirement ?? code).sort();
}

const now = (): string => new Date().toISOString();
const today = (): string => now().slice(0, 10);

/** A client that acts as this worker, and the worker's id. */
async function logIn(name: string): Promise<{ kes: Kes; id: string }> {
  const worker = logins.workers.find(({ username }) => username === name);
  assert(worker, `the demo knows ${name}`);
  const { username, password } = worker;
  const anonymous = createClient<paths>({ baseUrl: url });
  const session = body(await anonymous.POST("/v1/sessions", { body: { username, password } }));
  const headers = { Authorization: `${session.token_type} ${session.access_token}` };
  const kes = createClient<paths>({ baseUrl: url, headers });
  const me = body(await kes.GET("/v1/me")).worker;
  assert(me?.username === name);
  return { kes, id: me.id };
}

const guess = await createClient<paths>({ baseUrl: url }).POST("/v1/sessions", {
  body: { username: "zainab", password: "not the password" },
});
refused(guess, 401);
const { kes: zainab, id: caseworker_id } = await logIn("zainab");
const { kes: kamala } = await logIn("kamala");
const { kes: farid } = await logIn("farid");

// From the hospital's telephone call to the acceptance.
const person = body(
  await zainab.POST("/v1/persons", {
    body: {
      full_name: "Mat Desa bin Long",
      sex: "male",
      birth_date: "1947-03-01",
      birth_date_precision: "day",
    },
  }),
);
const intake = await zainab.POST("/v1/intakes", {
  body: {
    channel: "agency_referral",
    referrer: { agency: "Hospital Kulim", name: "Puan Rohana" },
    person_id: person.id,
    presenting_problem: "Lives alone and cannot manage after his discharge.",
    category: "older_person",
    urgency: "urgent",
    received_at: now(),
  },
});
const intake_id = body(intake).id;
const ofIntake = { path: { intake_id } };
refused(await farid.GET("/v1/intakes/{intake_id}", { params: ofIntake }), 404);

const papers = await zainab.GET("/v1/intakes/{intake_id}/documents", { params: ofIntake });
const early = await kamala.POST("/v1/intakes/{intake_id}/acceptance", {
  params: { ...ofIntake, header: version(intake) },
  body: { caseworker_id },
});
assert(rules(refused(early, 409)).includes("documents_complete"));
const returned = await kamala.POST("/v1/intakes/{intake_id}/return", {
  params: { ...ofIntake, header: version(intake) },
  body: { note: "Please send the papers of the list." },
});
assert.equal(body(returned).status, "returned_incomplete");

for (const paper of body(papers).items) {
  const received = await zainab.POST("/v1/intakes/{intake_id}/documents/{document_id}/receipt", {
    params: {
      path: { intake_id, document_id: paper.id },
      header: { "If-Match": `"v${paper.version}"` },
    },
    body: { received_on: today() },
  });
  assert.equal(body(received).status, "received");
}
const sentAgain = await zainab.POST("/v1/intakes/{intake_id}/resubmission", {
  params: { ...ofIntake, header: version(returned) },
  body: { note: "Letter and report enclosed." },
});
assert.equal(body(sentAgain).status, "screening");

const screened = await zainab.PUT("/v1/intakes/{intake_id}/screening", {
  params: { ...ofIntake, header: version(sentAgain) },
  body: {
    tests: {
      further_action: { met: true },
      planning_and_intervention: { met: true },
      periodic_monitoring: { met: true },
    },
    acute_condition: { present: false },
    family_support: { support: "not_known" },
    duplicates_reviewed: { result: "no_duplicate_found" },
  },
});
const accepted = await kamala.POST("/v1/intakes/{intake_id}/acceptance", {
  params: { ...ofIntake, header: version(screened) },
  body: { caseworker_id, note: "First visit this week." },
});
const { id: case_id, file_number, stage } = body(accepted);
assert.equal(stage, "assessment");
const ofCase = { path: { case_id } };
refused(await farid.GET("/v1/cases/{case_id}", { params: ofCase }), 404);

// The work: contacts, a note, a task.
for (const channel of ["phone", "visit", "visit"] as const) {
  const contact = await zainab.POST("/v1/cases/{case_id}/contacts", {
    params: ofCase,
    body: {
      with: "client",
      person_id: person.id,
      channel,
      purpose: "follow_up",
      at: now(),
      reached: false,
      summary: "Nobody there.",
    },
  });
  assert.equal(body(contact).reached, false);
}
const note = await zainab.POST("/v1/cases/{case_id}/notes", {
  params: ofCase,
  body: {
    occurred_at: now(),
    text: "The neighbour says that he was taken to the hospital again.",
  },
});
const note_id = body(note).id;
const signed = await zainab.POST("/v1/notes/{note_id}/signature", {
  params: { path: { note_id }, header: version(note) },
});
assert.equal(body(signed).status, "signed");
refused(await farid.GET("/v1/notes/{note_id}", { params: { path: { note_id } } }), 404);
const task = await zainab.POST("/v1/cases/{case_id}/tasks", {
  params: ofCase,
  body: { text: "Ask the ward what became of him.", note_id },
});

// From the news of his death to the closed file.
const current = await zainab.GET("/v1/cases/{case_id}", { params: ofCase });
const moved = await zainab.POST("/v1/cases/{case_id}/transitions", {
  params: { ...ofCase, header: version(current) },
  body: { to: "termination", reason: "deceased" },
});
assert.equal(body(moved).stage, "termination");
const closing = {
  params: { ...ofCase, header: version(moved) },
  body: { summary: "He died in hospital; nothing is left to be done." },
};
const missing = rules(
  refused(await zainab.POST("/v1/cases/{case_id}/closure-request", closing), 409),
);
assert.deepEqual(missing, ["nothing_open", "notice_to_family", "reason_requirements"]);
const checklist = await zainab.GET("/v1/cases/{case_id}/checklist", {
  params: { ...ofCase, query: { to: "closed" } },
});
assert.equal(body(checklist).ready, false);

const done = await zainab.POST("/v1/tasks/{task_id}/completion", {
  params: { path: { task_id: body(task).id }, header: version(task) },
});
assert.equal(body(done).status, "done");
const termination = await zainab.GET("/v1/cases/{case_id}/termination", { params: ofCase });
const amended = await zainab.PATCH("/v1/cases/{case_id}/termination", {
  params: { ...ofCase, header: version(termination) },
  headers: { "Content-Type": "application/merge-patch+json" },
  body: {
    deceased: {
      died_on: today(),
      source: "Hospital Kulim, ward 4",
      document_reference: "A 204417",
    },
  },
});
assert.equal(body(amended).deceased?.died_on, today());
const notice = await zainab.POST("/v1/cases/{case_id}/termination-notices", {
  params: ofCase,
  body: { recipient: "family", outcome: "no_family" },
});
assert.equal(body(notice).outcome, "no_family");

const closure = await zainab.POST("/v1/cases/{case_id}/closure-request", closing);
const closure_request_id = body(closure).id;
const deciding = { path: { closure_request_id }, header: version(closure) };
const unseen = await farid.GET("/v1/closure-requests/{closure_request_id}", {
  params: { path: { closure_request_id } },
});
refused(unseen, 404);
const own = await zainab.POST("/v1/closure-requests/{closure_request_id}/approval", {
  params: deciding,
  body: {},
});
assert.equal(refused(own, 403).code, "not_permitted");
const approved = await kamala.POST("/v1/closure-requests/{closure_request_id}/approval", {
  params: deciding,
  body: { note: "The file is complete." },
});
assert.equal(body(approved).status, "approved");

const closed = body(await zainab.GET("/v1/cases/{case_id}", { params: ofCase }));
assert("status" in closed && closed.status === "closed", "the caseworker sees more than the spine");
const late = await zainab.POST("/v1/cases/{case_id}/notes", {
  params: ofCase,
  body: { occurred_at: now(), text: "One more thing." },
});
assert.deepEqual(rules(refused(late, 409)), ["case_closed"]);

const { items } = body(await zainab.GET("/v1/cases/{case_id}/timeline", { params: ofCase }));
assert(items.length >= 10);
refused(await farid.GET("/v1/cases/{case_id}/timeline", { params: ofCase }), 404);
console.log(`typescript: ${file_number} opened, worked, closed; ${items.length} events`);
